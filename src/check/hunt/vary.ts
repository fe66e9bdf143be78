/** Small changes of a schedule: what came close may come closer when something happens a little sooner or elsewhere. */
import type { RandomStream } from '../../sim/random';
import { type Fault, type Run } from '../../sim/run';
import { whyImpossible } from '../../sim/impossible';
import { pick } from '../pick';
import type { Schedule } from '../schedule';
import { misfortune, paceOf, rainOf, roundMs, withRain, type Prey } from './prey';

/** The schedule after one to three changes; all of them follow from `luck`. */
export function vary(prey: Prey, schedule: Schedule, luck: RandomStream): Schedule {
  let { run } = schedule;
  let rain = rainOf(schedule);
  const changes = 1 + luck.below(3);
  for (let i = 0; i < changes; i += 1) {
    const what = luck.below(12);
    if (what === 0) run = { ...run, seed: luck.below(2 ** 31) };
    else if (what <= 2) rain = [...rain, ...misfortune(prey, run, luck)];
    else if (rain.length > 0) rain = changed(prey, run, rain, what, luck);
  }
  return withRain(prey, run, rain);
}

function changed(
  prey: Prey,
  run: Run,
  rain: readonly Fault[],
  what: number,
  luck: RandomStream,
): readonly Fault[] {
  const at = luck.below(rain.length);
  const fault = rain[at]!;
  switch (what) {
    case 3:
      return rain.toSpliced(at, 1);
    case 4: {
      // The same, to somebody else.
      if (!('node' in fault)) return rain;
      const moved = { ...fault, node: pick(luck, run.nodes) } as Fault;
      return whyImpossible(moved, run) === null ? rain.with(at, moved) : rain;
    }
    case 5:
    case 6: {
      // All that happens at that instant and later, a little sooner or later.
      const shiftMs = randomShiftMs(prey, luck);
      return rain.map((other) => (other.atMs < fault.atMs ? other : shifted(other, shiftMs)));
    }
    case 7: {
      // All that happens at that very instant.
      const shiftMs = randomShiftMs(prey, luck);
      return rain.map((other) => (other.atMs === fault.atMs ? shifted(other, shiftMs) : other));
    }
    default:
      return rain.with(at, shifted(fault, randomShiftMs(prey, luck)));
  }
}

const shifted = (fault: Fault, shiftMs: number): Fault => ({
  ...fault,
  atMs: Math.max(0, roundMs(fault.atMs + shiftMs)),
});

/** Often small, now and then large. */
function randomShiftMs(prey: Prey, luck: RandomStream): number {
  const size = pick(luck, [4, 16, 60, 200]);
  return (luck.below(2 * size * 10 + 1) / 10 - size) * paceOf(prey);
}
