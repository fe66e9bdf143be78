/** A run as part of an address: JSON, deflated by the browser, in the alphabet that addresses allow. */
import { LONGEST_RUN_CHARACTERS } from './limits';

const KEY = 'run';

/** What goes behind `#run=`. */
export async function packText(text: string): Promise<string> {
  const bytes = await collect(
    new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    Number.MAX_SAFE_INTEGER,
  );
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The text again. Throws a sentence if it was cut short or changed, or unpacks to more than a run may be. */
export async function unpackText(packed: string): Promise<string> {
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true }).decode(await collect(stream, LONGEST_RUN_CHARACTERS));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Error('The link is damaged or was cut short: copy the whole address and open it again.', {
      cause: error,
    });
  }
}

/** The packed run in an address's fragment; null if it has none. */
export function packedRunIn(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, '')).get(KEY);
}

export function fragmentFor(packed: string): string {
  return `#${KEY}=${packed}`;
}

async function collect(stream: ReadableStream<Uint8Array>, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new RangeError(
        `The link unpacks to more than ${mostBytes} bytes: that is no run of this playground.`,
      );
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
