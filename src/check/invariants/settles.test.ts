import { describe, expect, test } from 'vitest';
import type { Observation } from '../../core/program';
import { settles } from './settles';
import { Stage } from './test-kit';

const LEADS: Partial<Observation> = {
  role: 'primary',
  epoch: 1,
  primary: 'n1',
  grantsTo: 'n1',
  authorityUntilUs: Infinity,
};
const FOLLOWS: Partial<Observation> = { role: 'replica', epoch: 1, primary: 'n1', grantsTo: 'n1' };

/** By the defaults of `quorum` a leader is missed after 5 s, so a cluster is judged after 75 s. */
const MISS_MS = 5000;
const SPAN_MS = 15 * MISS_MS;

/** n1 leads, n2 and n3 follow, and nobody takes a step after that. */
function whole(stage = new Stage(settles)): Stage {
  stage.show('n1', LEADS);
  stage.show('n2', FOLLOWS);
  stage.show('n3', FOLLOWS);
  return stage;
}

describe('a cluster that is whole', () => {
  test('is left in peace for ever', () => {
    expect(whole().pass(20 * SPAN_MS)).toBeNull();
  });

  test('has settled only once its leader has lasted for as long as it takes to miss one', () => {
    const nodes = new Stage(settles);
    nodes.show('n2', { ...FOLLOWS, primary: null });
    nodes.pass(SPAN_MS - 1000);
    whole(nodes);
    expect(nodes.pass(1000)).toMatchObject({
      atMs: SPAN_MS,
      witnesses: ['n1'],
      text: 'For 75 s nothing is broken between the nodes, and n1 leads only since 1 s.',
    });
  });
});

describe('a cluster that has not settled is told with what it lacks:', () => {
  const told = (change: (stage: Stage) => void, stage = new Stage(settles)) => {
    whole(stage);
    change(stage);
    return stage.pass(SPAN_MS);
  };

  test('nobody who leads', () => {
    const finding = told((nodes) => nodes.show('n1', { ...FOLLOWS, primary: null, authorityUntilUs: 0 }));
    expect(finding).toEqual({
      atMs: SPAN_MS,
      witnesses: [],
      text: 'For 75 s nothing is broken between the nodes, and nobody has authority.',
    });
  });

  test('one who leads, where two do', () => {
    const finding = told((nodes) => nodes.show('n3', { ...LEADS, primary: 'n3', epoch: 2 }));
    expect(finding).toMatchObject({
      witnesses: ['n1', 'n3'],
      text: 'For 75 s nothing is broken between the nodes, and n1 and n3 have authority.',
    });
  });

  test('nodes that know the leader', () => {
    const finding = told((nodes) => {
      nodes.show('n2', { primary: null });
      nodes.show('n3', { primary: null });
    });
    expect(finding).toMatchObject({
      witnesses: ['n1', 'n2', 'n3'],
      text: 'For 75 s nothing is broken between the nodes, and n2 and n3 do not know that n1 leads.',
    });
  });

  test('nodes that grant to it', () => {
    const finding = told((nodes) => nodes.show('n3', { grantsTo: null }));
    expect(finding).toMatchObject({
      witnesses: ['n1', 'n3'],
      text: 'For 75 s nothing is broken between the nodes, and n3 grants nothing to n1, who leads.',
    });
  });

  test('but no grants are asked for where a protocol knows none', () => {
    const nodes = new Stage(settles);
    const { grantsTo: _mine, ...leads } = LEADS;
    const { grantsTo: _theirs, ...follows } = FOLLOWS;
    nodes.show('n1', leads);
    nodes.show('n2', follows);
    nodes.show('n3', follows);
    expect(nodes.pass(3 * SPAN_MS)).toBeNull();
  });

  const serving = { serving: true, history: 'c1:1-4', value: 'c1#4' };
  const withClients = (third: Parameters<Stage['register']>[1], place: Partial<Observation>) => {
    const nodes = new Stage(settles, { clients: 1 });
    whole(nodes);
    nodes.show('n1', { replOffset: 5, dataEpoch: 1 });
    nodes.show('n2', { replOffset: 5, dataEpoch: 1 });
    nodes.show('n3', { replOffset: 5, dataEpoch: 1, ...place });
    nodes.register('n1', serving);
    nodes.register('n2', { history: 'c1:1-4' });
    nodes.register('n3', third);
    return nodes;
  };

  test('copies that keep up, by the writes that they lack', () => {
    expect(withClients({ history: 'c1:1-2' }, { replOffset: 3 }).pass(SPAN_MS)).toMatchObject({
      witnesses: ['n1', 'n3'],
      text: 'For 75 s nothing is broken between the nodes, and n3 does not keep up with the copy of n1 (n3 lacks c1#3, c1#4).',
    });
    expect(withClients({ history: '' }, { replOffset: 0 }).pass(SPAN_MS)?.text).toContain(
      '(n3 lacks c1#1, c1#2, c1#3, …)',
    );
  });

  test('copies that keep up, by their offsets where they lack no write', () => {
    expect(withClients({ history: 'c1:1-4' }, { replOffset: 4 }).pass(SPAN_MS)?.text).toContain(
      "n3 does not keep up with the copy of n1 (offset 4, and the leader's was 5)",
    );
  });

  test('but what may be on its way is not missed', () => {
    const nodes = withClients({ history: 'c1:1-4' }, {});
    nodes.pass(SPAN_MS - 100);
    nodes.show('n1', { replOffset: 6 });
    nodes.register('n1', { ...serving, history: 'c1:1-5', value: 'c1#5' });
    expect(nodes.pass(100)).toBeNull();
  });

  test('a leader that serves its clients', () => {
    const nodes = withClients({ history: 'c1:1-4' }, {});
    nodes.register('n1', { ...serving, serving: false });
    expect(nodes.pass(SPAN_MS)?.text).toBe(
      'For 75 s nothing is broken between the nodes, and n1 leads, but takes no writes of clients.',
    );
  });

  test('a leader that lasts', () => {
    const nodes = new Stage(settles);
    for (let epoch = 1; epoch <= 6; epoch += 1) {
      const id = epoch % 2 === 0 ? 'n2' : 'n1';
      nodes.show(epoch % 2 === 0 ? 'n1' : 'n2', { ...FOLLOWS, authorityUntilUs: 0 });
      nodes.show(id, { ...LEADS, epoch, primary: id });
      nodes.pass(10_000);
    }
    expect(nodes.pass(SPAN_MS)).toMatchObject({
      atMs: SPAN_MS,
      witnesses: ['n1', 'n2'],
      text: 'For 75 s nothing is broken between the nodes, and no leader lasts: 6 reigns of n1 and n2; now n1 and n3 do not know that n2 leads.',
    });
  });
});

describe('what is broken', () => {
  const broken: [string, (nodes: Stage) => void, (nodes: Stage) => void][] = [
    [
      'a link that is cut',
      (nodes) => nodes.fault({ kind: 'cut', from: 'n1', to: 'n3' }),
      (nodes) => nodes.fault({ kind: 'heal', from: 'n1', to: 'n3' }),
    ],
    [
      'a link that loses messages',
      (nodes) => nodes.fault({ kind: 'link', from: 'n1', to: 'n3', lossRatio: 1 }),
      (nodes) => nodes.fault({ kind: 'healAll' }),
    ],
    [
      'a link that is slow',
      (nodes) => nodes.fault({ kind: 'link', from: 'n3', to: 'n2', latencyMs: [60_000, 60_000] }),
      (nodes) => nodes.fault({ kind: 'link', from: 'n3', to: 'n2', latencyMs: [20, 60] }),
    ],
    [
      'a link that duplicates',
      (nodes) => nodes.fault({ kind: 'link', from: 'n3', to: 'n2', duplicateRatio: 0.5 }),
      (nodes) => nodes.fault({ kind: 'healAll' }),
    ],
    [
      'a clock at another rate',
      (nodes) => nodes.fault({ kind: 'clock', node: 'n2', rate: 2 }),
      (nodes) => nodes.fault({ kind: 'clock', node: 'n2', rate: 1 }),
    ],
    [
      'a slow disk',
      (nodes) => nodes.fault({ kind: 'disk', node: 'n2', latencyMs: [100, 3000] }),
      (nodes) => nodes.fault({ kind: 'disk', node: 'n2', latencyMs: [0, 0] }),
    ],
    [
      'timers that are held up',
      (nodes) => nodes.fault({ kind: 'throttle', node: 'n2', everyMs: 1000 }),
      (nodes) => nodes.fault({ kind: 'throttle', node: 'n2', everyMs: 0 }),
    ],
  ];
  test.each(broken)('as %s, is waited for, and then the time begins', (_what, breaks, mends) => {
    const nodes = whole();
    nodes.show('n3', { primary: null });
    breaks(nodes);
    nodes.show('n3', { epoch: 1 });
    expect(nodes.pass(10 * SPAN_MS)).toBeNull();
    mends(nodes);
    nodes.show('n3', { epoch: 1 });
    expect(nodes.pass(SPAN_MS - 1)).toBeNull();
    expect(nodes.pass(1)?.text).toBe(
      'For 75 s nothing is broken between the nodes, and n3 does not know that n1 leads.',
    );
  });

  test('as nodes that are away, is named where the others are enough', () => {
    const nodes = whole();
    nodes.fault({ kind: 'kill', node: 'n2' });
    nodes.show('n3', { grantsTo: null });
    expect(nodes.pass(SPAN_MS)?.text).toBe(
      'n2 is down; for 75 s nothing is broken between the others, and n3 grants nothing to n1, who leads.',
    );
    const frozen = whole();
    frozen.fault({ kind: 'freeze', node: 'n2' });
    frozen.show('n3', { grantsTo: null });
    expect(frozen.pass(SPAN_MS)?.text).toMatch(/^n2 is frozen; for 75 s nothing/);
  });

  test('as more nodes that are away, is reason enough for everything', () => {
    const nodes = whole();
    nodes.fault({ kind: 'kill', node: 'n1' });
    nodes.fault({ kind: 'kill', node: 'n2' });
    nodes.show('n3', { primary: null });
    expect(nodes.pass(10 * SPAN_MS)).toBeNull();
  });

  test('as the store away, or a wall clock, matters where there is a store', () => {
    const nodes = new Stage(settles, { protocol: 'ballot-lease' });
    nodes.show('n1', { role: 'replica' });
    nodes.fault({ kind: 'kill', node: 'store' });
    nodes.show('n1', { role: 'replica' });
    expect(nodes.pass(1_000_000)).toBeNull();
    nodes.fault({ kind: 'restart', node: 'store' });
    nodes.fault({ kind: 'clock', node: 'n3', offsetMs: -400 });
    nodes.show('n1', { role: 'replica' });
    expect(nodes.pass(1_000_000)).toBeNull();
    nodes.fault({ kind: 'clock', node: 'n3', offsetMs: 0 });
    nodes.show('n1', { role: 'replica' });
    expect(nodes.pass(1_000_000)?.text).toMatch(
      /^For [\d.]+ s nothing is broken between the nodes and the store, and nobody has authority\.$/,
    );
    const talking = whole();
    talking.show('n3', { primary: null });
    talking.fault({ kind: 'clock', node: 'n2', offsetMs: 400 });
    talking.show('n3', { epoch: 1 });
    expect(talking.pass(SPAN_MS)).not.toBeNull();
  });

  test('as the network itself, is named', () => {
    const words = (network: ConstructorParameters<typeof Stage>[3]) => {
      const nodes = new Stage(settles, {}, 3, network);
      nodes.show('n1', FOLLOWS);
      return nodes.pass(SPAN_MS)?.text;
    };
    expect(words({ lossRatio: 1 })).toBe(
      'For 75 s nothing is broken between the nodes but the network itself, which loses every message, and nobody has authority.',
    );
    expect(words({ lossRatio: 0.4, latencyMs: [300, 2000] })).toContain(
      'but the network itself, which loses 40% of its messages and takes up to 2 s one way, and',
    );
  });

  test('as a process that fell over by itself, begins the time anew', () => {
    const nodes = whole();
    nodes.show('n3', { grantsTo: null });
    nodes.pass(SPAN_MS - 1);
    nodes.slot('n2').status = 'crashed';
    nodes.show('n1', { epoch: 1 });
    expect(nodes.pass(SPAN_MS - 1)).toBeNull();
    expect(nodes.pass(1)?.text).toMatch(/^n2 is down; /);
  });
});

describe('it is judged', () => {
  test('again after later faults', () => {
    const nodes = whole();
    expect(nodes.pass(2 * SPAN_MS)).toBeNull();
    nodes.fault({ kind: 'freeze', node: 'n3' });
    nodes.fault({ kind: 'thaw', node: 'n3' });
    nodes.show('n3', { grantsTo: null });
    expect(nodes.pass(SPAN_MS)).toMatchObject({ atMs: 3 * SPAN_MS });
  });

  test('also when it falls apart with nothing broken, and what it says then', () => {
    const nodes = whole();
    nodes.pass(MISS_MS);
    nodes.show('n1', { ...LEADS });
    nodes.pass(SPAN_MS);
    nodes.show('n3', { grantsTo: null });
    const finding = nodes.pass(4 * SPAN_MS);
    expect(finding?.text).toMatch(
      /^For \d+ s nothing is broken between the nodes, and it had settled, but now n3 grants nothing to n1, who leads\.$/,
    );
  });

  test('not while it comes together again within the same time', () => {
    const nodes = whole();
    nodes.pass(MISS_MS);
    nodes.show('n1', { ...LEADS });
    nodes.show('n3', { grantsTo: null });
    nodes.pass(SPAN_MS + MISS_MS);
    nodes.show('n3', { grantsTo: 'n1' });
    expect(nodes.pass(10 * SPAN_MS)).toBeNull();
  });

  test('the same over a restart of the watcher, which shares nothing with what it saved', () => {
    const nodes = whole();
    nodes.show('n3', { grantsTo: null });
    nodes.pass(SPAN_MS - 1);
    const saved = nodes.save();
    const copy = structuredClone(saved);
    expect(nodes.resume().pass(1)).toMatchObject({ atMs: SPAN_MS });
    expect(saved).toEqual(copy);
  });
});
