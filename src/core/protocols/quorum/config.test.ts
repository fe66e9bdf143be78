import { describe, expect, test } from 'vitest';
import { ELECT_CONFIG_FIELDS } from '../../election/config';
import { checkQuorumConfig, QUORUM_CONFIG_FIELDS, quorumConfig } from './config';

describe('leaseMs', () => {
  test('is three quarters of downAfterMs unless given', () => {
    expect(quorumConfig({}).leaseMs).toBe(3750);
    expect(quorumConfig({ downAfterMs: 2000 }).leaseMs).toBe(1500);
    expect(quorumConfig({ downAfterMs: 2000, leaseMs: 100 }).leaseMs).toBe(100);
    expect(Number.isInteger(quorumConfig({ downAfterMs: 333 }).leaseMs)).toBe(true);
  });

  test('must be below downAfterMs', () => {
    expect(checkQuorumConfig({ downAfterMs: 2000, leaseMs: 1999 })).toBeNull();
    expect(checkQuorumConfig({ downAfterMs: 2000, leaseMs: 2000 })).toMatch(
      /^leaseMs \(2000\) must be below/,
    );
  });
});

test('heartbeats must be more frequent than the patience with them', () => {
  expect(checkQuorumConfig({ hbIntervalMs: 5000 })).toMatch(/^hbIntervalMs/);
});

test('every default lies within its bounds', () => {
  expect(QUORUM_CONFIG_FIELDS).toHaveLength(ELECT_CONFIG_FIELDS.length + 1);
  const values: Readonly<Record<string, number>> = { ...quorumConfig({}) };
  for (const { name, min, max } of QUORUM_CONFIG_FIELDS) {
    expect(values[name], name).toBeGreaterThanOrEqual(min);
    expect(values[name], name).toBeLessThanOrEqual(max);
  }
});
