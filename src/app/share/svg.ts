/** The excerpt as a picture: a lane for each node, its bands, the messages between them, and in words what was done. */
import { scaleLinear } from 'd3';
import { arrowsOf, type Scales } from './arrows';
import { authorityBar, FROZEN_PATTERN, leaseBand, roleBand } from './bands';
import { instantText } from '../../sim/instant-words';
import type { Excerpt } from './excerpt';
import { leasesOf } from './leases';
import { legendOf } from './legend';
import { noteLines, notesOf, wordsOf } from './notes';
import { FONT, LINE_HEIGHT, MARGIN, PAPER, PICTURE_WIDTH } from './paper';
import { lanesOf } from './spans';
import { svgElement, svgText } from './svg-element';

/** Where the lanes begin and end, and where the plot begins, with a line of numbers above the lanes. */
const LEFT = 96;
const RIGHT = PICTURE_WIDTH - MARGIN;
const TOP = 72;
const AXIS_HEIGHT = 30;

/** A whole file, 1280 wide and as high as it needs. */
export function svgPicture(excerpt: Excerpt): string {
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
  const height = legendTop + legend.height + words.height + LINE_HEIGHT;
  return svgElement(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: PICTURE_WIDTH,
      height,
      viewBox: `0 0 ${PICTURE_WIDTH} ${Math.round(height)}`,
      'font-family': FONT,
      'font-size': 13,
      fill: PAPER.text,
    },
    definitions(bottom),
    svgElement('rect', { width: PICTURE_WIDTH, height, fill: PAPER.surface }),
    titleOf(excerpt),
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
  );
}

function definitions(bottom: number): string {
  const plot = { x: LEFT, y: TOP - LINE_HEIGHT, width: RIGHT - LEFT, height: bottom - TOP + LINE_HEIGHT };
  const stripes = {
    id: FROZEN_PATTERN,
    width: 5,
    height: 5,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  };
  return svgElement(
    'defs',
    {},
    svgElement('clipPath', { id: 'plot' }, svgElement('rect', plot)),
    svgElement('pattern', stripes, svgElement('rect', { width: 2, height: 5, fill: PAPER.muted })),
  );
}

function titleOf({ run, protocol, fromUs, toUs }: Excerpt): string {
  const nodes = `${run.nodes.length} node${run.nodes.length === 1 ? '' : 's'}`;
  const range = `${instantText(fromUs)} – ${instantText(toUs)} of virtual time, seed ${run.seed}. Interregnum`;
  return (
    svgText(`${protocol.title}, ${nodes}`, MARGIN, 32, { 'font-size': 18, 'font-weight': 600 }) +
    svgText(range, MARGIN, 53, { fill: PAPER.muted })
  );
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
