/** What the shapes of the picture stand for. */
import { crossAt, markOf } from './arrows';
import { bandOf, crownAt } from './bands';
import type { Words } from '../../core/protocol';
import type { Excerpt } from './excerpt';
import { epochInk, LINE_HEIGHT, MARGIN, PAPER, PICTURE_WIDTH, widthOf, type Block } from './paper';
import type { RoleSpan } from './spans';
import { svgElement, svgText } from './svg-element';

export function legendOf({ protocol }: Excerpt, top: number): Block {
  const ink = epochInk(1);
  const at =
    (role: RoleSpan['role'], status: RoleSpan['status'] = 'up') =>
    (x: number, y: number) =>
      bandOf(
        { fromUs: 0, toUs: 0, role, status, epoch: 1 },
        (height) => ({ x, y: y - height / 2, width: 22, height, rx: 1.5 }),
        ink,
      );
  const authority = (x: number, y: number) => {
    const bar = svgElement('rect', { x, y: y + 8, width: 22, height: 3, fill: ink });
    return at('primary')(x, y) + bar + crownAt(x + 6, y + 3.5);
  };
  const entries: readonly (readonly [string, (x: number, y: number) => string])[] = [
    ['primary', at('primary')],
    ['candidate', at('candidate')],
    ['replica', at('replica')],
    ['frozen', at('replica', 'frozen')],
    ['down', at('replica', 'killed')],
    ['authority', authority],
    [
      'never arrived',
      (x, y) => svgElement('path', { d: crossAt({ x: x + 11, y }), stroke: PAPER.muted, fill: 'none' }),
    ],
    ...protocol.verbs.map(
      ({ verb, mark }) => [verb, (x: number, y: number) => markOf(mark, x + 11, y, ink)] as const,
    ),
  ];
  let [x, y] = [MARGIN, top];
  const parts = entries.map(([text, draw]) => {
    const width = 30 + widthOf(text) + 22;
    if (x + width > PICTURE_WIDTH - MARGIN) [x, y] = [MARGIN, y + LINE_HEIGHT];
    const part = draw(x, y - 4) + svgText(text, x + 30, y, { fill: PAPER.muted });
    x += width;
    return part;
  });
  return { drawing: parts.join('') + colourNote(x, y, protocol.words), height: y - top + LINE_HEIGHT };
}

/** Only shapes are explained above; this is what colours mean. */
function colourNote(x: number, y: number, { epochs }: Words): string {
  const swatches = [1, 2, 3].map((epoch, at) =>
    svgElement('rect', { x: x + at * 8, y: y - 9, width: 7, height: 9, fill: epochInk(epoch) }),
  );
  return swatches.join('') + svgText(epochs, x + 32, y, { fill: PAPER.muted });
}
