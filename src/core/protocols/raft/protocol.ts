/** How Raft presents itself. */
import type { Protocol } from '../../protocol';
import { RAFT } from './about';
import { raftBounds } from './bounds';
import {
  checkRaftConfig,
  electionMs,
  RAFT_CONFIG_FIELDS,
  raftConcerns,
  raftSettings,
  raftTraffic,
  whyNobodyLeads,
} from './config';
import type { RaftMessage } from './message';
import { RaftProgram, type RaftState } from './program';
import { RAFT_SAFEGUARDS } from './safeguards';
import { raftCodec } from './wire';
import { describe, RAFT_VERBS } from './words';

const NOTHING_RESTS_ON_IT =
  'Whatever a leader decides, and whatever it reads, it asks a quorum, so a deposed one that does not know it yet does no harm. With leaseReads on it would answer reads by its clock alone.';

export const raftProtocol: Protocol<RaftMessage, RaftState> = {
  ...RAFT,
  config: RAFT_CONFIG_FIELDS,
  checkConfig: checkRaftConfig,
  safeguards: RAFT_SAFEGUARDS,
  verbs: RAFT_VERBS,
  codec: raftCodec,
  bootstraps: false,
  electsByOffset: true,
  replicatesLog: true,
  // Half of what clients do: how a read is answered is half of what there is to see.
  clientDefaults: { readShare: 50 },
  commands: ['transfer', 'campaign', 'forgetLeader'],
  promisesOneAuthority: (config) => raftSettings(config).leaseReads || NOTHING_RESTS_ON_IT,
  missedAfterMs: electionMs,
  failoverBounds: raftBounds,
  whyNobodyLeads,
  concerns: raftConcerns,
  idleTraffic: raftTraffic,
  create: (boot) => new RaftProgram(boot),
  restore: (boot, state) => new RaftProgram(boot, state),
  describe,
};
