import { entryAt, type NodeLog } from '../log';
import type { Found, LogWatcher, Member } from './watcher';

/** An entry that a node knew to be decided, and the epoch that it went by then, at most that of the decision. */
interface Decided {
  readonly term: number;
  readonly epoch: number;
  readonly node: number;
}

/** A node as it came to lead. */
interface Leader {
  readonly node: number;
  readonly epoch: number;
  readonly log: NodeLog;
}

interface Memory {
  /** By index, from 1. */
  readonly decided: Decided[];
  readonly leaders: Leader[];
}

export function leaderCompleteness(saved?: unknown): LogWatcher {
  const before = saved as Memory | undefined;
  const decided: Decided[] = [...(before?.decided ?? [])];
  const leaders: Leader[] = [...(before?.leaders ?? [])];
  return {
    save: (): Memory => ({ decided: [...decided], leaders: [...leaders] }),
    after(slot, members, { epoch: word }) {
      const { index: node } = slot;
      if (slot.part !== 'node' || !slot.observed) return null;
      const { role, epoch, commit = 0 } = slot.observation;
      const known = decided.length;
      for (let index = known + 1; index <= Math.min(commit, slot.log.length); index += 1)
        decided.push({ term: entryAt(slot.log, index)!.term, epoch, node });
      for (const leader of decided.length > known ? leaders : []) {
        const index = firstMissing(leader, decided, known + 1);
        if (index > 0) return incomplete(members, leader, decided, index, word);
      }
      if (role !== 'primary' || leaders.some((one) => one.node === node && one.epoch === epoch)) return null;
      const leader: Leader = { node, epoch, log: slot.log };
      leaders.push(leader);
      const index = firstMissing(leader, decided, 1);
      return index > 0 ? incomplete(members, leader, decided, index, word) : null;
    },
  };
}

/** The first index from `from` on whose entry was decided before that leader's epoch, and that it lacks; 0 for none. */
function firstMissing({ log, epoch }: Leader, decided: readonly Decided[], from: number): number {
  for (let index = from; index <= decided.length; index += 1) {
    const one = decided[index - 1]!;
    if (one.epoch < epoch && entryAt(log, index)?.term !== one.term) return index;
  }
  return 0;
}

function incomplete(
  slots: readonly Member[],
  { node, epoch }: Leader,
  decided: readonly Decided[],
  index: number,
  word: string,
): Found {
  const [leader, knower, entry] = [slots[node]!, slots[decided[index - 1]!.node]!, decided[index - 1]!];
  return {
    witnesses: [knower.id, leader.id],
    text:
      `${leader.id} leads ${word} ${epoch} without entry ${index} of ${word} ${entry.term}, ` +
      `which ${knower.id} knew to be decided in ${word} ${entry.epoch}.`,
  };
}
