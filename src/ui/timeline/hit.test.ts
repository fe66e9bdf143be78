import { describe, expect, test } from 'vitest';
import { distanceTo, hit, REACH } from './hit';
import { GUTTER, recordedSide, RULER, sceneWith } from './test-kit';
import { laneOf } from './view/layout';

const side = recordedSide(3, 2000, { faults: [{ atMs: 1000, kind: 'kill', node: 'n2' }] });
const wide = sceneWith([side]);
const close = sceneWith([side], { view: { startUs: 600_000, spanUs: 30_000 } });
const at = (scene: typeof wide, x: number, laneY: number, reach: number = REACH.mouse) =>
  hit(scene, GUTTER + x, RULER + laneY, reach);

/** From then on the first millisecond in which nothing is in the air. */
function quietInstantUs(fromUs: number): number {
  const { messages } = side.index.trace;
  const rows = Array.from({ length: messages.length }, (_, id) => messages.row(id));
  for (let atUs = fromUs; atUs < side.headUs; atUs += 1000) {
    if (rows.every(({ sentUs, endUs }) => endUs < atUs || sentUs > atUs + 1)) return atUs;
  }
  throw new Error('something is in the air all the time');
}

describe('under a pointer', () => {
  test('is a message, along all of its line', () => {
    const arrow = close.sides[0]!.arrows.find(
      ({ ending, x1, x2 }) => ending === 'arrives' && x1 > 0 && x2 < 1000,
    )!;
    for (const share of [0.3, 0.6]) {
      const x = arrow.x1 + (arrow.x2 - arrow.x1) * share;
      const y = arrow.y1 + (arrow.y2 - arrow.y1) * share;
      const found = at(close, x, y, 1.5);
      expect(found).toMatchObject({ kind: 'message', side: 0 });
      if (found?.kind !== 'message') return;
      // Another one may cross there.
      const other = close.sides[0]!.arrows.find(({ id }) => id === found.id)!;
      expect(distanceTo(other, x, y)).toBeLessThan(1.5);
    }
  });

  test('is an event rather than the messages around it', () => {
    const mark = wide.sides[0]!.events[2]!;
    expect(at(wide, mark.x, mark.y)).toEqual(mark.target);
  });

  test('is a fault, on its sign and on its line', () => {
    const fault = wide.sides[0]!.faults[0]!;
    expect(at(wide, fault.x + 6, fault.signY)).toEqual(fault.target);
    expect(at(wide, fault.x, fault.bottom)).toEqual(fault.target);
  });

  test('is a lane and an instant where nothing else is', () => {
    const startUs = quietInstantUs(1_800_000);
    const quiet = sceneWith([side], { view: { startUs, spanUs: 1 } });
    const { centre } = laneOf(quiet.layout, 0, 1);
    expect(at(quiet, 500, centre)).toEqual({ kind: 'lane', side: 0, node: 1, timeUs: startUs + 0.5 });
  });

  test('is a name on the left, and nothing on the axis', () => {
    const lane = laneOf(wide.layout, 0, 2);
    expect(hit(wide, 10, RULER + lane.centre, REACH.mouse)).toEqual({ kind: 'name', side: 0, node: 2 });
    expect(hit(wide, 500, RULER - 1, REACH.mouse)).toBeNull();
    expect(hit(wide, 500, wide.height + 1, REACH.mouse)).toBeNull();
  });

  test('is what was scrolled there', () => {
    const many = recordedSide(40, 300);
    const scene = sceneWith([many], { scrollTop: 200 });
    const lane = laneOf(scene.layout, 0, 12);
    expect(hit(scene, 10, RULER + lane.centre - 200, REACH.mouse)).toMatchObject({ node: 12 });
  });
});

test('a finger reaches further than a mouse', () => {
  const fault = wide.sides[0]!.faults[0]!;
  expect(at(wide, fault.x + 14, fault.signY, REACH.touch)).toEqual(fault.target);
  expect(at(wide, fault.x + 14, fault.signY, REACH.mouse)).not.toEqual(fault.target);
});

test('the distance to a line is that to its nearest point, its ends included', () => {
  const line = { x1: 0, y1: 0, x2: 10, y2: 0 };
  expect(distanceTo(line, 5, 3)).toBe(3);
  expect(distanceTo(line, -3, 4)).toBe(5);
  expect(distanceTo({ x1: 2, y1: 2, x2: 2, y2: 2 }, 2, 5)).toBe(3);
});
