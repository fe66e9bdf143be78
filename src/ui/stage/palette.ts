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

/**
 * What resolves tokens one after another. It is asked through an element of its own: the page's own elements may be in the
 * middle of a transition, and under forced colours every `color` is the system's.
 */
export function inkReader(): { read: (token: string) => string; done: () => void } {
  const probe = document.createElement('i');
  probe.hidden = true;
  // Inline and important: no rule of the page can make this element take its time.
  probe.style.setProperty('transition', 'none', 'important');
  probe.style.setProperty('forced-color-adjust', 'none', 'important');
  document.body.append(probe);
  return {
    read: (token) => {
      probe.style.setProperty('color', `var(${token})`, 'important');
      return getComputedStyle(probe).color;
    },
    done: () => probe.remove(),
  };
}

export function readPalette(): Palette {
  const { read, done } = inkReader();
  const palette = paletteFrom(read);
  done();
  return palette;
}

export function paletteFrom(read: (token: string) => string): Palette {
  return {
    epochs: Array.from({ length: EPOCH_COLOURS }, (_, at) => read(`--epoch-${at}`)),
    text: read('--text'),
    muted: read('--text-muted'),
    line: read('--line'),
    surface: read('--surface'),
  };
}

/** What the colours depend on beside the theme that was chosen. */
const MEDIA = [
  '(prefers-color-scheme: dark)',
  '(forced-colors: active)',
  '(prefers-contrast: more)',
  'print',
];

/** Calls back whenever the colours may have changed; returns what stops it. */
export function watchScheme(onChange: () => void): () => void {
  const queries = MEDIA.map((media) => matchMedia(media));
  for (const query of queries) query.addEventListener('change', onChange);
  const theme = new MutationObserver(onChange);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
    theme.disconnect();
  };
}
