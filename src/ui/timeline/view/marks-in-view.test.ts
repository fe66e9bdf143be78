import { expect, test } from 'vitest';
import { recordedSide, sceneWith } from '../test-kit';
import { laneOf } from './layout';

const side = recordedSide(3, 2000, {
  faults: [
    { atMs: 1000, kind: 'kill', node: 'n2' },
    { atMs: 1200, kind: 'cut', from: 'n3', to: 'n1' },
    { atMs: 1400, kind: 'healAll' },
    { atMs: 1400, kind: 'restart', node: 'n2' },
  ],
});
const scene = sceneWith([side]);
const { events, faults } = scene.sides[0]!;

test('events stand on the lane of their node, when they happened', () => {
  expect(events.length).toBeGreaterThan(4);
  for (const { x, y, atUs, node } of events) {
    expect(x).toBeCloseTo(atUs / 2000);
    expect(y).toBe(laneOf(scene.layout, 0, node).centre);
  }
});

test('of a crowd on one lane only as many are shown as can be told apart', () => {
  const far = sceneWith([side], { view: { startUs: 0, spanUs: 2e9 } }).sides[0]!;
  expect(far.events.length).toBeLessThanOrEqual(3);
  expect(far.faults).toHaveLength(1);
});

test('faults span the lanes that they are about, or all of them', () => {
  const centre = (node: number) => laneOf(scene.layout, 0, node).centre;
  expect(faults.map(({ top, bottom }) => [top, bottom])).toEqual([
    [centre(1), centre(1)],
    [centre(0), centre(2)],
    [laneOf(scene.layout, 0, 0).top, scene.layout.height],
  ]);
});
