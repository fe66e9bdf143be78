import { describe, expect, test } from 'vitest';
import { quorumBounds } from './bounds';

const CONFIG = {
  hbIntervalMs: 50,
  downAfterMs: 500,
  electionTimeoutMs: 300,
  electionBackoffMs: 100,
  electionBackoffJitterMs: 200,
};

const msOf = (bounds: ReturnType<typeof quorumBounds>) => bounds.map(({ kind, ms }) => [kind, ms]);

describe('how long a failover may take by the rules', () => {
  test('an attempt, one more, and one that chance has to decide', () => {
    expect(msOf(quorumBounds(CONFIG, [1, 3]))).toEqual([
      ['least', 454],
      ['first', 621],
      ['second', 971],
      ['third', 1577],
    ]);
  });

  test('is shorter by a question and its answer where nobody asks first', () => {
    expect(msOf(quorumBounds(CONFIG, [1, 3], { preVote: false }))).toEqual([
      ['least', 452],
      ['first', 615],
      ['second', 965],
      ['third', 1565],
    ]);
  });

  test('has no first jitter where luck is switched off', () => {
    const [, first] = quorumBounds({ ...CONFIG, electionBackoffJitterMs: 0 }, [1, 3]);
    expect(first!.ms).toBe(571);
  });

  test('has no upper end where a vote takes longer than an election, or a grant longer than its lease', () => {
    expect(msOf(quorumBounds(CONFIG, [100, 151])).map(([kind]) => kind)).toEqual(['least']);
    expect(msOf(quorumBounds({ ...CONFIG, leaseMs: 56 }, [1, 3])).map(([kind]) => kind)).toEqual(['least']);
    expect(msOf(quorumBounds({ ...CONFIG, leaseMs: 57 }, [1, 3]))).toHaveLength(4);
  });

  test('is never less than nothing', () => {
    expect(msOf(quorumBounds({ ...CONFIG, downAfterMs: 60 }, [1, 90]))[0]).toEqual(['least', 0]);
  });
});
