import { describe, expect, test } from 'vitest';
import { ALL_PROTOCOLS } from '../../core/everything';
import { resolveRun, type Fault, type Run } from '../../sim/run';
import { followingValue, givenConfig, nextRun } from './next-run';
import { openingRun } from './opening-run';
import { PRESETS } from './presets';
import { parseRun } from './schema';

const current = resolveRun(openingRun());
const [first, second] = ALL_PROTOCOLS as readonly [(typeof ALL_PROTOCOLS)[0], (typeof ALL_PROTOCOLS)[0]];
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

describe('what the run has besides its nodes', () => {
  const full = resolveRun({
    ...openingRun(),
    protocol: 'ballot-lease',
    config: { writeIntervalMs: 77, exportWorkMs: 999 },
    safeguards: { fencing: false, majorityAck: false, keepBallotOnResign: false },
    clients: 2,
    exports: true,
    faults: [
      { atMs: 1, kind: 'kill', node: 'store' },
      { atMs: 2, kind: 'kill', node: 'c2' },
      { atMs: 3, kind: 'cut', from: 'c1', to: 'n1' },
      { atMs: 4, kind: 'resign', node: 'n1' },
      { atMs: 5, kind: 'export', node: 'n1', how: 'fail' },
      { atMs: 6, kind: 'store', how: 'corrupt', key: 'election/leader' },
      { atMs: 7, kind: 'kill', node: 'n1' },
    ],
  });
  const timesOf = (run: Run) => run.faults!.map(({ atMs }) => atMs);

  test('stays as it is while nothing is said of it', () => {
    expect(resolveRun(nextRun(full, {}))).toEqual(full);
    expect(nextRun(full, { seed: 9 })).toMatchObject({ clients: 2, exports: true });
  });

  test('goes with its settings, its safeguards and the faults that were about it', () => {
    const fewer = nextRun(full, { clients: 1 });
    expect(timesOf(fewer)).toEqual([1, 3, 4, 5, 6, 7]);
    expect(fewer.config).toMatchObject({ writeIntervalMs: 77, exportWorkMs: 999 });
    const none = nextRun(full, { clients: 0, exports: false });
    expect(timesOf(none)).toEqual([1, 4, 6, 7]);
    expect(none).not.toHaveProperty('clients');
    expect(none).not.toHaveProperty('exports');
    expect(none.config).not.toHaveProperty('writeIntervalMs');
    expect(none.safeguards).not.toHaveProperty('majorityAck');
    // The lease has rules of its own, and a store.
    expect(none.safeguards).toMatchObject({ fencing: false, keepBallotOnResign: false });
    expect(() => parseRun(none)).not.toThrow();
  });

  test('comes with its defaults', () => {
    const next = resolveRun(nextRun(current, { clients: 3, exports: true }));
    expect(next).toMatchObject({ clients: 3, exports: true });
    expect(next.safeguards).toMatchObject({ fencing: true, majorityAck: true });
    expect(next.config).toHaveProperty('writeIntervalMs');
    expect(next.config).toHaveProperty('exportEveryMs');
  });

  test('goes along to another protocol, and what that one does not know stays behind', () => {
    const next = nextRun(full, { protocol: 'quorum' });
    expect(next).toMatchObject({ protocol: 'quorum', clients: 2, exports: true });
    expect(timesOf(next)).toEqual([1, 2, 3, 5, 6, 7]);
    expect(next.config).toMatchObject({ writeIntervalMs: 77, exportWorkMs: 999 });
    expect(next.config).not.toHaveProperty('leaseMs');
    // That of the register is the same everywhere, that of the lease is another protocol's.
    expect(next.safeguards).toMatchObject({ majorityAck: false });
    expect(next.safeguards).not.toHaveProperty('keepBallotOnResign');
    expect(() => parseRun(next)).not.toThrow();
  });

  test('leaves behind what would contradict the settings of another protocol', () => {
    const slow = resolveRun({ ...full, config: { ...full.config, leaseMs: 20_000 } });
    const next = nextRun(slow, { protocol: 'quorum' });
    expect(next.config).toMatchObject({ writeIntervalMs: 77 });
    expect(next.config).not.toHaveProperty('leaseMs');
    expect(() => parseRun(next)).not.toThrow();
    const quick = resolveRun({ ...full, config: { ...full.config, leaseMs: 700 } });
    expect(nextRun(quick, { protocol: 'quorum' }).config).toHaveProperty('leaseMs', 700);
  });

  test('gives a run that can be, whatever is changed', () => {
    for (const { id: from } of ALL_PROTOCOLS) {
      for (const { id: to } of ALL_PROTOCOLS) {
        for (const [clients, exports] of [
          [0, false],
          [2, true],
        ] as const) {
          const run = resolveRun({ ...current, protocol: from, config: {}, clients, exports });
          for (const change of [{}, { clients: 0 }, { clients: 5 }, { exports: true }, { exports: false }]) {
            expect(() => parseRun(nextRun(run, { protocol: to, ...change }))).not.toThrow();
          }
        }
      }
    }
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
