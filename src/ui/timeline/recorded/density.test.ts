import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Density } from './density';

interface Sent {
  readonly node: number;
  readonly atUs: number;
}

function densityOf(sent: readonly Sent[]): Density {
  const density = new Density(2);
  for (const { node, atUs } of sent) density.add(node, atUs);
  return density;
}

const sendings = (longestUs: number) =>
  fc
    .array(fc.record({ node: fc.nat(1), atUs: fc.nat(longestUs) }), { maxLength: 200 })
    .map((sent) => sent.sort((a, b) => a.atUs - b.atUs));

// Up to a tenth of a second, an hour, a year: from one bucket to many doublings.
test.each([100_000, 3_600e6, 31_536_000e6])('counts what was sent in any range, up to %d µs', (longestUs) => {
  fc.assert(
    fc.property(sendings(longestUs), fc.nat(longestUs), fc.nat(longestUs), (sent, a, b) => {
      const density = densityOf(sent);
      // To the nearest edges of buckets.
      const edge = (timeUs: number) => Math.round(timeUs / density.widthUs) * density.widthUs;
      for (const node of [0, 1]) {
        const naive = sent.filter(
          (one) => one.node === node && one.atUs >= edge(Math.min(a, b)) && one.atUs < edge(Math.max(a, b)),
        );
        expect(density.between(node, Math.min(a, b), Math.max(a, b))).toBe(naive.length);
      }
    }),
  );
});

test('after doublings, too, the end of each bucket has counted all before it', () => {
  fc.assert(
    fc.property(sendings(3_600e6), (sent) => {
      const density = densityOf(sent);
      for (const { atUs } of sent) {
        const endUs = (Math.floor(atUs / density.widthUs) + 1) * density.widthUs;
        for (const node of [0, 1]) {
          const naive = sent.filter((one) => one.node === node && one.atUs < endUs);
          expect(density.between(node, 0, endUs)).toBe(naive.length);
        }
      }
    }),
  );
});

test('everything is in the range of all time, and nothing before the start', () => {
  const density = densityOf([
    { node: 0, atUs: 0 },
    { node: 1, atUs: 5 },
    { node: 0, atUs: 7_200_000_000 },
  ]);
  expect(density.between(0, -1e12, 1e12)).toBe(2);
  expect(density.between(1, 0, 1e12)).toBe(1);
  expect(density.between(0, -100_000, -50_000)).toBe(0);
});
