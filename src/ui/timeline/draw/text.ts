import type { Inks } from './inks';
import type { Pen } from './pen';

export const fontOf = (inks: Inks, size: number, weight = 400): string =>
  `${weight} ${size}px ${inks.family}`;

/** Cut to fit, with an ellipsis. */
export function fitted(text: string, room: number, characterWidth = 7.5): string {
  const most = Math.max(1, Math.floor(room / characterWidth));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Readable on top of lines: the ground shows around each letter. */
export function textWithHalo(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  colour: string,
  halo: string,
): void {
  pen.lineJoin = 'round';
  pen.lineWidth = 4;
  pen.strokeStyle = halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}
