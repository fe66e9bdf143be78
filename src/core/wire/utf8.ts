/**
 * Text as UTF-8 bytes, by hand: the core compiles without the platform's `TextEncoder`.
 *
 * Nearly all text here is a short ASCII id, so that path comes first and allocates nothing but its result.
 */

const REPLACEMENT = 0xfffd;

/** How many bytes `utf8Write` will write. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0x80) continue;
    const code = codePointAt(text, i);
    length += code < 0x800 ? 1 : 2;
    // A surrogate pair is two units for four bytes: two more than its units, as counted.
    if (code > 0xffff) i++;
  }
  return length;
}

/** Writes `text` at `at` and answers where the next byte goes. Half a surrogate pair becomes U+FFFD. */
export function utf8Write(bytes: Uint8Array, at: number, text: string): number {
  let next = at;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[next++] = unit;
      continue;
    }
    const code = codePointAt(text, i);
    if (code < 0x800) {
      bytes[next++] = 0xc0 | (code >> 6);
    } else if (code < 0x10000) {
      bytes[next++] = 0xe0 | (code >> 12);
      bytes[next++] = 0x80 | ((code >> 6) & 0x3f);
    } else {
      bytes[next++] = 0xf0 | (code >> 18);
      bytes[next++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[next++] = 0x80 | ((code >> 6) & 0x3f);
      i++;
    }
    bytes[next++] = 0x80 | (code & 0x3f);
  }
  return next;
}

/** The text of `bytes[start … end)`; null unless it is exactly what `utf8Write` gives for some text. */
export function utf8Read(bytes: Uint8Array, start: number, end: number): string | null {
  let text = '';
  for (let i = start; i < end;) {
    const lead = bytes[i++]!;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      continue;
    }
    const following = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || i + following > end) return null;
    let code = lead & (0x3f >> following);
    for (let k = 0; k < following; k++) {
      const byte = bytes[i++]!;
      if ((byte & 0xc0) !== 0x80) return null;
      code = (code << 6) | (byte & 0x3f);
    }
    const overlong = code < (following === 3 ? 0x10000 : following === 2 ? 0x800 : 0x80);
    if (overlong || code > 0x10ffff || isSurrogate(code)) return null;
    text += String.fromCodePoint(code);
  }
  return text;
}

function codePointAt(text: string, i: number): number {
  const code = text.codePointAt(i)!;
  return isSurrogate(code) ? REPLACEMENT : code;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
