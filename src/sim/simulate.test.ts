import { describe, expect, test } from 'vitest';
import { simulate } from './simulate';
import { runOf } from './test-kit';

describe('simulate', () => {
  test('gives the view that the page would show, as plain JSON', () => {
    const { view } = simulate(runOf(3), 1000);
    const leader = view.nodes.find(({ authority }) => authority)!;
    expect(view.timeMs).toBe(1000);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    expect(leader).toMatchObject({
      role: 'primary',
      status: 'up',
      primary: leader.id,
      leadership: { kind: 'leader' },
    });
    expect(leader.authorityUntilMs).toBeGreaterThan(1000);
    expect(view.links.map(({ from, to }) => from + to)).toEqual([
      'n1n2',
      'n1n3',
      'n2n1',
      'n2n3',
      'n3n1',
      'n3n2',
    ]);
  });

  test('at time 0 shows nodes that have done nothing yet', () => {
    const { view } = simulate(runOf(2), 0);
    expect(view).toMatchObject({ timeMs: 0, inFlight: 0 });
    expect(view.nodes).toMatchObject([
      { role: 'replica', authority: false },
      { role: 'replica', authority: false },
    ]);
  });

  test('counts the steps, and the same ones again', () => {
    expect(simulate(runOf(3), 500).world.stepCount).toBe(simulate(runOf(3), 500).world.stepCount);
  });
});

describe('what cannot be simulated', () => {
  test.each([undefined, [1], [-1, 0], [0, 0.5], '1,0'])('%j is no state of an instant', (after) => {
    expect(() => simulate(runOf(3), { atMs: 10, after: after as never })).toThrow(
      'after: must be two counts, of records and of messages, as [3, 0].',
    );
  });

  test.each([NaN, -1, -Infinity, Infinity, 3.6e9 + 1, '5' as never, null as never])(
    '%s is no time to run until',
    (untilMs) => {
      expect(() => simulate(runOf(3), untilMs)).toThrow(
        /^untilMs: must be a number of milliseconds from 0 to 3600000000, not /,
      );
    },
  );

  test('a time between two microseconds is the nearer one', () => {
    expect(simulate(runOf(3), 10.0004).world.headUs).toBe(10_000);
    expect(simulate(runOf(3), 1e-9).view.timeMs).toBe(0);
  });

  test.each<[string, object, RegExp]>([
    ['an unknown protocol', { protocol: 'nonsense' }, /^protocol: "nonsense" is not known/],
    ['no nodes', { nodes: [] }, /^nodes: must be a list of 1 to 50 node ids/],
    ['a node twice', { nodes: ['n1', 'n1'] }, /^nodes: must not name "n1" twice/],
    ['an odd name', { nodes: ['a b'] }, /^nodes: "a b" must be 1 to 16 letters/],
    ['a seed that is none', { seed: NaN }, /^seed: must be a whole number/],
    ['half a client', { clients: 0.5 }, /^clients: must be a whole number from 0 to 5/],
    [
      'no latency',
      { network: { latencyMs: [0, 0] } },
      /^network\.latencyMs: must be the smallest and the largest/,
    ],
    ['latencies in the wrong order', { network: { latencyMs: [9, 5] } }, /^network\.latencyMs: /],
    [
      'a loss in percent',
      { network: { lossRatio: 5 } },
      /^network\.lossRatio: must be a number from 0 to 1, not 5/,
    ],
    ['an unknown setting', { config: { nonsense: 1 } }, /^config\.nonsense: is not a setting/],
    [
      'a setting out of bounds',
      { config: { hbIntervalMs: 0 } },
      /^config\.hbIntervalMs: must be a whole number from 1/,
    ],
    [
      'settings that contradict each other',
      { config: { hbIntervalMs: 900, downAfterMs: 900 } },
      /must be below downAfterMs/,
    ],
    [
      'an unknown safeguard',
      { safeguards: { nonsense: false } },
      /^safeguards\.nonsense: is not a safeguard/,
    ],
    ['a bootstrap that means nothing', { bootstrap: 'n1' }, /^bootstrap: means nothing to protocol "quorum"/],
    [
      'a fault at no time',
      { faults: [{ atMs: NaN, kind: 'healAll' }] },
      /^faults\[0\]\.atMs: must be a number/,
    ],
    [
      'a fault of no kind',
      { faults: [{ atMs: 1, kind: 'burn' }] },
      /^faults\[0\]\.kind: must be one of kill, /,
    ],
    [
      'a fault of nobody',
      { faults: [{ atMs: 1, kind: 'kill', node: 'n9' }] },
      /^faults\[0\]\.node: "n9" is not a node/,
    ],
    [
      'a clock that stands',
      { faults: [{ atMs: 1, kind: 'clock', node: 'n1', rate: 0 }] },
      /^faults\[0\]\.rate: must be/,
    ],
  ])('%s', (_, part, sentence) => {
    expect(() => simulate({ ...runOf(3, { config: {} }), ...part }, 10)).toThrow(sentence);
  });
});

test('what could not be foreseen ends in a sentence as well: messages that nobody takes in', () => {
  const nodes = Array.from({ length: 40 }, (_, at) => `n${at + 1}`);
  const run = runOf(40, {
    nodes,
    config: { hbIntervalMs: 1 },
    network: { latencyMs: [1, 1] },
    faults: nodes.slice(1).map((node) => ({ atMs: 0, kind: 'freeze', node }) as const),
  });
  const alone = { ...run, faults: run.faults!.map((fault) => ({ ...fault, atMs: 1 })) };
  expect(() => simulate(alone, 100_000, { keepTrace: false })).toThrow(
    /^At \d+(\.\d+)? s 500,\d{3} messages are on their way or wait for a node that is frozen; at most 500,000 can be\. Use longer intervals, .* or thaw the node earlier\.$/,
  );
});
