/** What the line above the stage says: the most urgent thing first. Plain data, so that it can be tested as such. */
import type { Violation } from '../../check/invariant';
import { hasAuthority, type Snapshot } from '../../sim/view';
import { count, secondsText } from '../format';

/** Words, or words that lead to a member or to the story of what happened. */
export type NowPart =
  | string
  | { readonly text: string; readonly node: string }
  | { readonly text: string; readonly atUs: number }
  | { readonly text: string; readonly story: true };

export interface NowSentence {
  readonly tone: 'calm' | 'violation';
  readonly phrase: readonly NowPart[];
}

/** What is going on at the shown instant. */
export function nowOf(snapshot: Snapshot, violation: Violation | null): NowSentence {
  if (violation !== null) {
    return {
      tone: 'violation',
      phrase: [
        `Safety violated at ${secondsText(violation.atUs)} s: ${violation.text} `,
        { text: 'Why?', story: true },
      ],
    };
  }
  return { tone: 'calm', phrase: calmly(snapshot) };
}

function calmly({ nodes, timeUs }: Snapshot): readonly NowPart[] {
  const members = nodes.filter(({ part }) => part === 'node');
  const leaders = members.filter((node) => hasAuthority(node, timeUs));
  const up = members.filter(({ status }) => status === 'up').length;
  const tally = up === members.length ? '' : ` ${up} of ${members.length} are up.`;
  if (leaders.length > 0) {
    const named = leaders.flatMap(({ id }, at) => [at === 0 ? '' : ' and ', { text: id, node: id }]);
    const verb = leaders.length === 1 ? ` leads in epoch ${leaders[0]!.epoch}.` : ' lead at once.';
    return [...named, verb + tally];
  }
  const candidate = members.find(({ role, status }) => role === 'candidate' && status === 'up');
  if (candidate !== undefined) {
    return [{ text: candidate.id, node: candidate.id }, ` stands for epoch ${candidate.epoch}.${tally}`];
  }
  return [`Nobody leads.${tally || ` ${count(up, 'node')} up, none has noticed yet.`}`];
}
