import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileRun, kindOf } from '../../src/check/hostile-run';
import { Lab } from '../../src/sim/test-kit';

test('the number in flight is what a count of the messages gives, at any instant', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.array(fc.nat(30_000), { minLength: 5, maxLength: 30 }), (seed, cuts) => {
      const lab = new Lab(hostileRun(seed, kindOf(seed)));
      for (const cut of cuts.sort((a, b) => a - b)) {
        lab.to(cut / 10);
        const { headUs, inFlight, trace } = lab.world;
        const naive = lab.messages().filter(({ fate, endUs }) => fate === 'inFlight' && endUs >= headUs);
        expect(inFlight).toBe(naive.length);
        expect(trace.messages.countInFlight(headUs)).toBe(naive.length);
      }
    }),
    { numRuns: 20 },
  );
});
