/** What is sent is what was seen: for many runs, in the page itself. */
import { hostileRun, kindOf } from '../../src/check/hostile-run';
import { simulate } from '../../src/sim';
import { expect, test } from './support/test';

const SEEDS = Array.from({ length: 200 }, (_, at) => at + 1);
/** Short: the first faults, and the elections that they cause. */
const UNTIL_MS = 600;
const AT_ONCE = 20;

test('200 runs: a link opens the same run at the same instant, with the same digest', async ({
  playground,
  page,
}) => {
  test.slow();
  for (let from = 0; from < SEEDS.length; from += AT_ONCE) {
    const seeds = SEEDS.slice(from, from + AT_ONCE);
    const runs = seeds.map((seed) => hostileRun(seed, kindOf(seed)));
    const results = await page.evaluate(
      async ([given, untilMs]) => {
        const api = window.interregnum;
        const found = [];
        for (const run of given) {
          await api.load(run);
          const view = await api.advance(untilMs);
          const digest = api.digest();
          const link = await api.link();
          await api.open(link);
          found.push({
            view,
            digest,
            again: { view: api.view(), digest: api.digest() },
            length: link.length,
          });
        }
        return found;
      },
      [runs, UNTIL_MS] as const,
    );
    results.forEach(({ view, digest, again, length }, at) => {
      const seed = seeds[at];
      expect(again, `seed ${seed}`).toEqual({ view, digest });
      expect(length, `seed ${seed}`).toBeLessThan(2048);
      const { view: inNode, digest: digestInNode } = simulate(runs[at]!, UNTIL_MS);
      expect({ view, digest }, `seed ${seed} in Node`).toEqual({ view: inNode, digest: digestInNode });
    });
  }
  await playground.pause();
});
