import { describe, expect, test } from 'vitest';
import { ALL_PROTOCOLS } from '../../core/everything';
import { resolveRun } from '../../sim/run';
import { settingsAt } from '../../sim/settings';
import { followingValue, givenConfig } from './next-run';
import { openingRun, presetConfig } from './opening-run';
import { PRESETS } from './presets';
import { configureNodeFault } from './node-change';
import { changedSettings, configureFault, type SettingsChange } from './settings-change';

const protocol = ALL_PROTOCOLS[0]!;
const before = settingsAt(resolveRun(openingRun()), 0);
const faultOf = (change: SettingsChange, from = before) =>
  configureFault(from, changedSettings(protocol, from, change));

describe('the fault that changes settings', () => {
  test('is none when nothing differs', () => {
    expect(faultOf({})).toBeNull();
    const { config, network, safeguards } = before;
    expect(
      faultOf({ config: givenConfig(protocol, config), network: { ...network }, safeguards }),
    ).toBeNull();
  });

  test('names what differs, and nothing else', () => {
    const config = { ...givenConfig(protocol, before.config), hbIntervalMs: 700 };
    expect(faultOf({ config })).toEqual({ kind: 'configure', config: { hbIntervalMs: 700 } });
    expect(faultOf({ network: { ...before.network, lossRatio: 0.07 } })).toEqual({
      kind: 'configure',
      network: { lossRatio: 0.07 },
    });
    expect(faultOf({ network: { ...before.network, latencyMs: [300, 601] } })).toEqual({
      kind: 'configure',
      network: { latencyMs: [300, 601] },
    });
    const [one, two] = protocol.safeguards.map(({ name }) => name) as [string, string];
    expect(faultOf({ safeguards: { [one]: false, [two]: true } })).toEqual({
      kind: 'configure',
      safeguards: { [one]: false },
    });
  });

  test.each(
    ALL_PROTOCOLS.flatMap((each) => PRESETS.map((preset) => [each.id, preset.id, each, preset] as const)),
  )('leads %s to preset %s', (_, __, each, preset) => {
    const opening = { ...openingRun(), protocol: each.id, config: presetConfig(PRESETS[0]!, each) };
    const from = settingsAt(resolveRun(opening), 0);
    const fault = configureFault(
      from,
      changedSettings(each, from, { config: presetConfig(preset, each), network: preset.network }),
    );
    const faults = fault === null ? [] : [{ atMs: 5, ...fault }];
    const run = resolveRun({ ...opening, config: presetConfig(preset, each), network: preset.network });
    expect(settingsAt(resolveRun({ ...opening, faults }), 5000)).toEqual(settingsAt(run, 0));
  });
});

describe('a value that follows from others', () => {
  const config = { ...givenConfig(protocol, before.config), downAfterMs: 8000 };

  test('goes on following, and says so in the fault', () => {
    const next = changedSettings(protocol, before, { config });
    expect(next.config['leaseMs']).toBe(followingValue(protocol, next.config, 'leaseMs'));
    expect(faultOf({ config })).toEqual({ kind: 'configure', config: { downAfterMs: 8000, leaseMs: 6000 } });
    // And still follows when something changes after that.
    expect(givenConfig(protocol, next.config)).not.toHaveProperty('leaseMs');
  });

  test('stays where somebody put it', () => {
    expect(faultOf({ config: { ...config, leaseMs: 100 } })).toMatchObject({ config: { leaseMs: 100 } });
    const fixed = changedSettings(protocol, before, { config: { ...config, leaseMs: 100 } });
    expect(faultOf({ config: { ...givenConfig(protocol, fixed.config), downAfterMs: 9000 } }, fixed)).toEqual(
      { kind: 'configure', config: { downAfterMs: 9000 } },
    );
  });
});

test('one node gets what it is to have of its own, and loses the rest', () => {
  const { hbIntervalMs = 0 } = before.config;
  const own = { ...before, nodeConfig: { n2: { hbIntervalMs: hbIntervalMs + 50, downAfterMs: 900 } } };
  expect(configureNodeFault(own, 'n2', own.nodeConfig.n2)).toBeNull();
  expect(configureNodeFault(own, 'n2', { downAfterMs: 900 })).toEqual({
    kind: 'configure',
    node: 'n2',
    config: { hbIntervalMs },
  });
  expect(configureNodeFault(own, 'n1', { downAfterMs: 700 })).toEqual({
    kind: 'configure',
    node: 'n1',
    config: { downAfterMs: 700 },
  });
});

test('a change for all leaves single nodes what it does not name', () => {
  const own = { ...before, nodeConfig: { n2: { hbIntervalMs: 150, downAfterMs: 900 } } };
  const given = givenConfig(protocol, before.config);
  expect(changedSettings(protocol, own, { network: before.network }).nodeConfig).toEqual(own.nodeConfig);
  expect(changedSettings(protocol, own, { config: { ...given, hbIntervalMs: 700 } }).nodeConfig).toEqual({
    n2: { downAfterMs: 900 },
  });
});
