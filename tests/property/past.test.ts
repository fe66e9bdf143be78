/**
 * Random runs, with and without a store, clients and exports: what is shown of the past is what was live then, and replaying leads there to the last bit.
 */
import { expect, test } from 'vitest';
import { pastAt, record } from '../../src/app/session/past';
import { hostileRun, kindOf } from '../../src/check/hostile-run';
import { advance, InlineHost, resolveRun, World, type Snapshot } from '../../src/sim';
import { RandomStream, streamState } from '../../src/sim/random';
import { THOROUGHNESS } from './search';

const RUNS = 20 * THOROUGHNESS;
const INSTANTS = 50;
const UNTIL_US = 3_000_000;
/** Of the instants, every so many is restored and replayed as well: that costs more than looking. */
const RESTORE_EVERY = 5;

interface Moment {
  readonly timeUs: number;
  readonly snapshot: Snapshot;
  readonly digest: string;
}

test(`${RUNS} runs, ${INSTANTS} instants each`, async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const run = resolveRun(hostileRun(seed, kindOf(seed)));
    const moments = live(seed, run);
    const recorded = await record(run, UNTIL_US, () => null);
    const luck = new RandomStream(streamState(seed, 'faults', 2));
    const order = moments.map((moment) => ({ moment, rank: luck.uint32() })).sort((a, b) => a.rank - b.rank);
    order.forEach(({ moment }, at) => {
      const { timeUs, snapshot, digest } = moment;
      const where = `seed ${seed}, ${timeUs} µs`;
      expect(recorded.history.at(timeUs), where).toEqual(snapshot);
      if (at % RESTORE_EVERY === 0) expect(pastAt(recorded, timeUs).trace.digest(), where).toBe(digest);
    });
  }
});

/** The same run, stopped and looked at in every one of these instants. */
function live(seed: number, run: ReturnType<typeof resolveRun>): Moment[] {
  const luck = new RandomStream(streamState(seed, 'faults', 1));
  const times = Array.from({ length: INSTANTS }, () => luck.below(UNTIL_US)).sort((a, b) => a - b);
  const host = new InlineHost();
  const world = new World(run, host);
  return times.map((timeUs) => {
    advance(world, host, timeUs);
    return { timeUs, snapshot: world.snapshot(), digest: world.trace.digest() };
  });
}
