import { describe, expect, test } from 'vitest';
import type { Pen } from './pen';
import { recordingPen } from '../../stage/test-kit';
import { causalCone } from '../causes/cone';
import type { Scene } from '../scene';
import { INKS, LEASE_RUN, recordedSide, sceneWith, sideOf } from '../test-kit';
import { laneOf } from '../view/layout';
import { drawTimeline } from './draw-timeline';

const side = recordedSide(3, 2000, {
  faults: [
    { atMs: 1000, kind: 'kill', node: 'n1' },
    { atMs: 1500, kind: 'freeze', node: 'n3' },
  ],
});

interface Painted {
  readonly colour: string;
  readonly args: readonly unknown[];
}

function drawn(scene: Scene) {
  const { pen, notes } = recordingPen();
  drawTimeline(pen as unknown as Pen, scene);
  let colour = '';
  const rectangles: Painted[] = [];
  for (const { what, args } of notes) {
    if (what === '=fillStyle') colour = String(args[0]);
    if (what === 'fillRect') rectangles.push({ colour, args });
  }
  return {
    notes,
    rectangles,
    texts: notes.filter(({ what }) => what === 'fillText').map(({ args }) => args[0]),
    count: (what: string) => notes.filter((note) => note.what === what).length,
  };
}

describe('the picture', () => {
  test('names every node and the ticks of the axis', () => {
    const { texts } = drawn(sceneWith([side]));
    expect(texts).toEqual(expect.arrayContaining(['n1', 'n2', 'n3', '1.0 s']));
    // Where the handle of the shown instant is there is nothing to be read.
    expect(texts).not.toContain('2.0 s');
    expect(drawn(sceneWith([side], { timeUs: 1e6 })).texts).toContain('2.0 s');
    expect(drawn(sceneWith([side], { timeUs: 1e6 })).texts).not.toContain('1.0 s');
  });

  test('has a band in the colour of its epoch for each primary, with the epoch in it', () => {
    const { rectangles, texts } = drawn(sceneWith([side]));
    const { epoch } = side.index.lanes[0]!.stretchAt(900_000);
    const { band, pitch } = sceneWith([side]).layout;
    expect(pitch).toBeGreaterThan(20);
    const bands = rectangles.filter(({ args }) => args[3] === 2 * (band / 2));
    expect(bands.map(({ colour }) => colour)).toContain(INKS.epochs[epoch % 8]);
    expect(texts).toContain(`epoch ${epoch}`);
  });

  test('whatever is saved is restored', () => {
    const { count } = drawn(sceneWith([side]));
    expect(count('save')).toBe(count('restore'));
  });

  test('a wide view is drawn with no more strokes than a narrow one has room for', () => {
    const long = recordedSide(3, 60_000);
    const whole = drawn(sceneWith([long])).notes.length;
    expect(long.index.trace.messages.length).toBeGreaterThan(15_000);
    expect(whole).toBeLessThan(8000);
  });

  test('red is for violations alone', () => {
    const red = ({ notes }: ReturnType<typeof drawn>) =>
      notes.some(({ what, args }) => /Style/.test(what) && args[0] === INKS.danger);
    expect(red(drawn(sceneWith([side])))).toBe(false);
    const broken = recordedSide(3, 2000);
    broken.index.noteViolations([
      { id: 1, atUs: 700_000, tag: 'violation', node: 'n1', epoch: 0, text: 'two leaders' },
    ]);
    expect(red(drawn(sceneWith([broken])))).toBe(true);
  });

  test('what is later than the shown instant is set back', () => {
    const veils = (timeUs: number) =>
      drawn(sceneWith([side], { timeUs })).rectangles.filter(
        ({ colour, args }) => colour === INKS.sunken && args[0] === timeUs / 2000,
      );
    expect(veils(500_000)).toHaveLength(1);
    expect(veils(2_000_000)).toHaveLength(0);
  });

  test('what has nothing to do with what was chosen is veiled, on the lanes where there is such', () => {
    const { record, node, atUs } = side.index.events.at(2);
    const origin = [{ node, atUs }];
    const cone = causalCone(side.index.trace, origin, origin);
    const scene = sceneWith([side], { chosen: { target: { kind: 'event', side: 0, record }, cone } });
    const before = drawn(sceneWith([side])).rectangles.length;
    const { rectangles } = drawn(scene);
    const veiled = rectangles.filter(
      ({ colour, args }) =>
        colour === INKS.raised && args[3] === scene.layout.pitch - 1 && Number(args[2]) < scene.field,
    );
    expect(rectangles.length).toBeGreaterThan(before);
    expect(veiled).toHaveLength(2);
    expect(veiled.map(({ args }) => args[1])).not.toContain(laneOf(scene.layout, 0, node).top);
  });
});

test('two branches: each under its name, and where they part', () => {
  const scene = sceneWith([side, { ...side, name: 'another' }], { divergesAtUs: 800_000 });
  const { texts } = drawn(scene);
  expect(texts).toEqual(expect.arrayContaining(['main', 'another', 'here they part']));
  expect(texts.filter((text) => text === 'n2')).toHaveLength(2);
});

describe('the times without a leader', () => {
  const failover = sideOf(
    {
      version: 1,
      protocol: 'kevy',
      nodes: ['n1', 'n2', 'n3'],
      seed: 1,
      faults: [{ atMs: 12_000, kind: 'kill', node: 'n1' }],
    },
    30_000,
  );
  const [, gap] = failover.index.gaps.upTo(30e6);
  const length = `${(Math.floor((gap!.untilUs - gap!.fromUs) / 1e5) / 10).toFixed(1)} s`;

  test('are bars above the lanes, each with its length', () => {
    const scene = sceneWith([failover], { view: { startUs: 10e6, spanUs: 10e6 } });
    const { texts, rectangles } = drawn(scene);
    expect(texts).toContain(`no leader ${length}`);
    const row = rectangles.filter(
      ({ colour, args }) => colour === INKS.muted && Number(args[1]) < scene.layout.signs[0]!,
    );
    const left = Math.min(...row.map(({ args }) => Number(args[0])));
    const right = Math.max(...row.map(({ args }) => Number(args[0]) + Number(args[2])));
    const x = (us: number): number => ((us - 10e6) / 10e6) * scene.field;
    expect(left).toBeCloseTo(x(gap!.fromUs), 0);
    expect(right).toBeCloseTo(x(gap!.untilUs), 0);
  });

  test('have only their length, or no words, where there is no room for more', () => {
    const words = (spanUs: number): readonly unknown[] =>
      drawn(sceneWith([failover], { view: { startUs: 12e6, spanUs } })).texts.filter(
        (text) => text === length || String(text).startsWith('no leader'),
      );
    expect(words(9e6)).toEqual([`no leader ${length}`]);
    expect(words(90e6)).toEqual([length]);
    expect(words(900e6)).toEqual([]);
  });
});

describe('beside a store, clients and exports', () => {
  const lease = sideOf(LEASE_RUN, 14_000);
  const within = (painted: readonly Painted[], scene: Scene, node: number): readonly Painted[] => {
    const { top } = laneOf(scene.layout, 0, node);
    return painted.filter(({ args }) => Number(args[1]) >= top && Number(args[1]) < top + scene.layout.pitch);
  };

  test('the lane of the store has the truth, those of clients what they believe, under no role', () => {
    const scene = sceneWith([lease], { view: { startUs: 0, spanUs: 8e6 } });
    const { texts } = drawn(scene);
    expect(texts).toEqual(
      expect.arrayContaining(['n1 · 1', 'n1 · 2', 'n2 · 3', 'exports', 'store', 'n1 · 560', '→ n1']),
    );
    expect(texts.filter((text) => text === 'n2 · 3')).toHaveLength(3);
  });

  test('two leaders at once are red on both lanes and on no other, with a shield in words', () => {
    const scene = sceneWith([lease], { view: { startUs: 4.5e6, spanUs: 3e6 } });
    const { rectangles, texts } = drawn(scene);
    const red = rectangles.filter(({ colour }) => colour === INKS.danger);
    expect([0, 1, 2, 3, 4].map((node) => within(red, scene, node).length)).toEqual([2, 2, 0, 0, 0]);
    expect(texts).toContainEqual(expect.stringMatching(/^ballot 3 refused \d+ stale writes$/));
    expect(texts).toContain('+9.25 s');
  });

  test('what two worked on at once is marked, and not in red', () => {
    const scene = sceneWith([lease], { view: { startUs: 9e6, spanUs: 5e6 } });
    const { texts, rectangles } = drawn(scene);
    expect(texts).toContain('2×');
    const caution = rectangles.filter(({ colour }) => colour === INKS.caution);
    expect(caution.map(({ args }) => args[1])).toEqual([scene.layout.exports[0]! + 1]);
    expect(rectangles.some(({ colour }) => colour === INKS.danger)).toBe(false);
  });

  test('seconds of a wrong clock are on its lane, as long as they can be told apart', () => {
    const ticks = (spanUs: number) => {
      const scene = sceneWith([lease], { view: { startUs: 14e6 - spanUs, spanUs } });
      const bottom = laneOf(scene.layout, 0, 1).top + scene.layout.pitch - 1;
      return drawn(scene).rectangles.filter(
        ({ colour, args }) =>
          colour === INKS.text && args[2] === 1 && Number(args[1]) + Number(args[3]) === bottom,
      ).length;
    };
    expect(ticks(6e6)).toBe(6);
    expect(ticks(1.4e9)).toBe(0);
  });

  test('a wide view is drawn with no more strokes than a narrow one has room for', () => {
    const long = sideOf(LEASE_RUN, 90_000);
    expect(long.index.trace.records.length).toBeGreaterThan(10_000);
    expect(drawn(sceneWith([long])).notes.length).toBeLessThan(12_000);
  });

  test('whatever is saved is restored', () => {
    const { count } = drawn(sceneWith([lease]));
    expect(count('save')).toBe(count('restore'));
  });
});
