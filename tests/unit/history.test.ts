import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVERY_KIND, hostileRun } from '../../src/check/hostile-run';
import { Lab } from '../../src/sim/test-kit';
import type { Snapshot } from '../../src/sim/view';
import { History } from '../../src/sim/trace/history';

const UNTIL_MS = 2500;

test('the past, looked at in any order, is what was live then', () => {
  const heads = fc.array(fc.nat(UNTIL_MS * 1000), { minLength: 1, maxLength: 25 });
  const looks = fc.array(fc.nat(1000), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.constantFrom(...EVERY_KIND),
      heads,
      looks,
      (seed, kind, headsUs, order) => {
        const run = hostileRun(seed, kind);
        // Instants at which something happens are where being off by one shows.
        const all = [...headsUs, ...run.faults!.map(({ atMs }) => atMs * 1000)].filter(
          (us) => us <= UNTIL_MS * 1000,
        );
        const lab = new Lab(run);
        const live: Snapshot[] = [];
        for (const headUs of all.sort((a, b) => a - b)) live.push(lab.to(headUs / 1000).world.snapshot());
        lab.to(UNTIL_MS);
        const history = new History(lab.world.trace, lab.world.run.network);
        for (const place of order) {
          const then = live[place % live.length]!;
          expect(history.at(then.timeUs)).toEqual(then);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test.each(EVERY_KIND)('the present can be looked at while it grows: %o', (kind) => {
  const lab = new Lab(hostileRun(7, kind));
  const history = new History(lab.world.trace, lab.world.run.network);
  for (let ms = 0; ms <= UNTIL_MS; ms += 50) {
    lab.to(ms);
    expect(history.at(lab.world.headUs)).toEqual(lab.world.snapshot());
  }
});
