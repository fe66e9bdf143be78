import { describe, expect, test } from 'vitest';
import { PROTOCOLS } from '../core/registry';
import { resolveRun, type Fault, type Run } from '../sim/run';
import { followingValue, givenConfig, nextRun } from './next-run';
import { openingRun, PRESETS } from './presets';

const current = resolveRun(openingRun());
const [first, second] = PROTOCOLS as readonly [(typeof PROTOCOLS)[0], (typeof PROTOCOLS)[0]];
const cut: Fault = { atMs: 100, kind: 'cut', from: 'n1', to: 'n2' };

test('nothing changed is the same run from the start', () => {
  const scripted = { ...current, faults: [cut] };
  expect(resolveRun(nextRun(scripted, {}))).toEqual(scripted);
});

test('the faults of the run stay while its nodes do', () => {
  const scripted = { ...current, faults: [cut] };
  expect(nextRun(scripted, { seed: 2 }).faults).toEqual([cut]);
  expect(nextRun(scripted, { nodeCount: 5 }).faults).toEqual([cut]);
  expect(nextRun(scripted, { nodeCount: 3 }).faults).toEqual([]);
});

test('another size brings another list of nodes', () => {
  expect(nextRun(current, { nodeCount: 3 }).nodes).toEqual(['n1', 'n2', 'n3']);
});

test('nodes with names of their own keep them while their number stays', () => {
  const named = resolveRun({ ...openingRun(), nodes: ['paris', 'oslo', 'rome'] });
  expect(nextRun(named, { seed: 9 }).nodes).toEqual(['paris', 'oslo', 'rome']);
});

describe('another protocol', () => {
  test('starts with every safeguard on, and with its own choice of who begins', () => {
    const weakened = resolveRun({ ...openingRun(), safeguards: { [first.safeguards[0]!.name]: false } });
    const next = resolveRun(nextRun(weakened, { protocol: second.id }));
    expect(next.protocol).toBe(second.id);
    expect(Object.values(next.safeguards)).not.toContain(false);
    expect(next.bootstrap).toBe(second.bootstraps ? 'n1' : null);
  });

  test('keeps the preset', () => {
    const next = resolveRun(nextRun(current, { protocol: second.id }));
    const expected = PRESETS[0]!.config;
    for (const { name } of second.config) {
      if (expected[name] !== undefined) expect(next.config[name]).toBe(expected[name]);
    }
  });

  test('takes along the numbers that it knows', () => {
    const tuned: Run = { ...openingRun(), config: { hbIntervalMs: 77, leaseMs: 1234 } };
    const next = nextRun(resolveRun(tuned), { protocol: second.id });
    expect(next.config).toMatchObject({ hbIntervalMs: 77 });
    expect(next.config).not.toHaveProperty('leaseMs');
  });
});

test('one safeguard goes off, the others stay as they are', () => {
  const [one, two] = first.safeguards.map(({ name }) => name) as [string, string];
  const weakened = resolveRun(nextRun(current, { safeguards: { [one]: false } }));
  const weaker = resolveRun(nextRun(weakened, { safeguards: { [two]: false } }));
  expect(weaker.safeguards).toMatchObject({ [one]: false, [two]: false });
  expect(Object.values(weaker.safeguards).filter((on) => !on)).toHaveLength(2);
});

describe('a value that follows from others', () => {
  test('is not written down, so that it goes on following', () => {
    expect(givenConfig(first, current.config)).not.toHaveProperty('leaseMs');
    expect(givenConfig(first, { ...current.config, leaseMs: 1 })).toHaveProperty('leaseMs', 1);
  });

  test('is what the others make of it', () => {
    const { downAfterMs } = current.config as { downAfterMs: number };
    expect(followingValue(first, { ...current.config, leaseMs: 1 }, 'leaseMs')).toBe((downAfterMs * 3) / 4);
  });
});
