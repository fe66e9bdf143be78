/** What was done to the cluster, and what broke: numbered lines in the picture, and the same numbers with words below. */
import { faultWords } from '../../sim/fault-words';
import { instantText } from '../../sim/instant-words';
import type { Excerpt } from './excerpt';
import { LINE_HEIGHT, MARGIN, PAPER, type Block } from './paper';
import { svgElement, svgText } from './svg-element';

/** What is said below the picture; the rest is counted. */
const MOST_NOTES = 12;
const NUMBER_WIDTH = 18;

export interface Note {
  readonly atUs: number;
  readonly text: string;
  readonly danger: boolean;
}

/** Everything that was done to the cluster, and what broke, in the order of time. */
export function notesOf({ trace, violations, fromUs, toUs }: Excerpt): Note[] {
  const notes: Note[] = [];
  const end = trace.records.countBefore(toUs);
  for (let id = trace.records.countBefore(fromUs); id < end; id += 1) {
    if (trace.records.kindOf(id) !== 'fault') continue;
    notes.push({ atUs: trace.records.row(id).atUs, text: faultWords(trace, id), danger: false });
  }
  for (const { atUs, text } of violations) {
    if (atUs >= fromUs && atUs < toUs) notes.push({ atUs, text, danger: true });
  }
  return notes.sort((a, b) => a.atUs - b.atUs);
}

export interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** The lines through all lanes. Numbers that would lie on each other become one: `4–6`. */
export function noteLines(notes: readonly Note[], x: (us: number) => number, extent: Extent): string {
  const lines = notes.map(({ atUs, danger }) => lineAt(x(atUs), danger, extent));
  const groups: { x: number; first: number; last: number; danger: boolean }[] = [];
  notes.slice(0, MOST_NOTES).forEach(({ atUs, danger }, at) => {
    const group = groups.at(-1);
    if (group !== undefined && x(atUs) - group.x < NUMBER_WIDTH) {
      group.last = at + 1;
      group.danger ||= danger;
    } else groups.push({ x: x(atUs), first: at + 1, last: at + 1, danger });
  });
  const numbers = groups.map(({ x: middle, first, last, danger }) => {
    const look = { 'text-anchor': 'middle', fill: inkOf(danger), 'font-weight': 600 };
    return svgText(first === last ? `${first}` : `${first}–${last}`, middle, extent.top - 5, look);
  });
  return [...lines, ...numbers].join('');
}

function lineAt(x: number, danger: boolean, { top, bottom }: Extent): string {
  const line = { x1: x, x2: x, y1: top, y2: bottom, stroke: inkOf(danger) };
  return svgElement('line', { ...line, ...(danger ? { 'stroke-width': 2 } : { 'stroke-dasharray': '2 3' }) });
}

const inkOf = (danger: boolean): string => (danger ? PAPER.danger : PAPER.muted);

export function wordsOf(
  notes: readonly Note[],
  leftOut: readonly (readonly [verb: string, count: number])[],
  top: number,
): Block {
  const told = notes.slice(0, MOST_NOTES);
  const lines = told.map(({ atUs, text, danger }, at) => (y: number) => {
    const fill = danger ? PAPER.danger : PAPER.text;
    const right = { fill, 'text-anchor': 'end' };
    return (
      svgText(`${at + 1}`, MARGIN + 16, y, { ...right, 'font-weight': 600 }) +
      svgText(instantText(atUs), MARGIN + 96, y, right) +
      svgText(text, MARGIN + 112, y, { fill })
    );
  });
  const asides = [
    ...(notes.length > told.length ? [`and ${notes.length - told.length} more`] : []),
    ...(leftOut.length > 0
      ? [`Not drawn: ${leftOut.map(([verb, count]) => `${count} × ${verb}`).join(', ')}`]
      : []),
  ].map((text) => (y: number) => svgText(text, MARGIN + 112, y, { fill: PAPER.muted }));
  const all = [...lines, ...asides];
  const drawing = all.map((line, at) => line(top + LINE_HEIGHT * (at + 1))).join('');
  return { drawing, height: LINE_HEIGHT * all.length };
}
