/** How protocol `ballot-lease` presents itself to the playground. */
import { BALLOT } from './about';
import type { DiskRecord } from '../../program';
import type { LeaseTruth, Protocol } from '../../protocol';
import { makeCodec } from '../../wire/resp-codec';
import { ballotBounds } from './bounds';
import { BallotElector } from './elector';
import {
  BALLOT_FIELDS,
  BALLOT_SAFEGUARDS,
  ballotConcerns,
  ballotTiming,
  checkBallotTiming,
  promisesOneLeader,
  whyNobodyLeads,
} from './fields';
import { ballotKeys } from './keys';
import { slotOf } from './leader';
import { ELECTION } from './settings';
import { microsOf, priorityOn, type BallotState } from './state';
import { STORE_WIRE, type StoreMessage } from '../../store/message';
import { describeStoreMessage, STORE_VERBS } from '../../store/words';

const LEASE_KEY = ballotKeys(ELECTION).leader;

export const ballotProtocol: Protocol<StoreMessage, BallotState> = {
  ...BALLOT,
  config: BALLOT_FIELDS,
  checkConfig: checkBallotTiming,
  safeguards: BALLOT_SAFEGUARDS,
  verbs: STORE_VERBS,
  codec: makeCodec<StoreMessage>(STORE_WIRE),
  bootstraps: false,
  electsByOffset: false,
  readsByAuthority: true,
  missedAfterMs: (config) => ballotTiming(config).leaseMs,
  failoverBounds: ballotBounds,
  whyNobodyLeads,
  concerns: ballotConcerns,
  commands: ['priority', 'resign'],
  store: { leaseKey: LEASE_KEY, readLease, preempts },
  promisesOneAuthority: promisesOneLeader,
  create: (boot) => new BallotElector(boot),
  restore: (boot, state) => new BallotElector(boot, state),
  describe: describeStoreMessage,
};

function readLease(value: string): LeaseTruth | null {
  const slot = slotOf({ key: LEASE_KEY, value, version: 1 });
  if (slot.kind !== 'held') return null;
  const { leaderId, ballot, leaseExpiryNanos } = slot.leader;
  return { holder: leaderId, token: ballot, untilWallUs: microsOf(leaseExpiryNanos) };
}

function preempts(one: DiskRecord | null, other: DiskRecord | null): boolean {
  return priorityOn(one) !== priorityOn(other);
}
