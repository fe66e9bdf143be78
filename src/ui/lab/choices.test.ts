import { describe, expect, test } from 'vitest';
import { nodeIds, presetConfig } from '../../app/run/opening-run';
import { PRESETS } from '../../app/run/presets';
import { mainParameter, valueIn } from '../../check/lab/parameter';
import { paceOf, problemOf, systemOfSetup, type LabSetup } from '../../check/lab/setup';
import { ALL_PROTOCOLS } from '../../core/everything';
import { resolveConfig, resolveRun } from '../../sim/run';
import {
  changesOf,
  chosenSetup,
  NOTHING,
  ONE_NUMBER,
  presetChoices,
  protocolChoices,
  readNumber,
  readWhole,
  setupOf,
  setupWords,
  usualRange,
} from './choices';

const lan = PRESETS.find(({ id }) => id === 'lan')!;
const BARE: LabSetup = {
  protocol: 'quorum',
  nodes: nodeIds(5),
  config: {},
  network: lan.network,
  safeguards: {},
};
const LAN: LabSetup = { ...BARE, config: presetConfig(lan, systemOfSetup(BARE)) };
const none = { id: '', value: 0 };

describe('the cluster on the page', () => {
  test('is taken with the settings in force, without clients and exports and what belongs to them', () => {
    const run = resolveRun({
      ...{ version: 1, seed: 9, protocol: 'quorum', nodes: nodeIds(5), clients: 2, exports: true },
      config: LAN.config,
      network: lan.network,
      safeguards: { stickyVoters: false, fencing: false },
    });
    const setup = setupOf(run, run);
    expect(setup.config).toEqual(LAN.config);
    expect(setup.safeguards).toMatchObject({ stickyVoters: false, bootGrace: true });
    expect(setup.safeguards).not.toHaveProperty('fencing');
    expect(structuredClone(setup)).toEqual(setup);
    expect(setupWords(setup)).toBe('Quorum, 5 nodes, LAN, 1 safeguard off');
  });

  test('is told with what is not as usual', () => {
    expect(setupWords(LAN)).toBe('Quorum, 5 nodes, LAN');
    const lossy = { ...LAN, network: { ...LAN.network, lossRatio: 0.07 }, nodes: ['n1'] };
    expect(setupWords(lossy)).toBe('Quorum, 1 node, LAN, 7 % loss');
    expect(setupWords({ ...LAN, config: { downAfterMs: 123 } })).toBe('Quorum, 5 nodes, custom timing');
  });
});

describe('the cluster beside it', () => {
  test('can be nothing, any other preset, any other protocol', () => {
    expect(chosenSetup(LAN, NOTHING, none)).toBeNull();
    expect(presetChoices(LAN).map(({ title }) => title)).not.toContain('LAN');
    for (const { id, title } of [...presetChoices(LAN), ...protocolChoices(LAN)]) {
      const beside = chosenSetup(LAN, id, none)!;
      expect(beside.title).toBe(title);
      expect(problemOf(beside.setup)).toBeNull();
      expect(beside.setup).not.toEqual(LAN);
      expect(beside.setup.nodes).toEqual(LAN.nodes);
    }
    const kevy = chosenSetup(LAN, 'protocol kevy', none)!;
    expect(setupWords(kevy.setup)).toBe('kevy, as published, 5 nodes, LAN');
    const byHand = chosenSetup({ ...LAN, config: { downAfterMs: 777 } }, 'protocol kevy', none)!;
    expect(byHand.setup.config).toEqual({ downAfterMs: 777 });
  });

  test('can differ in one number', () => {
    const beside = chosenSetup(LAN, ONE_NUMBER, { id: 'downAfterMs', value: 800 })!;
    expect(beside.title).toBe('Down after 800 ms');
    expect(valueIn(beside.setup, 'downAfterMs')).toBe(800);
    expect(valueIn(beside.setup, 'leaseMs')).toBe(600);
    expect(chosenSetup(LAN, ONE_NUMBER, { id: 'noSuch', value: 1 })).toBeNull();
  });
});

test('the first number to vary is the one that a missing leader is noticed by, in every protocol', () => {
  for (const { id } of ALL_PROTOCOLS) {
    const setup: LabSetup = { ...BARE, protocol: id };
    const parameter = mainParameter(setup);
    // Where time is counted in ticks, that is how long one is.
    const { electionTick = 1 } = resolveConfig(systemOfSetup(setup), setup.config);
    expect(valueIn(setup, parameter.id) * electionTick).toBe(paceOf(setup).missedMs);
    const { from, to } = usualRange(setup, parameter);
    expect(Number(from)).toBeLessThan(valueIn(setup, parameter.id));
    expect(Number(to)).toBeGreaterThan(valueIn(setup, parameter.id));
  }
});

test('what is typed is a number or a sentence', () => {
  expect(readNumber(LAN, 'downAfterMs', ' 800 ')).toBe(800);
  expect(readNumber(LAN, 'downAfterMs', '')).toBe('Down after: give a number.');
  expect(readNumber(LAN, 'downAfterMs', 'soon')).toBe('Down after: give a number.');
  expect(['1', '200', '2000'].map((text) => readWhole('Trials', text, 1, 2000))).toEqual([1, 200, 2000]);
  for (const text of ['', '0', '2001', '1.5', 'many']) {
    expect(readWhole('Trials', text, 1, 2000)).toBe('Trials: give a whole number from 1 to 2000.');
  }
});

test('what another setup had otherwise is told in words', () => {
  expect(changesOf(LAN, LAN)).toEqual([]);
  const before = {
    ...LAN,
    config: { ...LAN.config, downAfterMs: 700 },
    network: { ...LAN.network, lossRatio: 0.07, duplicateRatio: 0.01 },
    safeguards: { stickyVoters: false },
  };
  expect(changesOf(before, LAN)).toEqual([
    'Down after 700 ms',
    'Lease 525 ms',
    'Loss 7 %',
    'Duplication 1 %',
    'Sticky voters off',
  ]);
  expect(changesOf({ ...LAN, protocol: 'kevy' }, LAN)).toEqual([
    expect.stringMatching(/^Kevy.*5 nodes, LAN$/i),
  ]);
});
