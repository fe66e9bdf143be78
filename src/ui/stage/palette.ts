/**
 * The page's tokens as colours that a canvas understands. A custom property gives its text, `light-dark(…)` included;
 * only a real property of a real element resolves it for the scheme in force.
 */
export interface Palette {
  /** By epoch mod 8. */
  readonly epochs: readonly string[];
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
}

export const EPOCH_COLOURS = 8;

/** The colour of something that may belong to no epoch (−1). */
export function epochColourIn(palette: Palette, epoch: number): string {
  return epoch < 0 ? palette.muted : (palette.epochs[epoch % EPOCH_COLOURS] ?? palette.muted);
}

/** Borrows the element's own colour for a moment: give it one that shows no text. */
export function readPalette(element: HTMLElement): Palette {
  const resolve = (token: string): string => {
    element.style.color = `var(${token})`;
    return getComputedStyle(element).color;
  };
  const palette = {
    epochs: Array.from({ length: EPOCH_COLOURS }, (_, at) => resolve(`--epoch-${at}`)),
    text: resolve('--text'),
    muted: resolve('--text-muted'),
    line: resolve('--line'),
    surface: resolve('--surface'),
  };
  element.style.color = '';
  return palette;
}

/** Calls back whenever the colours may have changed; returns what stops it. */
export function watchScheme(onChange: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', onChange);
  const theme = new MutationObserver(onChange);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => {
    query.removeEventListener('change', onChange);
    theme.disconnect();
  };
}
