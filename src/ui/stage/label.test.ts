import { describe, expect, test } from 'vitest';
import { dialSpot, labelSpot, satelliteSpot } from './label';
import { stageLayout } from './layout';
import { ringLayout } from './ring';
import { partsOf } from './test-kit';

const LINE = 16;

describe('labelSpot', () => {
  test('upright words stay clear of their node', () => {
    for (const count of [2, 3, 5, 8, 20]) {
      const layout = ringLayout(count, 1000, 700);
      layout.places.forEach((node, at) => {
        const { x, y, anchor } = labelSpot(layout, at);
        const lines = layout.labelling === 'roomy' ? 2 : 1;
        // The block of text, 50 px wide, around the baseline of its first line.
        const left = anchor === 'start' ? x : anchor === 'end' ? x - 50 : x - 25;
        const top = y - 4.5 - LINE / 2;
        const nearestX = Math.min(Math.max(node.x, left), left + 50);
        const nearestY = Math.min(Math.max(node.y, top), top + lines * LINE);
        expect(Math.hypot(nearestX - node.x, nearestY - node.y)).toBeGreaterThanOrEqual(
          layout.nodeRadius + 10,
        );
      });
    }
  });

  test('words at the sides grow away from the ring', () => {
    const layout = ringLayout(4, 800, 600);
    expect([0, 1, 2, 3].map((at) => labelSpot(layout, at).anchor)).toEqual([
      'middle',
      'start',
      'middle',
      'end',
    ]);
  });

  test('the words over the top node leave room for a crown', () => {
    const layout = ringLayout(4, 800, 600);
    const over = (layout.places[0]?.y ?? 0) - labelSpot(layout, 0).y;
    const under = labelSpot(layout, 2).y - (layout.places[2]?.y ?? 0);
    // Both measured to the baseline of a first line, of two.
    expect(over - LINE).toBeGreaterThan(under - LINE);
  });

  test('radial words can be read from the left on both sides', () => {
    const layout = ringLayout(50, 1000, 700);
    expect(layout.labelling).toBe('radial');
    layout.places.forEach((_, at) => {
      const { rotation } = labelSpot(layout, at);
      expect(Math.cos((rotation * Math.PI) / 180)).toBeGreaterThanOrEqual(-1e-9);
    });
  });

  test('refuses a node that the ring does not have', () => {
    expect(() => labelSpot(ringLayout(3, 800, 600), 3)).toThrow('no place 3');
  });
});

describe('satelliteSpot', () => {
  const spotOfStore = (nodes: number, width: number, height: number, clients = 0) =>
    satelliteSpot(stageLayout(partsOf(nodes, { store: true, clients }), width, height), nodes);

  test('under the store, but beside a link that goes down from it', () => {
    expect(spotOfStore(5, 1020, 460)).toMatchObject({ anchor: 'middle', room: 'two' });
    expect(spotOfStore(4, 1020, 460)).toMatchObject({ anchor: 'start', room: 'two' });
  });

  test('says less where nodes are near', () => {
    const rooms = [600, 400, 230, 140].map((height) => spotOfStore(5, 900, height).room);
    expect(rooms).toEqual(['two', 'two', 'half', 'none']);
  });

  test('under a client', () => {
    const layout = stageLayout(partsOf(3, { clients: 1 }), 1020, 460);
    const client = layout.places[3]!;
    const { x, y } = satelliteSpot(layout, 3);
    expect(x).toBe(client.x);
    expect(y - 10).toBeGreaterThan(client.y + client.radius);
  });
});

describe('dialSpot', () => {
  test('is clear of its node, its crown and its words, in any small ring', () => {
    for (const count of [1, 2, 3, 4, 5, 6, 7]) {
      const layout = stageLayout(partsOf(count, { store: true }), 1020, 600);
      layout.places.slice(0, count).forEach((node, at) => {
        const dial = dialSpot(layout, at);
        const label = labelSpot(layout, at);
        expect(Math.hypot(dial.x - node.x, dial.y - node.y)).toBeGreaterThanOrEqual(
          node.radius + dial.radius + 8,
        );
        const besideCrown = Math.abs(dial.x - node.x) - dial.radius > node.radius * 0.34;
        expect(besideCrown || dial.y > node.y - node.radius, `${count} nodes, ${at}`).toBe(true);
        // The words of the dial, 60 × 14, and the two lines of the label, 50 × 32.
        const [dialX, labelX] = [span(dial.x, dial.words!, 60), span(label.x, label.anchor, 50)];
        const apartX = dialX.to < labelX.from || labelX.to < dialX.from;
        const apartY = dial.y + 7 < label.y - 12 || dial.y - 7 > label.y + 17 + 3;
        expect(apartX || apartY, `${count} nodes, ${at}`).toBe(true);
      });
    }
  });

  test('in a crowd it has no words, and stands towards the middle', () => {
    const layout = stageLayout(partsOf(20, { store: true }), 1020, 600);
    expect(dialSpot(layout, 0)).toMatchObject({ words: null });
    expect(dialSpot(layout, 0).y).toBeGreaterThan(layout.places[0]!.y);
  });
});

const span = (x: number, anchor: 'start' | 'middle' | 'end', width: number) =>
  anchor === 'start'
    ? { from: x, to: x + width }
    : anchor === 'end'
      ? { from: x - width, to: x }
      : { from: x - width / 2, to: x + width / 2 };
