/**
 * What a node asks of the store, as plain data, since that is what can be saved, and how it becomes steps on the store.
 *
 * The time of an operation is part of its description: however often it is sent, and however late its answer, it gives
 * no more than a lease from the moment at which the node decided to ask.
 */
import type { BallotConfig } from './config';
import { parseConfig } from './config';
import type { BallotKeys } from './keys';
import { slotOf, type BallotLeader, type LeaderSlot } from './leader';
import type { BallotSettings } from './settings';
import type { KvEntry, KvReply, KvRequest } from '../../store/kv';
import type { KvOperation } from '../../store/operation';
import type { LeaseErrorName, Outcome } from '../../store/outcome';

export type BallotOperationKind =
  | 'initialize'
  | 'writeConfig'
  | 'register'
  /** A heartbeat and a claim: a follower's way to lead, and a leader's way to be heard. */
  | 'cycle'
  /** A leader's lease and nothing else. */
  | 'refresh'
  /** A heartbeat without a claim, and a look at who leads. */
  | 'watch'
  | 'resign'
  | 'evict';

export interface BallotOperation {
  readonly kind: BallotOperationKind;
  readonly priority: number;
  /** The node's wall clock as it began. */
  readonly wallUs: number;
  /** Whether its priority may take a lease that still holds. */
  readonly mayPreempt: boolean;
}

export type BallotResult =
  /** The lease is this node's. */
  | { readonly kind: 'led'; readonly leader: BallotLeader }
  /** It is another's, valid or not; null: nobody's. */
  | { readonly kind: 'followed'; readonly leader: BallotLeader | null }
  /** Whether it was this one that released the lease. */
  | { readonly kind: 'resigned'; readonly released: boolean }
  | { readonly kind: 'evicted'; readonly count: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: LeaseErrorName; readonly message: string };

/** What the operation came across on its way, as of its last look; null for what it did not look at. */
export interface BallotSeen {
  readonly leader: LeaderSlot | null;
  readonly config: ConfigSeen | null;
}

export type ConfigSeen =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'present'; readonly config: BallotConfig };

export interface BallotAnswer {
  readonly result: BallotResult;
  readonly seen: BallotSeen;
}

export function beginOperation(
  operation: BallotOperation,
  settings: BallotSettings,
): KvOperation<BallotAnswer> {
  return witnessed(steps(operation, settings), settings.lease.keys, settings.nodeId);
}

function* steps(
  { kind, priority, wallUs, mayPreempt }: BallotOperation,
  { lease, nodeId, config }: BallotSettings,
): KvOperation<BallotResult> {
  const nowNanos = BigInt(wallUs) * 1000n;
  switch (kind) {
    case 'initialize':
      return done(yield* lease.initialize(config));
    case 'writeConfig':
      return done(yield* lease.writeConfig(config));
    case 'register':
      return done(yield* lease.registerCandidate(nodeId, priority, nowNanos));
    case 'cycle':
      return resultOf(
        yield* lease.runElectionCycle(nodeId, priority, nowNanos, mayPreempt),
        ({ kind, leader }) => (kind === 'leader' ? { kind: 'led', leader } : { kind: 'followed', leader }),
      );
    case 'refresh':
      return resultOf(yield* lease.refreshLease(nodeId, nowNanos), (leader) =>
        leader === null ? { kind: 'followed', leader } : { kind: 'led', leader },
      );
    case 'watch': {
      const heartbeat = yield* lease.heartbeatCandidate(nodeId, priority, nowNanos);
      if (!heartbeat.ok) return failed(heartbeat);
      return resultOf(yield* lease.getLeader(nowNanos), (leader) => ({ kind: 'followed', leader }));
    }
    case 'resign':
      return resultOf(yield* lease.resignLeadership(nodeId), (released) => ({ kind: 'resigned', released }));
    case 'evict':
      return resultOf(yield* lease.evictDeadCandidates(nowNanos), (count) => ({ kind: 'evicted', count }));
    default: {
      const unknown: never = kind;
      throw new Error(`unknown operation ${String(unknown)}`);
    }
  }
}

type Failed = Extract<BallotResult, { readonly kind: 'failed' }>;

function failed({ error, message }: Extract<Outcome<unknown>, { readonly ok: false }>): Failed {
  return { kind: 'failed', error, message };
}

function resultOf<T>(outcome: Outcome<T>, result: (value: T) => BallotResult): BallotResult {
  return outcome.ok ? result(outcome.value) : failed(outcome);
}

const done = (outcome: Outcome<unknown>): BallotResult => resultOf(outcome, () => ({ kind: 'done' }));

/**
 * The same operation, looked over the shoulder: it reads more than it tells (whom a refused refresh found in its place,
 * what a claim overcame), and to ask again would cost a round trip and could find something else.
 */
function* witnessed(
  inner: KvOperation<BallotResult>,
  keys: BallotKeys,
  nodeId: string,
): KvOperation<BallotAnswer> {
  let seen: BallotSeen = { leader: null, config: null };
  let step = inner.next();
  while (step.done !== true) {
    const request = step.value;
    const reply = yield request;
    seen = seenIn(request, reply, keys, seen);
    step = inner.next(reply);
  }
  const result = step.value;
  // A refresh that finds another in its place does not say whom.
  if (result.kind === 'followed' && result.leader === null && seen.leader?.kind === 'held') {
    const { leader } = seen.leader;
    if (leader.leaderId !== nodeId) return { result: { kind: 'followed', leader }, seen };
  }
  return { result, seen };
}

function seenIn(request: KvRequest, reply: KvReply, keys: BallotKeys, before: BallotSeen): BallotSeen {
  if (request.kind !== 'read' || reply.kind !== 'entries') return before;
  const look = <T>(key: string, read: (entry: KvEntry | null) => T, otherwise: T): T =>
    request.keys.includes(key) ? read(reply.entries.find((entry) => entry.key === key) ?? null) : otherwise;
  return {
    leader: look<LeaderSlot | null>(keys.leader, slotOf, before.leader),
    config: look<ConfigSeen | null>(keys.config, configIn, before.config),
  };
}

function configIn(entry: KvEntry | null): ConfigSeen {
  const text = entry?.value ?? null;
  if (text === null) return { kind: 'absent' };
  const config = parseConfig(text);
  return config === null ? { kind: 'unreadable' } : { kind: 'present', config };
}
