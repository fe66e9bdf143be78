import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramOf, spread } from './histogram';

const times = fc.array(fc.nat(20_000_000), { maxLength: 200 });

test('every value is in exactly one bin, the bins are round and the same for all series', () => {
  fc.assert(
    fc.property(times, times, fc.array(fc.nat(20_000_000), { maxLength: 4 }), (a, b, marks) => {
      const histogram = histogramOf([a, b], marks, 24);
      if (a.length + b.length === 0) {
        expect(histogram).toBeNull();
        return;
      }
      const { bins, fromUs, toUs, highest } = histogram!;
      expect(bins[0]!.fromUs).toBe(fromUs);
      expect(bins.at(-1)!.toUs).toBe(toUs);
      bins.slice(1).forEach((bin, at) => expect(bin.fromUs).toBe(bins[at]!.toUs));
      bins.forEach(({ counts, ...edges }, place) => {
        const last = place === bins.length - 1;
        [a, b].forEach((values, series) => {
          const within = values.filter(
            (us) => us >= edges.fromUs && (us < edges.toUs || (last && us === edges.toUs)),
          );
          expect(counts[series]).toBe(within.length);
        });
      });
      expect(highest).toBe(Math.max(...bins.flatMap(({ counts }) => counts)));
      for (const mark of [...a, ...b, ...marks]) expect(mark >= fromUs && mark <= toUs).toBe(true);
    }),
  );
});

test('one value alone still has a width', () => {
  const histogram = histogramOf([[507_000, 507_000]], [], 24)!;
  expect(histogram.toUs).toBeGreaterThan(histogram.fromUs);
  expect(histogram.bins.reduce((sum, { counts }) => sum + counts[0]!, 0)).toBe(2);
});

test('labels that would lie on each other move apart, and none out of the picture', () => {
  expect(spread([10, 50, 90], 20, 100)).toEqual([10, 50, 90]);
  expect(spread([10, 12, 14], 20, 100)).toEqual([10, 30, 50]);
  expect(spread([90, 95, 99], 20, 100)).toEqual([60, 80, 100]);
  expect(spread([], 20, 100)).toEqual([]);
});
