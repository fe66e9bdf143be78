/** Sentences with places in them that lead somewhere: plain data, so that a page, a test and a screen reader share one text. */
import type { NodeId } from '../../core/program';

/** Plain words, or words that lead to a member, an instant, or the story of what happened. */
export type Part =
  | string
  | { readonly text: string; readonly node: NodeId }
  | { readonly text: string; readonly atUs: number }
  | { readonly text: string; readonly story: true };

export type Phrase = readonly Part[];

/** `say`${node('n1')} leads`` : a template whose holes are words, parts, or phrases. */
export function say(words: TemplateStringsArray, ...holes: readonly (Part | Phrase | number)[]): Phrase {
  const parts: Part[] = [];
  words.forEach((text, at) => {
    if (text !== '') parts.push(text);
    const hole = holes[at];
    if (hole === undefined) return;
    if (Array.isArray(hole)) parts.push(...(hole as Phrase));
    else parts.push(typeof hole === 'number' ? String(hole) : (hole as Part));
  });
  return joined(parts);
}

export const node = (id: NodeId): Part => ({ text: id, node: id });

/** "n1", "n1 and n2", "n1, n2 and n3"; of more than `most`, the rest as a number. */
export function nodes(ids: readonly NodeId[], most = 4): Phrase {
  const named = ids.length > most ? ids.slice(0, most - 1) : ids;
  const rest = ids.length - named.length;
  const parts: Part[] = [];
  named.forEach((id, at) => {
    if (at > 0) parts.push(at === named.length - 1 && rest === 0 ? ' and ' : ', ');
    parts.push(node(id));
  });
  if (rest > 0) parts.push(` and ${rest} more`);
  return joined(parts);
}

export function textOf(phrase: Phrase): string {
  return phrase.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** One after the other, a space between; empty ones left out. */
export function sentences(...phrases: readonly Phrase[]): Phrase {
  return joined(
    phrases
      .filter((phrase) => phrase.length > 0)
      .flatMap((phrase, at) => (at > 0 ? [' ', ...phrase] : phrase)),
  );
}

/** Neighbouring words become one part. */
function joined(parts: readonly Part[]): Phrase {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}
