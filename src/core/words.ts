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

/** Lengths of time in the words of events: "260 ms", "2.0 s", "1 min 15 s", "1 h". */
export function duration(durationUs: number): string {
  if (durationUs < 1_000_000) return `${Math.round(durationUs / 1000)} ms`;
  const seconds = durationUs / 1_000_000;
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : longDuration(Math.round(seconds));
}

/** A minute or more, in whole seconds: "1 min 15 s", "59 min 3 s", "1 h 5 min". From an hour on whole minutes, rounded down. */
export function longDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? withRest(minutes, 'min', seconds % 60, 's')
    : withRest(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function withRest(amount: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${amount} ${unit}` : `${amount} ${unit} ${rest} ${restUnit}`;
}

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
export function listed(ids: readonly string[]): string {
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)!}`;
}
