/** What the tests of the timeline stand on: a small cluster's run, and the scene of it. */
import { simulate, systemOfRun, type Run } from '../../sim';
import { runOf } from '../../sim/test-kit';
import { MessageLooks } from '../stage/message-looks';
import type { Inks } from './draw/inks';
import { companyArt } from './draw/company';
import { drawRibbons } from './draw/ribbons';
import { makeBeside } from './recorded/beside';
import { TimelineIndex } from './recorded/timeline-index';
import { sceneOf, type Scene, type SceneInput, type Side } from './scene';
import { layOut, usualHeight } from './view/layout';

export const RULER = 24;
export const GUTTER = 60;

export const INKS: Inks = {
  epochs: Array.from({ length: 8 }, (_, at) => `rgb(${at * 30}, 100, 200)`),
  text: 'rgb(0, 0, 0)',
  muted: 'rgb(90, 90, 90)',
  line: 'rgb(220, 220, 220)',
  strong: 'rgb(160, 160, 160)',
  surface: 'rgb(250, 250, 250)',
  raised: 'rgb(255, 255, 255)',
  sunken: 'rgb(240, 240, 240)',
  accent: 'rgb(0, 80, 200)',
  danger: 'rgb(200, 0, 0)',
  caution: 'rgb(150, 100, 0)',
  family: 'sans-serif',
};

/** A store, clients and exports, and one clock that is set so far ahead that two lead and two export at once. */
export const LEASE_RUN: Run = {
  version: 1,
  protocol: 'ballot-lease',
  nodes: ['n1', 'n2', 'n3'],
  seed: 1,
  clients: 2,
  exports: true,
  faults: [{ atMs: 5000, kind: 'clock', node: 'n2', offsetMs: 9250 }],
};

/** A run of `count` nodes, recorded up to `untilMs` and indexed. */
export function recordedSide(count: number, untilMs: number, overrides: Partial<Run> = {}): Side {
  return sideOf(runOf(count, overrides), untilMs);
}

export function sideOf(run: Run, untilMs: number): Side {
  const { trace, world } = simulate(run, untilMs);
  const protocol = systemOfRun(run);
  const index = new TimelineIndex(trace, protocol, makeBeside);
  index.extend();
  return { index, looks: new MessageLooks(trace.messages, protocol), headUs: world.headUs, name: 'main' };
}

/** All of the run in 1000 pixels, unless something else is said. */
export function sceneWith(sides: readonly Side[], change: Partial<SceneInput> = {}): Scene {
  const nodes = sides[0]!.index.lanes.length;
  const count = sides.length as 1 | 2;
  const { beside } = sides[0]!.index;
  const rows = { exports: beside !== null && beside.exports.count(-1, Infinity) > 0, gaps: true };
  const height = usualHeight(nodes, count, rows);
  return sceneOf({
    sides,
    inks: INKS,
    width: 1000 + GUTTER,
    height: height + RULER,
    gutter: GUTTER,
    ruler: RULER,
    layout: layOut(nodes, count, height, rows),
    scrollTop: 0,
    view: { startUs: 0, spanUs: sides[0]!.headUs },
    timeUs: sides[0]!.headUs,
    divergesAtUs: null,
    inHand: [],
    hovered: null,
    chosen: null,
    meanLatencyUs: 5000,
    company: companyArt,
    drawRibbons,
    ...change,
  });
}
