import { expect, test } from 'vitest';
import { labSetup } from '../../check/lab/test-kit';
import { Desk, NODES } from './desk.svelte';

test('measures the run as it is until something is typed', () => {
  const run = labSetup();
  const desk = new Desk(run);
  expect([desk.edited, desk.problem, desk.setup]).toEqual([false, null, run]);
  desk.type('downAfterMs', '800');
  expect([desk.edited, desk.problem]).toEqual([true, null]);
  expect(desk.setup.config['downAfterMs']).toBe(800);
  expect(desk.setup.nodes).toBe(run.nodes);
  desk.reset();
  expect(desk.setup).toBe(run);
});

test('what cannot be is named with its field, and the last cluster that can be stays', () => {
  const desk = new Desk(labSetup());
  desk.type('downAfterMs', '');
  expect(desk.problem).toMatch(/^Down after: give a number from /);
  expect(desk.problems['downAfterMs']).toBe(desk.problem);
  expect(desk.setup.config['downAfterMs']).toBe(500);
  desk.type('downAfterMs', '500');
  desk.type(NODES, '10');
  expect(desk.problems[NODES]).toBe('Nodes: give a whole number from 1 to 9.');
  desk.type(NODES, '5');
  expect([desk.problem, desk.setup.nodes]).toEqual([null, ['n1', 'n2', 'n3', 'n4', 'n5']]);
});

test('takes the numbers of another setup, and keeps them while the run changes', () => {
  const desk = new Desk(labSetup());
  desk.take(labSetup({ config: { downAfterMs: 900 } }));
  desk.follow(labSetup({ config: { downAfterMs: 400, hbIntervalMs: 30 } }));
  expect(desk.setup.config).toMatchObject({ downAfterMs: 900, hbIntervalMs: 50 });
  desk.reset();
  expect(desk.setup.config).toMatchObject({ downAfterMs: 400, hbIntervalMs: 30 });
});
