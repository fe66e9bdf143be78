/** One election a line, without the safeguard: what each operation answers, or by which name it refuses. */
import { parseCandidate } from '../../src/core/protocols/ballot-lease/candidate';
import type { BallotConfig } from '../../src/core/protocols/ballot-lease/config';
import { candidateKey } from '../../src/core/protocols/ballot-lease/keys';
import type { BallotLeader } from '../../src/core/protocols/ballot-lease/leader';
import { BallotLease } from '../../src/core/protocols/ballot-lease/lease';
import { drive } from '../../src/core/store/drive';
import { get, type KvOperation } from '../../src/core/store/operation';
import { MemoryStore } from '../../src/core/store/memory-store';
import type { Outcome } from '../../src/core/store/outcome';
import type { Versionstamp } from '../../src/core/store/versionstamp';
import { expectSame, type Replay } from './golden-file';

/** Nanoseconds are decimal strings there. */
interface GoldenConfig {
  readonly leaseDurationNanos: string;
  readonly heartbeatIntervalNanos: string;
  readonly candidateTimeoutNanos: string;
  readonly electionEnabled: boolean;
  readonly allowPreemption: boolean;
}

type Call =
  | { readonly op: 'initialize' | 'writeConfig'; readonly config: GoldenConfig }
  | {
      readonly op: 'registerCandidate' | 'heartbeatCandidate' | 'tryClaimLeadership' | 'runElectionCycle';
      readonly processId: string;
      readonly priority: number;
    }
  | {
      readonly op: 'unregisterCandidate' | 'refreshLease' | 'resignLeadership' | 'isLeader';
      readonly processId: string;
    }
  | { readonly op: 'getLeader' | 'getLeaderRaw' | 'listCandidates' | 'evictDeadCandidates' };

interface Step {
  readonly nowNanos: string;
  readonly call: Call;
  readonly value?: unknown;
  readonly error?: string;
}

export const replayBallotLease: Replay = (line, where) => {
  const { steps } = line as { readonly steps: readonly Step[] };
  const election = new GoldenElection();
  steps.forEach(({ nowNanos, call, ...answer }, index) => {
    const at = `${where}, step ${index + 1} (${call.op} at ${nowNanos} ns)`;
    expectSame(at, 'the answer', election.perform(call, BigInt(nowNanos)), answer);
  });
};

class GoldenElection {
  private readonly store = new MemoryStore();
  private readonly lease = new BallotLease('golden', { keepBallotOnResign: false });
  /** In order of registration: the rank of a versionstamp is its place here, from 1. */
  private readonly stamps: Versionstamp[] = [];

  /** As `{value}` or `{error}`, in the words of the golden data. */
  perform(call: Call, nowNanos: bigint): unknown {
    const { lease } = this;
    switch (call.op) {
      case 'initialize':
        return this.answer(lease.initialize(configOf(call.config)), () => null);
      case 'writeConfig':
        return this.answer(lease.writeConfig(configOf(call.config)), () => null);
      case 'registerCandidate':
        return this.answer(lease.registerCandidate(call.processId, call.priority, nowNanos), () => {
          this.stamps.push(this.stampOf(call.processId));
          return null;
        });
      case 'heartbeatCandidate':
        return this.answer(lease.heartbeatCandidate(call.processId, call.priority, nowNanos));
      case 'unregisterCandidate':
        return this.answer(lease.unregisterCandidate(call.processId));
      case 'tryClaimLeadership':
        return this.answer(lease.tryClaimLeadership(call.processId, call.priority, nowNanos), this.leader);
      case 'refreshLease':
        return this.answer(lease.refreshLease(call.processId, nowNanos), this.leader);
      case 'resignLeadership':
        return this.answer(lease.resignLeadership(call.processId));
      case 'isLeader':
        return this.answer(lease.isLeader(call.processId, nowNanos));
      case 'getLeader':
        return this.answer(lease.getLeader(nowNanos), this.leader);
      case 'getLeaderRaw':
        return this.answer(lease.getLeaderRaw(), this.leader);
      case 'listCandidates':
        return this.answer(lease.listCandidates(nowNanos), (candidates) =>
          candidates.map(({ processId, priority, lastHeartbeatNanos, versionstamp }) => ({
            processId,
            priority,
            lastHeartbeatNanos: String(lastHeartbeatNanos),
            stampRank: this.rankOf(versionstamp),
          })),
        );
      case 'evictDeadCandidates':
        return this.answer(lease.evictDeadCandidates(nowNanos));
      case 'runElectionCycle':
        return this.answer(lease.runElectionCycle(call.processId, call.priority, nowNanos), (cycle) => ({
          [cycle.kind]: this.leader(cycle.leader),
        }));
      default: {
        const unknown: never = call;
        throw new Error(`unknown call ${JSON.stringify(unknown)}`);
      }
    }
  }

  private answer<T>(
    operation: KvOperation<Outcome<T>>,
    show: (value: T) => unknown = (value) => value,
  ): unknown {
    const outcome = this.drive(operation);
    return outcome.ok ? { value: show(outcome.value) } : { error: outcome.error };
  }

  private readonly leader = (leader: BallotLeader | null) => {
    if (leader === null) return null;
    const { ballot, leaderId, priority, leaseExpiryNanos, versionstamp } = leader;
    const stampRank = this.rankOf(versionstamp);
    return { ballot, leaderId, priority, leaseExpiryNanos: String(leaseExpiryNanos), stampRank };
  };

  private stampOf(processId: string): Versionstamp {
    const text = this.drive(get(candidateKey(this.lease.keys, processId)))!;
    return parseCandidate(processId, text)!.versionstamp;
  }

  private rankOf(versionstamp: Versionstamp): number {
    return this.stamps.indexOf(versionstamp) + 1;
  }

  private drive<T>(operation: KvOperation<T>): T {
    return drive(operation, (request) => this.store.ask(request));
  }
}

function configOf(config: GoldenConfig): BallotConfig {
  return {
    ...config,
    leaseDurationNanos: BigInt(config.leaseDurationNanos),
    heartbeatIntervalNanos: BigInt(config.heartbeatIntervalNanos),
    candidateTimeoutNanos: BigInt(config.candidateTimeoutNanos),
  };
}
