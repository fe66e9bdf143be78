/** What is timed of the core: the same work in small slices, so that two trees can be timed in turn. */
import type { Figure } from './figure';

/** Modules of one tree, this one or another. */
export interface Tree {
  readonly hunt: typeof import('../../src/check/hunt/family');
  readonly prey: typeof import('../../src/check/hunt/prey');
  readonly explorer: typeof import('../../src/check/explore/explorer');
  readonly schedule: typeof import('../../src/check/schedule');
  readonly monitor: typeof import('../../src/check/monitor');
  readonly run: typeof import('../../src/sim/run');
  readonly sim: typeof import('../../src/sim');
}

export interface Trial {
  readonly name: string;
  readonly unit: string;
  readonly aim?: string;
  readonly slices: number;
  /** Does slice `nth` (0, 1, …), each with seeds of its own; how many of the unit it did. */
  slice(tree: Tree, nth: number): number;
}

/** `folder` holds a checkout of this project. */
export async function treeIn(folder: string): Promise<Tree> {
  const from = (path: string) => import(`${folder}/src/${path}`) as Promise<never>;
  return {
    hunt: await from('check/hunt/family.ts'),
    prey: await from('check/hunt/prey.ts'),
    explorer: await from('check/explore/explorer.ts'),
    schedule: await from('check/schedule.ts'),
    monitor: await from('check/monitor.ts'),
    run: await from('sim/run.ts'),
    sim: await from('sim/index.ts'),
  };
}

/** Work per second of processor time, all threads counted: what else the machine is busy with matters little. */
export function figureOf(trial: Trial, tree: Tree): Figure {
  warmUp(trial, tree);
  let work = 0;
  let seconds = 0;
  for (let nth = 0; nth < trial.slices; nth += 1)
    seconds += cpuSeconds(() => (work += trial.slice(tree, nth)));
  const { name, unit, aim } = trial;
  return { name, value: work / seconds, unit: `${unit}/CPU s`, ...(aim !== undefined && { aim }) };
}

/** The same of two trees, slice by slice in turn: whatever the machine does, it does to both. */
export function compared(trial: Trial, trees: readonly [Tree, Tree]): readonly [number, number] {
  const work: [number, number] = [0, 0];
  const seconds: [number, number] = [0, 0];
  for (const tree of trees) warmUp(trial, tree);
  for (let nth = 0; nth < trial.slices; nth += 1) {
    // Neither is always the one that comes first.
    for (const at of nth % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      seconds[at] += cpuSeconds(() => (work[at] += trial.slice(trees[at], nth)));
    }
  }
  return [work[0] / seconds[0], work[1] / seconds[1]];
}

/** Slices that are not counted: the compiler gets to know the work. */
function warmUp(trial: Trial, tree: Tree): void {
  const slices = Math.ceil(trial.slices / 5);
  for (let nth = 0; nth < slices; nth += 1) trial.slice(tree, trial.slices + nth);
}

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
