import type { Inks } from './inks';

export const fontOf = (inks: Inks, size: number, weight = 400): string =>
  `${weight} ${size}px ${inks.family}`;

/** Cut to fit, with an ellipsis. */
export function fitted(text: string, room: number, characterWidth = 7.5): string {
  const most = Math.max(1, Math.floor(room / characterWidth));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
