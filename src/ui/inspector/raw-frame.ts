/** A frame as it crosses the wire, for reading: its text by lines, each ended by what ends it there. */

export interface RawLine {
  readonly text: string;
  /** `\r\n`, spelled out; empty for a last line that nothing ends. */
  readonly end: string;
}

export function rawLines(frame: Uint8Array): RawLine[] {
  const parts = new TextDecoder().decode(frame).split('\r\n');
  const last = parts.pop() ?? '';
  const lines = parts.map((text) => ({ text: visible(text), end: '\\r\\n' }));
  return last === '' ? lines : [...lines, { text: visible(last), end: '' }];
}

/** Control characters by their code: nothing in a frame goes unseen. */
function visible(text: string): string {
  return Array.from(text, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : char;
  }).join('');
}
