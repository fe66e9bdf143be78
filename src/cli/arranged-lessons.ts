/** Runs that show what a rule is for where chance does not come upon one: each arranged after a source. */
import type { Lesson } from '../app/lessons/lesson';
import { COST } from '../app/lessons/lesson';
import { costOf } from '../app/lessons/time-without-leader';
import { deafLeader } from '../app/scenarios/raft/deaf-leader';
import { disruptiveNode } from '../app/scenarios/raft/disruptive-node';
import { shrink } from '../check/hunt/shrink';
import type { Run } from '../sim/run';

type Broken = NonNullable<Lesson['broken']>;

/**
 * Figure 8 of the Raft paper with three nodes: the first entry of n1 reaches nobody; n3 wins term 2, and so does its first
 * entry; n1 wins term 3, hands the old entry to n2 and is cut off before it sends one of that term.
 */
const FIGURE_8: Run = {
  version: 1,
  protocol: 'raft',
  nodes: ['n1', 'n2', 'n3'],
  seed: 1,
  config: { maxSizePerMsg: 1 },
  network: { latencyMs: [40, 40] },
  safeguards: { commitOwnTermOnly: false },
  faults: [
    { atMs: 1141, kind: 'cut', from: 'n1', to: 'n2' },
    { atMs: 1141, kind: 'cut', from: 'n1', to: 'n3' },
    { atMs: 1201, kind: 'campaign', node: 'n3' },
    { atMs: 1351, kind: 'cut', from: 'n3', to: 'n2' },
    { atMs: 1351, kind: 'cut', from: 'n3', to: 'n1' },
    { atMs: 1451, kind: 'heal', from: 'n1', to: 'n2' },
    { atMs: 3561, kind: 'cut', from: 'n1', to: 'n2' },
    { atMs: 3661, kind: 'heal', from: 'n3', to: 'n2' },
  ],
};

/** The story in two faults. */
const COMEBACK: Run = {
  ...disruptiveNode.run,
  faults: [
    { atMs: 6000, kind: 'partition', groups: [['n3']] },
    { atMs: 14_000, kind: 'healAll' },
  ],
};

/** What its run breaks is shrunk as a find is; null where nothing is arranged for that rule. */
export function arranged(protocol: string, safeguard: string | null): Broken | null {
  if (protocol !== 'raft') return null;
  switch (safeguard) {
    case 'commitOwnTermOnly':
      return shrunk(FIGURE_8, 'leaderCompleteness', 9000);
    case 'preVote':
      return costly(COMEBACK, safeguard, disruptiveNode.untilMs);
    case 'checkQuorum':
      return costly(deafLeader.run, safeguard, deafLeader.untilMs);
    default:
      return null;
  }
}

function shrunk(run: Run, invariant: string, untilMs: number): Broken {
  const steps = shrink(run, invariant, untilMs);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const { atUs, text } = step.value.violation;
  return { invariant, atUs, text, run: step.value.run };
}

function costly(run: Run, safeguard: string, untilMs: number): Broken {
  const text = costOf(run, safeguard, untilMs);
  if (text === null) throw new Error(`the run arranged for ${safeguard} costs nothing`);
  return { invariant: COST, atUs: untilMs * 1000, text, run };
}
