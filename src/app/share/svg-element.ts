/** SVG as text: only attributes, no styles, so that it looks the same under any policy and in any program. */

export type Attributes = Readonly<Record<string, string | number>>;

/** `children` are elements; for words see `svgText`. */
export function svgElement(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(attributeText(value))}"`,
  );
  const inside = children.join('');
  return inside === '' ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${inside}</${name}>`;
}

export function svgText(text: string, x: number, y: number, attributes: Attributes = {}): string {
  return svgElement('text', { x, y, ...attributes }, escapeXml(text));
}

/** Tenths of a pixel: finer than anybody sees, and short. */
export const round = (value: number): number => Math.round(value * 10) / 10;

const attributeText = (value: string | number): string =>
  String(typeof value === 'number' ? round(value) : value);

/** Control characters are no XML at all, escaped or not. */
const escapeXml = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
