import { describe, expect, test } from 'vitest';
import type { Pen } from './pen';
import { recordingPen } from '../../stage/test-kit';
import { causalCone } from '../causes/cone';
import type { Scene } from '../scene';
import { INKS, recordedSide, sceneWith } from '../test-kit';
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
    expect(texts).toEqual(expect.arrayContaining(['n1', 'n2', 'n3', '1.0 s', '2.0 s']));
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
