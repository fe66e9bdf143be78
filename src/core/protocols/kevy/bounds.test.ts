import { describe, expect, test } from 'vitest';
import { kevyBounds } from './bounds';

const CONFIG = {
  hbIntervalMs: 50,
  downAfterMs: 500,
  electionTimeoutMs: 300,
  electionBackoffMs: 100,
  electionBackoffJitterMs: 200,
};

const msOf = (bounds: ReturnType<typeof kevyBounds>) => bounds.map(({ kind, ms }) => [kind, ms]);

describe('how long a failover may take by the rules', () => {
  test('authority comes with the last vote, and nobody refuses', () => {
    expect(msOf(kevyBounds(CONFIG, [1, 3]))).toEqual([
      ['least', 450],
      ['first', 509],
    ]);
  });

  test('has no upper end where a vote takes longer than an election', () => {
    expect(msOf(kevyBounds(CONFIG, [100, 151])).map(([kind]) => kind)).toEqual(['least']);
  });

  test('is never less than nothing', () => {
    expect(msOf(kevyBounds({ ...CONFIG, downAfterMs: 60 }, [1, 90]))[0]).toEqual(['least', 0]);
  });
});
