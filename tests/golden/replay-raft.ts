/** One node's log a line: after every operation the core must send, commit, answer and be what the recording says. */
import * as CorePort from '../../src/core/protocols/raft/core';
import type { Cycle, HardState, RaftConfig, RaftCore } from '../../src/core/protocols/raft/core';
import type { LogEntry } from '../../src/core/log';
import { message, type MessageType, type RaftMessage } from '../../src/core/protocols/raft/message';
import { expectSame, type Replay } from './golden-file';

interface Wire {
  readonly type: MessageType;
  readonly reject?: boolean;
  readonly context?: string | number;
  readonly entries?: readonly Partial<LogEntry>[];
}

interface Step {
  readonly op: string;
  readonly drawn?: readonly number[];
  readonly message?: Wire;
  readonly data?: string;
  readonly to?: number;
  readonly context?: string;
  readonly out?: readonly Wire[];
  readonly committed?: readonly LogEntry[];
  readonly reads?: readonly { readonly index: number; readonly context: string }[];
  readonly error?: string;
  readonly state?: Readonly<Record<string, unknown>>;
}

interface Log {
  readonly id: number;
  readonly voters: readonly number[];
  readonly config: {
    readonly electionTick: number;
    readonly heartbeatTick: number;
    readonly preVote: boolean;
    readonly checkQuorum: boolean;
    readonly readOnly: 'safe' | 'lease';
    readonly maxInflight: number;
    readonly maxSizePerMsg: number | null;
    readonly disableProposalForwarding: boolean;
  };
  readonly steps: readonly Step[];
}

const TRANSFER = 'CampaignTransfer';

/** What is held to the recordings; a core with a mistake in it has the same parts. */
export type Port = typeof CorePort;

export const replayRaft: Replay = (line, where) => replayWith(CorePort, line, where);

export function replayWith({ RaftCore, ALL_RULES }: Port, line: unknown, where: string): void {
  const log = line as Log;
  const config = configOf(log, ALL_RULES);
  let draws: number[] = [];
  // Drawn are whole timeouts.
  const draw = (electionTick: number): number => (draws.shift() ?? NaN) - electionTick;
  let core: InstanceType<typeof RaftCore> | null = null;
  let hard: HardState = { term: 0, vote: 0, commit: 0 };
  let disk: LogEntry[] = [];
  let state: Readonly<Record<string, unknown>> = {};

  log.steps.forEach((step, at) => {
    const place = `${where}, step ${at + 1} (${step.op})`;
    draws = [...(step.drawn ?? [])];
    let accepted = true;
    if (core === null || step.op === 'restart')
      core = new RaftCore(log.id, log.voters.length, config, draw, hard, disk);
    else accepted = perform(core, step);
    const cycles: Cycle[] = [];
    for (let cycle = core.cycle(); cycle !== null; cycle = core.cycle()) {
      if (cycle.hardState !== null) hard = cycle.hardState;
      if (cycle.persistFrom > 0)
        disk = [...disk.slice(0, cycle.persistFrom - 1), ...core.log.copy().slice(cycle.persistFrom - 1)];
      cycles.push(cycle);
    }
    expectSame(place, 'draws left', draws, []);
    expectSame(
      place,
      'out',
      cycles.flatMap(({ messages }) => messages.map(wireOf)),
      step.out ?? [],
    );
    expectSame(
      place,
      'committed',
      cycles.flatMap(({ committed }) => committed),
      step.committed ?? [],
    );
    expectSame(
      place,
      'reads',
      cycles.flatMap(({ reads }) => reads),
      step.reads ?? [],
    );
    expectSame(place, 'error', accepted ? undefined : 'raft proposal dropped', step.error);
    state = { ...state, ...step.state };
    expectSame(place, 'state', stateOf(core), state);
    expectSame(
      place,
      'disk',
      { ...hard, last: disk.length },
      { term: core.term, vote: core.vote, commit: core.commit, last: core.log.lastIndex },
    );
  });
}

function perform(core: RaftCore, step: Step): boolean {
  switch (step.op) {
    case 'tick':
      core.tick();
      return true;
    case 'message':
      return core.step(messageOf(step.message!));
    case 'propose':
      return core.propose(step.data!);
    case 'campaign':
      core.campaign();
      return true;
    case 'transfer':
      core.transferTo(step.to!);
      return true;
    case 'readIndex':
      core.readIndex(step.context!);
      return true;
    case 'forgetLeader':
      core.forgetLeader();
      return true;
    case 'reportUnreachable':
      core.reportUnreachable(step.to!);
      return true;
    default:
      throw new Error(`unknown operation ${step.op}`);
  }
}

function configOf({ config }: Log, rules: RaftConfig['rules']): RaftConfig {
  const { electionTick, heartbeatTick, preVote, checkQuorum, maxInflight } = config;
  return {
    ...{ electionTick, heartbeatTick, preVote, checkQuorum, maxInflight },
    leaseReads: config.readOnly === 'lease',
    maxSizePerMsg: config.maxSizePerMsg ?? Infinity,
    forwardProposals: !config.disableProposalForwarding,
    rules,
  };
}

function messageOf({ type, context, entries, reject, ...fields }: Wire): RaftMessage {
  return {
    ...message(type, 0),
    ...fields,
    reject: reject === true ? 1 : 0,
    forced: context === TRANSFER ? 1 : 0,
    context: typeof context === 'number' ? context : 0,
    entries: (entries ?? []).map(({ term = 0, index = 0, data = '' }) => ({ term, index, data })),
  };
}

/** What is 0, false or empty is left out, as in the recordings. */
function wireOf({ verb, forced, context, entries, reject, ...fields }: RaftMessage): Wire {
  return {
    type: verb,
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== 0)),
    ...(reject === 1 && { reject: true }),
    ...(forced === 1 && { context: TRANSFER }),
    ...(context !== 0 && { context }),
    ...(entries.length > 0 && {
      entries: entries.map(({ term, index, data }) => (index === 0 ? { data } : { term, index, data })),
    }),
  };
}

function stateOf(core: RaftCore): Readonly<Record<string, unknown>> {
  const { role, term, vote, lead, commit, leadTransferee, electionElapsed, heartbeatElapsed } = core;
  const { lastIndex, lastTerm } = core.log;
  return {
    role,
    term,
    vote,
    lead,
    commit,
    lastIndex,
    lastTerm,
    leadTransferee,
    electionElapsed,
    heartbeatElapsed,
  };
}
