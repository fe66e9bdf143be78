/**
 * The core of Raft by itself, in the workload that its recordings were measured with: all nodes tick in turn, the leader
 * may be given something to write, and every message is delivered, first in first out, before the next round begins.
 */
import { ALL_RULES, RaftCore, type RaftConfig } from '../../src/core/protocols/raft/core';
import type { RaftMessage } from '../../src/core/protocols/raft/message';
import type { Figure } from './figure';

const CONFIG: RaftConfig = {
  electionTick: 10,
  heartbeatTick: 1,
  preVote: true,
  checkQuorum: true,
  leaseReads: false,
  maxInflight: 256,
  maxSizePerMsg: Infinity,
  forwardProposals: true,
  rules: ALL_RULES,
};
const WARM_ROUNDS = 100;
const ROUNDS = 20_000;
/** The best of them counts: whatever else runs on the machine only ever slows one down. */
const TRIES = 15;

/** What the original does on an idle core, node steps per second. */
const ORIGINAL = [
  { voters: 3, proposes: false, aim: '3,060,000' },
  { voters: 3, proposes: true, aim: '1,120,000' },
  { voters: 5, proposes: false, aim: '3,520,000' },
  { voters: 5, proposes: true, aim: '1,160,000' },
] as const;

export function benchRaft(): Figure[] {
  return ORIGINAL.map(({ voters, proposes, aim }) => ({
    name: `raft core, ${voters} voters${proposes ? ', a proposal a round' : ''}`,
    value: Math.max(...Array.from({ length: TRIES }, () => stepsPerSecond(voters, proposes))),
    unit: 'steps/s',
    aim,
  }));
}

function stepsPerSecond(voters: number, proposes: boolean): number {
  const cluster = new Cluster(voters);
  for (let round = 0; round < WARM_ROUNDS; round += 1) cluster.round(proposes);
  const { steps } = cluster;
  const beganMs = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) cluster.round(proposes);
  return ((cluster.steps - steps) * 1000) / (performance.now() - beganMs);
}

class Cluster {
  steps = 0;
  private readonly cores: RaftCore[];
  private queue: RaftMessage[] = [];
  private luck = 1;

  constructor(voters: number) {
    const draw = (limit: number): number => {
      this.luck = (Math.imul(this.luck, 1_103_515_245) + 12_345) >>> 0;
      return (this.luck >>> 16) % limit;
    };
    this.cores = Array.from({ length: voters }, (_, at) => new RaftCore(at + 1, voters, CONFIG, draw));
  }

  round(proposes: boolean): void {
    for (const core of this.cores) {
      core.tick();
      this.settle(core);
    }
    if (proposes) {
      const leader = this.cores.find(({ role }) => role === 'leader');
      if (leader !== undefined) {
        leader.propose('p1');
        this.settle(leader);
      }
    }
    for (let next = 0; next < this.queue.length; next += 1) {
      const message = this.queue[next]!;
      const core = this.cores[message.to - 1]!;
      core.step(message);
      this.settle(core);
    }
    this.queue = [];
  }

  private settle(core: RaftCore): void {
    this.steps += 1;
    for (let cycle = core.cycle(); cycle !== null; cycle = core.cycle()) {
      for (const message of cycle.messages) this.queue.push(message);
    }
  }
}
