import { describe, expect, test } from 'vitest';
import { wrapped } from '../../app/share/picture';
import { widthOf } from '../../app/share/paper';
import { Lab, runOf } from '../../sim/test-kit';
import { systemOfRun, type Run } from '../../sim/run';
import { PARCEL_PATH } from '../stage/parcel';
import { isExporting } from '../stage/words';
import { PICTURES, shownPicture } from './shown-picture';

const TELLING = { title: 'Who leads <now>?', caption: 'Watch n2 & n3. '.repeat(18).trim() };

function pictureOf(
  lab: Lab,
  run: Run,
  what: (typeof PICTURES)[number]['id'],
  witnesses: string[] = [],
): string {
  const { world } = lab;
  const protocol = systemOfRun(run);
  const { config, network, safeguards } = world.run;
  const snapshot = world.snapshot();
  const { trace } = world;
  const settings = { config, network, safeguards };
  const excerpt = { run: world.run, protocol, trace, violations: [], fromUs: 0, toUs: snapshot.timeUs };
  return shownPicture(what, { protocol, trace, snapshot, settings, witnesses }, excerpt, TELLING);
}

const textsIn = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
const sizeOf = (svg: string): number => Number(/<svg[^>]* height="([\d.]+)"/.exec(svg)![1]);

describe.each(PICTURES)('a picture of: $title', ({ id: what }) => {
  test.each([
    ['five nodes', runOf(5)],
    ['a store, clients and exports', runOf(3, { protocol: 'ballot-lease', clients: 2, exports: true })],
    ['one node', runOf(1)],
    ['twenty-five nodes', runOf(25)],
    ['fifty nodes', runOf(50)],
  ])('with %s has title, caption and the name of each node', (_what, run) => {
    const lab = new Lab(run).to(600);
    const svg = pictureOf(lab, run, what);
    const texts = textsIn(svg);
    expect(texts[0]).toBe('Who leads &lt;now&gt;?');
    expect(texts.join(' ')).toContain(TELLING.caption.replaceAll('&', '&amp;'));
    for (const id of lab.world.run.nodes) {
      expect(texts.some((text) => text === id || text.startsWith(`${id} `))).toBe(true);
    }
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null|style=/);
    expect(svg).not.toContain('#c4122f');
  });
});

test('of both is as high as the two together, less one head', () => {
  const run = runOf(3);
  const lab = new Lab(run).to(800);
  const [stage, timeline, both] = (['stage', 'timeline', 'both'] as const).map((what) =>
    sizeOf(pictureOf(lab, run, what)),
  ) as [number, number, number];
  expect(stage).toBeGreaterThan(640);
  expect(both).toBeGreaterThan(timeline + 600);
  expect(both).toBeLessThan(stage + timeline);
});

test('of the stage tells roles, ends, cuts and witnesses apart', () => {
  const run = runOf(3, { protocol: 'kevy' });
  const lab = new Lab(run).to(800);
  const before = pictureOf(lab, run, 'stage');
  expect(
    textsIn(before)
      .filter((text) => /^[PCR]$/.test(text))
      .sort(),
  ).toEqual(['P', 'R', 'R']);
  lab.do({ kind: 'kill', node: 'n3' }).do({ kind: 'cut', from: 'n1', to: 'n2' });
  const after = pictureOf(lab, run, 'stage', ['n1']);
  expect(textsIn(after)).toContain('killed');
  expect(
    textsIn(after)
      .filter((text) => /^[PCR]$/.test(text))
      .sort(),
  ).toEqual(['P', 'R']);
  expect(after.match(/#c4122f/g)).toHaveLength(1);
});

test('of the stage has the lease around the store, and a parcel at whoever exports', () => {
  const run = runOf(3, { protocol: 'ballot-lease', exports: true });
  const lab = new Lab(run);
  const arcs = (svg: string): number => svg.match(/stroke-width="3"/g)?.length ?? 0;
  const parcels = (svg: string): number => svg.split(PARCEL_PATH).length - 1;
  expect(arcs(pictureOf(lab, run, 'stage'))).toBe(0);
  let [leases, most] = [0, 0];
  for (let atMs = 500; atMs <= 12_000; atMs += 500) {
    const svg = pictureOf(lab.to(atMs), run, 'stage');
    expect(parcels(svg)).toBe(lab.world.snapshot().nodes.filter(isExporting).length);
    leases = Math.max(leases, arcs(svg));
    most = Math.max(most, parcels(svg));
  }
  expect([leases, most]).toEqual([1, 1]);
});

test('a caption is broken into lines that fit, between words where it can be', () => {
  const lines = wrapped(`${'word '.repeat(40)}${'x'.repeat(200)}`, 300);
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(300);
  expect(lines.join('').replaceAll(' ', '')).toBe('word'.repeat(40) + 'x'.repeat(200));
  expect(wrapped('', 300)).toEqual([]);
});
