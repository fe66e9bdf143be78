import { describe, expect, test } from 'vitest';
import { resolveRun } from './run';
import { sameSettings, settingsAt } from './settings';
import { Lab, runOf } from './test-kit';

const run = resolveRun(
  runOf(3, {
    faults: [
      { atMs: 3000, kind: 'configure', config: { hbIntervalMs: 30 }, network: { latencyMs: [1, 2] } },
      { atMs: 1000, kind: 'configure', config: { hbIntervalMs: 10 }, safeguards: { stickyVoters: false } },
      { atMs: 1000, kind: 'configure', config: { downAfterMs: 300 } },
      { atMs: 2000.5, kind: 'configure', network: { lossRatio: 0.5 } },
      { atMs: 2000.5, kind: 'link', from: 'n1', to: 'n2', lossRatio: 1 },
    ],
  }),
);

describe('the settings in force', () => {
  test('are those of the run until the first change', () => {
    const { config, network, safeguards } = run;
    expect(settingsAt(run, 0)).toEqual({ config, network, safeguards });
    expect(settingsAt(run, 999_999)).toEqual({ config, network, safeguards });
  });

  test('are what the changes made of them, from their very instant on', () => {
    expect(settingsAt(run, 1_000_000)).toEqual({
      config: { ...run.config, hbIntervalMs: 10, downAfterMs: 300 },
      network: run.network,
      safeguards: { ...run.safeguards, stickyVoters: false },
    });
    expect(settingsAt(run, 2_000_499).network).toEqual(run.network);
    expect(settingsAt(run, 2_000_500).network).toEqual({ ...run.network, lossRatio: 0.5 });
    expect(settingsAt(run, 3_000_000)).toEqual({
      config: { ...run.config, hbIntervalMs: 30, downAfterMs: 300 },
      network: { ...run.network, latencyMs: [1, 2], lossRatio: 0.5 },
      safeguards: { ...run.safeguards, stickyVoters: false },
    });
  });

  test('are those of a world that has come there', () => {
    const lab = new Lab(run);
    for (const ms of [0, 1000, 1500, 2000.5, 3000, 3100]) {
      const { config, safeguards, links } = lab.to(ms).world;
      expect(settingsAt(run, ms * 1000)).toEqual({ config, safeguards, network: links.network });
    }
  });
});

test('settings are the same when every value is', () => {
  const settings = settingsAt(run, 0);
  expect(sameSettings(settings, settingsAt(run, 1))).toBe(true);
  expect(sameSettings(settings, { ...settings, config: { ...settings.config, hbIntervalMs: 1 } })).toBe(
    false,
  );
  expect(sameSettings(settings, { ...settings, network: { ...settings.network, latencyMs: [2, 9] } })).toBe(
    false,
  );
  expect(sameSettings(settings, { ...settings, safeguards: {} })).toBe(false);
  expect(sameSettings({ ...settings, safeguards: {} }, settings)).toBe(false);
});
