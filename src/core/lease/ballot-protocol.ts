/** How protocol `ballot-lease` presents itself to the playground. */
import type { LeaseTruth, Protocol } from '../protocol';
import { makeCodec } from '../quorum/resp-codec';
import { ballotBounds } from './ballot-bounds';
import { BallotElector } from './ballot-elector';
import { BALLOT_FIELDS, BALLOT_SAFEGUARDS, ballotTiming, checkBallotTiming } from './ballot-fields';
import { ballotKeys } from './ballot-keys';
import { slotOf } from './ballot-leader';
import { ELECTION } from './ballot-settings';
import { microsOf, type BallotState } from './ballot-state';
import { STORE_WIRE, type StoreMessage } from './store-message';
import { describeStoreMessage, STORE_VERBS } from './store-words';

const LEASE_KEY = ballotKeys(ELECTION).leader;

export const ballotProtocol: Protocol<StoreMessage, BallotState> = {
  id: 'ballot-lease',
  title: 'Ballot lease',
  summary: 'A lease in a shared store: it relies on wall clocks, and on its ballot where these disagree.',
  config: BALLOT_FIELDS,
  checkConfig: checkBallotTiming,
  safeguards: BALLOT_SAFEGUARDS,
  verbs: STORE_VERBS,
  codec: makeCodec<StoreMessage>(STORE_WIRE),
  bootstraps: false,
  electsByOffset: false,
  missedAfterMs: (config) => ballotTiming(config).leaseMs,
  failoverBounds: ballotBounds,
  commands: ['priority', 'resign'],
  store: { leaseKey: LEASE_KEY, readLease },
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
