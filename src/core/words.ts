import type { Words } from './protocol';

/** Those of most protocols. */
export const EPOCH_WORDS: Words = { epoch: 'epoch', epochs: 'epochs' };

/** A text that speaks of epochs, in the words of a protocol. */
export function inWords({ epoch, epochs }: Words, text: string): string {
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  return text.replace(/\bepochs?\b/gi, (word) => {
    const own = word.toLowerCase() === 'epoch' ? epoch : epochs;
    return word.startsWith('E') ? capital(own) : own;
  });
}

/** Lengths of time in the words of events: "260 ms", "2.0 s". */
export function duration(durationUs: number): string {
  return durationUs < 1_000_000
    ? `${Math.round(durationUs / 1000)} ms`
    : `${(durationUs / 1_000_000).toFixed(1)} s`;
}

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
export function listed(ids: readonly string[]): string {
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)!}`;
}
