/** How exported pictures look: made for paper and slides, whatever theme the page is in. */

export const PAPER = {
  surface: '#ffffff',
  text: '#1c1d1f',
  muted: '#5c5e63',
  line: '#dcdcd7',
  strong: '#a9a9a2',
  danger: '#c4122f',
} as const;

/** By epoch mod 8: the colours of the page's light theme. */
const EPOCHS = ['#3d4045', '#0072b2', '#c77700', '#00805e', '#b04a86', '#2d8fc4', '#bb5200', '#8a7d00'];

/** `−1` is no epoch. */
export const epochInk = (epoch: number): string => (epoch < 0 ? PAPER.muted : EPOCHS[epoch % EPOCHS.length]!);

export const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif';

/** About how wide a text in 13 px is; nobody measures it here. */
export const widthOf = (text: string): number =>
  text.length * 6.9 + (text.match(/[A-Z]/g)?.length ?? 0) * 2.4;

export const PICTURE_WIDTH = 1280;
export const MARGIN = 24;
export const LINE_HEIGHT = 20;

/** Something that takes a part of the page's height. */
export interface Block {
  readonly drawing: string;
  readonly height: number;
}
