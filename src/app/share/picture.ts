/** A picture as a file: a title, a caption and a line of facts, and under them what it shows, part by part. */
import { instantText } from '../../sim/instant-words';
import type { Telling } from '../run/telling';
import { FROZEN_PATTERN } from './bands';
import type { Excerpt } from './excerpt';
import { FONT, LINE_HEIGHT, MARGIN, PAPER, PICTURE_WIDTH, widthOf, type Block } from './paper';
import { svgElement, svgText } from './svg-element';

/** What stands at its head. */
export interface Head {
  readonly title: string;
  readonly caption?: string;
  /** What was run, and when. */
  readonly facts: string;
}

/** `when`: an instant or a range, in words. Without a title the cluster is one. */
export function headOf(
  { run, protocol }: Pick<Excerpt, 'run' | 'protocol'>,
  when: string,
  { title, caption }: Telling = {},
): Head {
  const cluster = `${protocol.title}, ${run.nodes.length} node${run.nodes.length === 1 ? '' : 's'}`;
  const facts = `${when} of virtual time, seed ${run.seed}. Interregnum`;
  return {
    title: title ?? cluster,
    ...(caption !== undefined && { caption }),
    facts: title === undefined ? facts : `${cluster}, ${facts}`,
  };
}

export const rangeWords = ({ fromUs, toUs }: Pick<Excerpt, 'fromUs' | 'toUs'>): string =>
  `${instantText(fromUs)} – ${instantText(toUs)}`;

/** A whole file, 1280 wide and as high as its parts need; each of them begins at the height 0. */
export function pictureFile(head: Head, parts: readonly Block[]): string {
  const top = headBlock(head);
  let height = top.height;
  const placed = parts.map((part) => {
    const drawn = svgElement('g', { transform: `translate(0 ${height})` }, part.drawing);
    height += part.height;
    return drawn;
  });
  height += LINE_HEIGHT;
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
    svgElement('defs', {}, frozenPattern()),
    svgElement('rect', { width: PICTURE_WIDTH, height, fill: PAPER.surface }),
    top.drawing,
    ...placed,
  );
}

function headBlock({ title, caption, facts }: Head): Block {
  const lines = caption === undefined ? [] : wrapped(caption, (PICTURE_WIDTH - 2 * MARGIN) / LARGER);
  const told = lines.map((line, at) => svgText(line, MARGIN, 55 + at * LINE_HEIGHT, { 'font-size': 15 }));
  const below = 53 + lines.length * LINE_HEIGHT + (lines.length > 0 ? 4 : 0);
  const drawing = [
    svgText(title, MARGIN, 32, { 'font-size': 18, 'font-weight': 600 }),
    ...told,
    svgText(facts, MARGIN, below, { fill: PAPER.muted }),
  ].join('');
  return { drawing, height: below };
}

/** Of 15 px to 13. */
const LARGER = 15 / 13;

/** In lines of 13 px that are no wider; a word that is wider than a line is broken. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    let rest = word;
    const longer = line === '' ? rest : `${line} ${rest}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    while (widthOf(rest) > width) {
      let fits = rest.length - 1;
      while (fits > 1 && widthOf(rest.slice(0, fits)) > width) fits -= 1;
      lines.push(rest.slice(0, fits));
      rest = rest.slice(fits);
    }
    line = rest;
  }
  return line === '' ? lines : [...lines, line];
}

function frozenPattern(): string {
  const stripes = {
    id: FROZEN_PATTERN,
    width: 5,
    height: 5,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  };
  return svgElement('pattern', stripes, svgElement('rect', { width: 2, height: 5, fill: PAPER.muted }));
}
