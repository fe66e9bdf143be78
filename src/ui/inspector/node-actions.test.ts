import { expect, test } from 'vitest';
import { links, node } from '../stage/test-kit';
import { cutOff, reconnect } from './cut-off';
import { nodeActions, pauseFor, resignAction } from './node-actions';

const IDS = ['n1', 'n2', 'n3'];
const names = (status: Parameters<typeof nodeActions>[1], changes: Parameters<typeof links>[1] = {}) =>
  nodeActions('n1', status, IDS, links(IDS, changes)).map(({ name }) => name);

test('offers what makes sense in each state', () => {
  expect(names('up')).toEqual(['Kill n1', 'Freeze n1', 'Isolate n1']);
  expect(names('frozen')).toEqual(['Thaw n1', 'Kill n1', 'Isolate n1']);
  expect(names('killed')).toEqual(['Restart n1', 'Restart n1 with an empty disk', 'Isolate n1']);
  expect(names('crashed')).toEqual(names('killed'));
});

test('isolating cuts the node off from all others, reconnecting heals what is cut', () => {
  const cut = { 'n1 n2': { cut: true }, 'n3 n1': { cut: true } };
  expect(names('up', cut)).toEqual(['Kill n1', 'Freeze n1', 'Isolate n1', 'Reconnect n1']);
  const actions = nodeActions('n1', 'up', IDS, links(IDS, cut));
  expect(actions.find(({ name }) => name === 'Isolate n1')?.faults).toEqual([
    { kind: 'partition', groups: [['n1'], ['n2', 'n3']] },
  ]);
  expect(actions.find(({ name }) => name === 'Reconnect n1')?.faults).toEqual([
    { kind: 'heal', from: 'n1', to: 'n2' },
    { kind: 'heal', from: 'n3', to: 'n1' },
  ]);
});

test('who is alone, or cut off already, cannot be isolated', () => {
  expect(nodeActions('n1', 'up', ['n1'], []).map(({ name }) => name)).toEqual(['Kill n1', 'Freeze n1']);
  const all = {
    'n1 n2': { cut: true },
    'n2 n1': { cut: true },
    'n1 n3': { cut: true },
    'n3 n1': { cut: true },
  };
  expect(names('up', all)).toEqual(['Kill n1', 'Freeze n1', 'Reconnect n1']);
});

test('what carries nothing need not be cut', () => {
  const cut = { 'n1 n2': { cut: true }, 'n2 n1': { cut: true } };
  const actions = nodeActions('n1', 'up', IDS, links(IDS, cut), (other) => other === 'n2');
  expect(actions.map(({ name }) => name)).toEqual(['Kill n1', 'Freeze n1', 'Reconnect n1']);
});

test('only who leads, and is there, can resign', () => {
  expect(resignAction(node({ role: 'primary' }))).toEqual({
    name: 'Resign n1',
    faults: [{ kind: 'resign', node: 'n1' }],
    disabled: false,
  });
  expect(resignAction(node({ role: 'replica' })).disabled).toBe(true);
  expect(resignAction(node({ role: 'primary', status: 'killed' })).disabled).toBe(true);
});

test('a pause is a freeze and a thaw that comes later', () => {
  expect(pauseFor('n1', 3000)).toEqual([
    { action: { kind: 'freeze', node: 'n1' } },
    { action: { kind: 'thaw', node: 'n1' }, afterMs: 3000 },
  ]);
});

test('reconnected is what is cut of any of them, once each', () => {
  const all = links(IDS, { 'n1 n2': { cut: true }, 'n3 n2': { cut: true } });
  expect(reconnect(['n1', 'n2'], all)).toEqual([
    { kind: 'heal', from: 'n1', to: 'n2' },
    { kind: 'heal', from: 'n3', to: 'n2' },
  ]);
  expect(reconnect(['n1'], all)).toHaveLength(1);
});

test('cut off one way: what it sends, or what it hears, of all that is not cut yet', () => {
  const all = links(IDS, { 'n1 n2': { cut: true } });
  const cut = (from: string, to: string) => ({ kind: 'cut', from, to });
  expect(cutOff(['n1'], all, 'out')).toEqual([cut('n1', 'n3')]);
  expect(cutOff(['n1'], all, 'in')).toEqual([cut('n2', 'n1'), cut('n3', 'n1')]);
  expect(cutOff(['n1', 'n2'], all, 'both')).toEqual([
    cut('n1', 'n3'),
    cut('n2', 'n3'),
    cut('n3', 'n1'),
    cut('n3', 'n2'),
  ]);
  expect(cutOff(['n1'], all, 'in', (a) => a !== 'n2')).toEqual([cut('n3', 'n1')]);
  expect(cutOff(IDS, all, 'both')).toEqual([]);
});
