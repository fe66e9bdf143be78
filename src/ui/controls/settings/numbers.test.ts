import { describe, expect, test } from 'vitest';
import { openingRun } from '../../../app/run/opening-run';
import { ALL_PROTOCOLS } from '../../../core/everything';
import { systemOf } from '../../../core/system';
import { resolveRun } from '../../../sim/run';
import { configGroups, configSpecs } from './number-specs';
import { changedNumbers, followingText, readNumbers, textsOf, typedTextsOf, type Texts } from './numbers';

const protocol = ALL_PROTOCOLS[0]!;
const run = resolveRun(openingRun());
const texts = textsOf(protocol, run);
const read = (change: Texts) => readNumbers(protocol, { ...texts, ...change });

const parts = ALL_PROTOCOLS.flatMap(({ id }) => [
  { protocol: id, clients: 0, exports: false },
  { protocol: id, clients: 2, exports: true },
]);

test.each(parts)('$protocol, clients $clients, exports $exports: a run survives the form', (spec) => {
  const each = systemOf(spec);
  const given = resolveRun({
    ...openingRun(),
    ...spec,
    network: { latencyMs: [1.5, 20], lossRatio: 0.07, duplicateRatio: 0.001 },
  });
  const reading = readNumbers(each, textsOf(each, given));
  expect(reading).toMatchObject({ ok: true, numbers: { network: given.network, seed: given.seed } });
  if (reading.ok)
    expect(resolveRun({ ...given, config: reading.numbers.config }).config).toEqual(given.config);
});

test.each(parts)('$protocol, clients $clients, exports $exports: each field is under one heading', (spec) => {
  const system = systemOf(spec);
  const groups = configGroups(system);
  const keys = groups.flatMap(({ specs }) => specs.map(({ key }) => key));
  expect([...keys].sort()).toEqual(system.config.map(({ name }) => name).sort());
  expect(groups.map(({ title }) => title)).toEqual([
    'Elector',
    ...(spec.clients > 0 ? ['Clients and register'] : []),
    ...(spec.exports ? ['Exports'] : []),
  ]);
});

test('a switch is not typed', () => {
  const system = systemOf({ protocol: protocol.id, clients: 1, exports: false });
  const numbers = { ...run, config: resolveRun({ ...openingRun(), clients: 1 }).config };
  expect(textsOf(system, numbers)).toHaveProperty('tlsRequired', '1');
  expect(typedTextsOf(system, numbers)).not.toHaveProperty('tlsRequired');
  expect(typedTextsOf(system, numbers)).toHaveProperty('writeIntervalMs');
});

test('percents read as people write them', () => {
  const lossy = { ...run, network: { ...run.network, lossRatio: 0.07 } };
  expect(textsOf(protocol, lossy)['lossPercent']).toBe('7');
});

describe('a field that follows from others', () => {
  const [following] = configSpecs(protocol).filter(({ optional }) => optional);
  const key = following!.key;

  test('is empty until somebody fixes it', () => {
    expect(texts[key]).toBe('');
    expect(textsOf(protocol, { ...run, config: { ...run.config, [key]: 7 } })[key]).toBe('7');
  });

  test('says what it comes to, while the others are typed', () => {
    expect(followingText(protocol, texts, key)).toBe(String(run.config[key]));
    expect(followingText(protocol, { ...texts, downAfterMs: '8000' }, key)).toBe('6000');
  });
});

describe('what differs', () => {
  const changeOf = (change: Texts) => {
    const reading = read(change);
    return reading.ok ? changedNumbers(protocol, texts, { ...texts, ...change }, reading.numbers) : null;
  };

  test('is nothing while nothing was typed', () => {
    expect(changeOf({})).toEqual({});
  });

  test('is told part by part, so that the others stay as they are', () => {
    expect(changeOf({ hbIntervalMs: '700' })).toEqual({
      config: expect.objectContaining({ hbIntervalMs: 700 }),
    });
    expect(changeOf({ lossPercent: '7' })).toEqual({ network: { ...run.network, lossRatio: 0.07 } });
    expect(changeOf({ seed: '9' })).toEqual({ seed: 9 });
    expect(Object.keys(changeOf({ hbIntervalMs: '700', seed: '9' }) ?? {})).toEqual(['config', 'seed']);
  });

  test('leaves out what follows from the others', () => {
    expect(changeOf({ downAfterMs: '8000' })?.config).not.toHaveProperty('leaseMs');
  });
});

describe('refuses', () => {
  test.each([
    ['nothing at all', { hbIntervalMs: '' }, 'hbIntervalMs'],
    ['words', { hbIntervalMs: 'soon' }, 'hbIntervalMs'],
    ['a fraction of a millisecond', { hbIntervalMs: '1.5' }, 'hbIntervalMs'],
    ['too little', { hbIntervalMs: '0' }, 'hbIntervalMs'],
    ['too much', { lossPercent: '101' }, 'lossPercent'],
    ['a negative seed', { seed: '-1' }, 'seed'],
    ['a range that ends before it begins', { latencyMinMs: '50', latencyMaxMs: '20' }, 'latencyMinMs'],
    ['fields that contradict each other', { hbIntervalMs: '9000' }, 'hbIntervalMs'],
  ] as const)('%s', (_, change, blamed) => {
    const reading = read(change);
    expect(reading.ok).toBe(false);
    if (!reading.ok) {
      expect(Object.keys(reading.problems)).toEqual([blamed]);
      expect(reading.sentence).toMatch(/^\S.*\.$/);
    }
  });

  test('every bad field at once', () => {
    const reading = read({ hbIntervalMs: '0', seed: 'x' });
    expect(reading.ok ? [] : Object.keys(reading.problems)).toEqual(['hbIntervalMs', 'seed']);
  });
});
