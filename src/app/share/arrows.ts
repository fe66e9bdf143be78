/** The messages of an excerpt as lines from lane to lane; where there are too many, the commonest kinds are left out. */
import { symbol, symbolSquare, symbolStar, symbolTriangle, type SymbolType } from 'd3';
import type { AnyProtocol, MarkShape } from '../../core/protocol';
import type { MessageRow } from '../../sim/trace/message-table';
import { messagesIn, type Excerpt } from './excerpt';
import { epochInk, PAPER } from './paper';
import { round, svgElement } from './svg-element';

export interface Scales {
  readonly x: (us: number) => number;
  /** The middle of a node's lane. */
  readonly y: (node: number) => number;
}

export interface Arrows {
  readonly drawing: string;
  /** How many of which verb are not in the drawing. */
  readonly leftOut: readonly (readonly [verb: string, count: number])[];
}

/** More lines than that are a grey area. */
const MOST_ARROWS = 1500;
/** Chatter stays behind what decides something. */
const FAINT = '0.35';
const STRONG = '0.9';
const HEAD = 4.5;
const CROSS = 3;

const SYMBOLS: Readonly<Record<MarkShape, SymbolType | null>> = {
  // The commonest mark says least: a bare line is enough.
  dot: null,
  triangle: symbolTriangle,
  square: symbolSquare,
  star: symbolStar,
  bar: symbolSquare,
};

/** What tells the verb: drawn where the message leaves. A bare line has no mark; the legend shows the line then. */
export function markOf(shape: MarkShape, x: number, y: number, ink: string): string {
  const type = SYMBOLS[shape];
  if (type === null) return svgElement('path', { d: `M${round(x - 9)},${round(y)}h18`, stroke: ink });
  const d = symbol(type, 34)() ?? '';
  return svgElement('path', { d, transform: `translate(${round(x)} ${round(y)})`, fill: ink });
}

export function arrowsOf(excerpt: Excerpt, scales: Scales): Arrows {
  const { trace, protocol } = excerpt;
  const { kept, leftOut } = thinned(messagesIn(excerpt));
  const shapes = new Map(protocol.verbs.map(({ verb, mark }) => [verb, mark]));
  // One path for all lines of one look: far smaller than an element each.
  const lines = new Map<string, { readonly stroke: string; readonly opacity: string; d: string }>();
  const crosses: string[] = [];
  const marks: string[] = [];
  for (const row of kept) {
    const ink = epochInk(epochOf(protocol, trace.messages.message(row.id)));
    const from = { x: scales.x(row.sentUs), y: scales.y(trace.nodes.indexOf(row.from)) };
    const to = { x: scales.x(row.endUs), y: scales.y(trace.nodes.indexOf(row.to)) };
    const end = endOf(row, from, to);
    const arrives = row.fate === 'delivered' || row.fate === 'rejected' || row.fate === 'inFlight';
    const line = `M${point(from)}L${point(end)}${arrives ? headAt(from, end) : ''}`;
    const shape = shapes.get(row.verb) ?? 'dot';
    const opacity = SYMBOLS[shape] === null ? FAINT : STRONG;
    const path = lines.get(ink + opacity) ?? { stroke: ink, opacity, d: '' };
    path.d += line;
    lines.set(ink + opacity, path);
    if (!arrives) crosses.push(crossAt(end));
    if (SYMBOLS[shape] !== null && row.sentUs >= excerpt.fromUs)
      marks.push(markOf(shape, from.x, from.y, ink));
  }
  const paths = [...lines.values()].map(({ stroke, opacity, d }) =>
    svgElement('path', { d, stroke, 'stroke-opacity': opacity }),
  );
  const drawing = [
    svgElement('g', { fill: 'none', 'stroke-width': 1 }, ...paths),
    svgElement('path', { d: crosses.join(''), fill: 'none', stroke: PAPER.muted, 'stroke-width': '1.4' }),
    ...marks,
  ].join('');
  return { drawing, leftOut };
}

export function crossAt({ x, y }: Point): string {
  return `M${point({ x: x - CROSS, y: y - CROSS })}l${2 * CROSS},${2 * CROSS}m0,${-2 * CROSS}l${-2 * CROSS},${2 * CROSS}`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Lost on its way somewhere in the middle; nobody knows where. */
function endOf(row: MessageRow, from: Point, to: Point): Point {
  if (row.fate !== 'lost' && row.fate !== 'cut' && row.fate !== 'dropped') return to;
  return { x: row.stillborn ? (from.x + to.x) / 2 : to.x, y: (from.y + to.y) / 2 };
}

function headAt(from: Point, to: Point): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 2 * HEAD) return '';
  const back = { x: ((from.x - to.x) / length) * HEAD, y: ((from.y - to.y) / length) * HEAD };
  const left = { x: to.x + back.x - back.y * 0.5, y: to.y + back.y + back.x * 0.5 };
  const right = { x: to.x + back.x + back.y * 0.5, y: to.y + back.y - back.x * 0.5 };
  return `M${point(left)}L${point(to)}L${point(right)}`;
}

const point = ({ x, y }: Point): string => `${round(x)},${round(y)}`;

/** Whole kinds go, the commonest first: part of a kind would tell a story that did not happen. */
function thinned(rows: readonly MessageRow[]) {
  const counts = new Map<string, number>();
  for (const { verb } of rows) counts.set(verb, (counts.get(verb) ?? 0) + 1);
  const leftOut: (readonly [string, number])[] = [];
  let rest = rows.length;
  for (const [verb, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    if (rest <= MOST_ARROWS) break;
    leftOut.push([verb, count]);
    rest -= count;
  }
  const gone = new Set(leftOut.map(([verb]) => verb));
  return { kept: rows.filter(({ verb }) => !gone.has(verb)), leftOut };
}

/** The first number on the wire that is called an epoch; −1 for a message without one. */
function epochOf({ codec }: AnyProtocol, message: { readonly verb: string }): number {
  const field = codec.spec[message.verb]?.find(([name, kind]) => kind === 'number' && /epoch$/i.test(name));
  const value = field && (message as Readonly<Record<string, unknown>>)[field[0]];
  return typeof value === 'number' ? value : -1;
}
