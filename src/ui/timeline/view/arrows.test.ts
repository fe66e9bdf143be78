import { describe, expect, test } from 'vitest';
import { recordedSide, sceneWith } from '../test-kit';
import type { Arrow } from './arrows';
import { laneOf } from './layout';
import { xOf } from './time-view';

/** A moment at which something is on that link, so that it can be cut off. */
function midFlight(from: string, to: string, afterUs: number): number {
  const { messages } = recordedSide(3, 700).index.trace;
  const rows = Array.from({ length: messages.length }, (_, id) => messages.row(id));
  return rows.find((row) => row.from === from && row.to === to && row.sentUs > afterUs)!.sentUs + 1000;
}

const cutUs = midFlight('n1', 'n2', 500_000);
const side = recordedSide(3, 1000, {
  faults: [
    { atMs: cutUs / 1000, kind: 'cut', from: 'n1', to: 'n2' },
    { atMs: 700, kind: 'kill', node: 'n3' },
  ],
});
const { trace } = side.index;
const [fromUs, untilUs] = [cutUs - 15_000, cutUs + 45_000];
const scene = sceneWith([side], { view: { startUs: fromUs, spanUs: untilUs - fromUs } });
const arrows = scene.sides[0]!.arrows;
const rowOf = ({ id }: Arrow) => trace.messages.row(id);

describe('arrows', () => {
  test('are all that was in the air in view', () => {
    const inAir = Array.from({ length: trace.messages.length }, (_, id) => trace.messages.row(id))
      .filter(({ sentUs, endUs, stillborn }) => {
        const lastUs = stillborn ? (sentUs + endUs) / 2 : endUs;
        return sentUs <= untilUs && lastUs >= fromUs;
      })
      .map(({ id }) => id);
    expect(arrows.map(({ id }) => id)).toEqual(inAir);
    expect(arrows.length).toBeGreaterThan(6);
  });

  test('lead from lane to lane, from when they left to when they landed', () => {
    for (const arrow of arrows.filter(({ ending }) => ending === 'arrives')) {
      const { sentUs, endUs, from, to } = rowOf(arrow);
      expect(arrow).toMatchObject({
        x1: xOf(scene.view, 1000, sentUs),
        x2: xOf(scene.view, 1000, endUs),
        y1: laneOf(scene.layout, 0, trace.nodes.indexOf(from)).centre,
        y2: laneOf(scene.layout, 0, trace.nodes.indexOf(to)).centre,
      });
    }
  });

  test('what is sent into a cut ends halfway', () => {
    const lost = arrows.filter((arrow) => rowOf(arrow).stillborn);
    expect(lost.length).toBeGreaterThan(0);
    for (const { ending, y1, y2, from, to } of lost) {
      expect(ending).toBe('ends');
      const lanes = [from, to].map((node) => laneOf(scene.layout, 0, node).centre) as [number, number];
      expect(y2 - y1).toBeCloseTo((lanes[1] - lanes[0]) / 2);
    }
  });

  test('what was in the air when its link was cut ends there, on its way', () => {
    const cut = arrows.filter((arrow) => rowOf(arrow).fate === 'cut' && !rowOf(arrow).stillborn);
    for (const { ending, x2, y1, y2, to } of cut) {
      expect(ending).toBe('ends');
      expect(x2).toBe(xOf(scene.view, 1000, cutUs));
      expect(Math.abs(y2 - y1)).toBeLessThan(Math.abs(laneOf(scene.layout, 0, to).centre - y1));
    }
    expect(cut.length).toBeGreaterThan(0);
    // Even where its link is usually faster than that, it has not quite arrived.
    const hasty = sceneWith([side], { view: scene.view, meanLatencyUs: 0 }).sides[0]!.arrows;
    for (const { id } of cut) {
      const { y1, y2, to } = hasty.find((arrow) => arrow.id === id)!;
      expect(Math.abs(y2 - y1)).toBeLessThan(Math.abs(laneOf(scene.layout, 0, to).centre - y1) * 0.95);
    }
  });

  test('what reaches a dead node ends there', () => {
    const late = sceneWith([side], { view: { startUs: 710_000, spanUs: 40_000 } }).sides[0]!.arrows;
    const toTheDead = late.filter((arrow) => arrow.to === 2 && rowOf(arrow).sentUs > 700_000);
    expect(toTheDead.length).toBeGreaterThan(0);
    for (const arrow of toTheDead) {
      expect(arrow.ending).toBe('ends');
      expect(arrow.y2).toBe(laneOf(scene.layout, 0, 2).centre);
    }
  });

  test('what has not landed yet is drawn as far as it came', () => {
    const headUs = midFlight('n1', 'n2', 600_000);
    const now = recordedSide(3, headUs / 1000);
    const live = sceneWith([now], { view: { startUs: headUs - 40_000, spanUs: 50_000 } }).sides[0]!.arrows;
    const flying = live.filter(({ ending }) => ending === 'flies');
    expect(flying.length).toBeGreaterThan(0);
    for (const arrow of flying) expect(arrow.endUs).toBe(headUs);
  });
});
