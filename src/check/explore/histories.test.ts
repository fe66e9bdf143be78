import { expect, test } from 'vitest';
import type { Invariant } from '../invariant';
import { Clusters } from './cluster';
import { budgetsOf, runOfSpec } from './spec';

const run = runOfSpec({ protocol: 'quorum', nodes: 3 });

const invariant = (after: ReturnType<Invariant['watch']>['after']): Invariant => ({
  ...{ id: 'test', title: 'Test', sentence: 'It is.' },
  watch: () => ({ after, save: () => null }),
});

test('an invariant that asks for what is not there fails loudly', () => {
  const bySlot = new Clusters(
    run,
    [invariant((world, node) => world.slots[node]!.held as never)],
    budgetsOf({}),
  );
  expect(() => bySlot.first()).toThrow('"held" cannot be seen while exploring.');
  const byWorld = new Clusters(run, [invariant((world) => world.headUs as never)], budgetsOf({}));
  expect(() => byWorld.first()).toThrow('"headUs" cannot be seen while exploring.');
});

test('one that looks at other nodes is asked every time, one that does not only when something is new', () => {
  const asked = { own: 0, others: 0 };
  const own = invariant((world, node) => {
    asked.own += world.slots[node]!.observed ? 1 : 1;
    return null;
  });
  const others = invariant((world, node) => {
    asked.others += world.slots[(node + 1) % 3]!.observed ? 1 : 1;
    return null;
  });
  const clusters = new Clusters(run, [own, others], budgetsOf({}));
  const cluster = clusters.first();
  const before = { ...asked };
  for (let i = 0; i < 5; i += 1) clusters.after(cluster, { kind: 'timer', node: 0, kept: [] });
  expect(asked.own - before.own).toBe(1);
  expect(asked.others - before.others).toBe(5);
});
