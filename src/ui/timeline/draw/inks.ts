/** The colours of the timeline, resolved for the scheme in force, and the font of the page. */
import { inkReader, paletteFrom, type Palette } from '../../stage/palette';

export interface Inks extends Palette {
  readonly strong: string;
  readonly raised: string;
  readonly sunken: string;
  readonly accent: string;
  readonly danger: string;
  readonly caution: string;
  /** A CSS font family. */
  readonly family: string;
}

export function readInks(): Inks {
  const { read, done } = inkReader();
  const inks = {
    ...paletteFrom(read),
    strong: read('--line-strong'),
    raised: read('--surface-raised'),
    sunken: read('--surface-sunken'),
    accent: read('--accent'),
    danger: read('--danger'),
    caution: read('--caution'),
    family: getComputedStyle(document.body).fontFamily,
  };
  done();
  return inks;
}

/** Of two inks, the one that is easier to read on a ground; all as `rgb(r, g, b)`. */
export function readableOn(ground: string, one: string, other: string): string {
  return contrast(ground, one) >= contrast(ground, other) ? one : other;
}

/** As the WCAG define it. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
