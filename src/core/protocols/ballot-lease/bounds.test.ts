import { expect, test } from 'vitest';
import { ballotBounds } from './bounds';

const CONFIG = { leaseMs: 1000, heartbeatMs: 300, refreshMs: 250, claimJitterMs: 50 };
const msOf = (config: typeof CONFIG, latencyMs: readonly [number, number]) =>
  ballotBounds(config, latencyMs).map(({ kind, ms }) => [kind, ms]);

test('a failover waits for the end of the lease, for chance, and for two round trips to the store', () => {
  expect(msOf(CONFIG, [1, 3])).toEqual([
    ['least', 1000 - 250 - 15 + 4],
    ['first', 1000 + 50 + 12],
  ]);
  // Its next heartbeat comes before chance would have let it claim.
  expect(msOf({ ...CONFIG, claimJitterMs: 900 }, [1, 3])[1]).toEqual(['first', 1000 + 300 + 12]);
  // A turn that is under way as the lease ends has to end first.
  expect(msOf({ ...CONFIG, claimJitterMs: 0 }, [1, 20])[1]).toEqual(['first', 1000 + 80 + 80]);
  // Turns follow each other as fast as the store answers, no faster.
  expect(msOf({ ...CONFIG, refreshMs: 10 }, [1, 20])[0]).toEqual(['least', 1000 - 80 - 100 + 4]);
});

test('there is no upper end where a lease is over before it is prolonged', () => {
  expect(msOf(CONFIG, [1, 93.75]).map(([kind]) => kind)).toEqual(['least']);
  expect(msOf(CONFIG, [1, 93]).map(([kind]) => kind)).toEqual(['least', 'first']);
});
