import { expect, test } from 'vitest';
import { checkElectConfig, electConfig } from './config';

test('the defaults are those of the published elector', () => {
  expect(electConfig({})).toEqual({
    hbIntervalMs: 200,
    downAfterMs: 5000,
    electionTimeoutMs: 3000,
    electionBackoffMs: 1000,
    electionBackoffJitterMs: 4000,
  });
});

test('heartbeats must be more frequent than the patience with them', () => {
  expect(checkElectConfig({})).toBeNull();
  expect(checkElectConfig({ hbIntervalMs: 5000 })).toMatch(
    /^hbIntervalMs \(5000\) must be below downAfterMs/,
  );
});
