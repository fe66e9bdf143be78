import { describe, expect, test } from 'vitest';
import { QUORUM_SAFEGUARDS, quorumSafeguards } from './safeguards';
import { quorumSize } from '../../election/majority';
import { settingsOf } from './settings';
import { bootOf } from './test-kit';

test('a quorum is a majority; without that safeguard half is enough', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((size) => quorumSize(size, true))).toEqual([1, 2, 2, 3, 3, 4, 4]);
  expect([1, 2, 3, 4, 5, 6, 7].map((size) => quorumSize(size, false))).toEqual([1, 1, 2, 2, 3, 3, 4]);
});

test('durations are in microseconds, absent ones take their defaults', () => {
  const settings = settingsOf(bootOf('n2', ['n1', 'n2', 'n3'], { config: { downAfterMs: 2000 } }));
  expect(settings).toMatchObject({
    downAfterUs: 2_000_000,
    leaseUs: 1_500_000,
    hbIntervalUs: 200_000,
    quorum: 2,
  });
  expect(settings.peerIds).toEqual(['n1', 'n3']);
});

describe('safeguards', () => {
  test('are on unless they are switched off by name', () => {
    expect(Object.values(quorumSafeguards({}))).toEqual(QUORUM_SAFEGUARDS.map(() => true));
    for (const { name } of QUORUM_SAFEGUARDS) {
      const off = Object.entries(quorumSafeguards({ [name]: false })).filter(([, on]) => !on);
      expect(off).toEqual([[name, false]]);
    }
  });
});
