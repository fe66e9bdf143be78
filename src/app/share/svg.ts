/** The excerpt as a picture: a lane for each node, its bands, the messages between them, and in words what was done. */
import { scaleLinear } from 'd3';
import { arrowsOf, type Scales } from './arrows';
import type { Telling } from '../run/telling';
import { authorityBar, leaseBand, roleBand } from './bands';
import type { Excerpt } from './excerpt';
import { leasesOf } from './leases';
import { legendOf } from './legend';
import { noteLines, notesOf, wordsOf } from './notes';
import { LINE_HEIGHT, MARGIN, PAPER, PICTURE_WIDTH, type Block } from './paper';
import { headOf, pictureFile, rangeWords } from './picture';
import { lanesOf } from './spans';
import { svgElement, svgText } from './svg-element';

/** Where the lanes begin and end, and where the plot begins, with a line of numbers above the lanes. */
const LEFT = 96;
const RIGHT = PICTURE_WIDTH - MARGIN;
const TOP = 20;
const AXIS_HEIGHT = 30;

/** A whole file of nothing else, with the words that go with the run. */
export function svgPicture(excerpt: Excerpt, telling: Telling = {}): string {
  return pictureFile(headOf(excerpt, rangeWords(excerpt), telling), [timelineBlock(excerpt)]);
}

/** The part of a picture that shows the excerpt, as wide as the picture. */
export function timelineBlock(excerpt: Excerpt): Block {
  const { trace, fromUs, toUs } = excerpt;
  const laneHeight = Math.max(18, Math.min(56, 640 / trace.nodes.length));
  const bottom = TOP + LINE_HEIGHT + laneHeight * trace.nodes.length;
  const time = scaleLinear([fromUs, Math.max(toUs, fromUs + 1000)], [LEFT, RIGHT]);
  const scales: Scales = { x: time, y: (node) => TOP + LINE_HEIGHT + laneHeight * (node + 0.5) };
  const notes = notesOf(excerpt);
  const arrows = arrowsOf(excerpt, scales);
  const legendTop = bottom + AXIS_HEIGHT + LINE_HEIGHT;
  const legend = legendOf(excerpt, legendTop);
  const words = wordsOf(notes, arrows.leftOut, legendTop + legend.height);
  const plot = { x: LEFT, y: TOP - LINE_HEIGHT, width: RIGHT - LEFT, height: bottom - TOP + LINE_HEIGHT };
  const drawing = [
    svgElement('defs', {}, svgElement('clipPath', { id: 'plot' }, svgElement('rect', plot))),
    axisOf(time, bottom),
    ...trace.nodes.map((id, node) => laneLine(id, scales.y(node))),
    svgElement('g', { 'clip-path': 'url(#plot)' }, arrows.drawing),
    ...leasesOf(excerpt).map((span) => leaseBand(span, scales, trace.parts.indexOf('store'), laneHeight)),
    ...lanesOf(excerpt).flatMap(({ part, roles, authority }, node) => [
      // Without a role, what is up is no more than its line.
      ...roles
        .filter(({ status }) => part === 'node' || status !== 'up')
        .map((span) => roleBand(span, scales, node, laneHeight)),
      ...authority.map((span) => authorityBar(span, scales, node)),
    ]),
    noteLines(notes, time, { top: TOP, bottom }),
    legend.drawing,
    words.drawing,
  ].join('');
  return { drawing, height: legendTop + legend.height + words.height };
}

function axisOf(time: ReturnType<typeof scaleLinear<number, number>>, bottom: number): string {
  const seconds = time.copy().domain(time.domain().map((us) => us / 1_000_000));
  const label = seconds.tickFormat(10);
  return seconds
    .ticks(10)
    .map((tick) => {
      const x = seconds(tick);
      const line = { x1: x, x2: x, y1: TOP, y2: bottom + 4, stroke: PAPER.line };
      const words = { 'text-anchor': 'middle', fill: PAPER.muted };
      return svgElement('line', line) + svgText(`${label(tick)} s`, x, bottom + 20, words);
    })
    .join('');
}

function laneLine(id: string, y: number): string {
  const name = svgText(id, LEFT - 16, y + 4.5, { 'text-anchor': 'end', 'font-weight': 600 });
  return name + svgElement('line', { x1: LEFT, x2: RIGHT, y1: y, y2: y, stroke: PAPER.line });
}
