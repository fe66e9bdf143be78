/** From when on a change of the settings counts, in words. */
import { instantText } from '../../format';
import type { SessionState } from '../../../app/session/state';
import type { Counting } from '../../shell.svelte';

type Shown = Pick<SessionState, 'live' | 'branches'> & {
  readonly snapshot: { readonly timeUs: number };
};

/** What a person chooses from. */
export function countingOptions(shown: Shown): readonly { readonly id: Counting; readonly title: string }[] {
  const from = shown.live ? 'now' : instantOf(shown);
  return [
    { id: 'again', title: 'starts again from 0 s' },
    { id: 'onward', title: `counts from ${from} on` },
  ];
}

/** What the choice comes to. */
export function countingSentence(counting: Counting, shown: Shown): string {
  if (counting === 'onward') {
    return shown.live
      ? 'The run goes on, and every change holds from the moment at which you make it.'
      : `A change begins another branch at ${instantOf(shown)}; what happened after that stays in this one.`;
  }
  const lost = shown.branches.length > 1 ? ', and its branches are gone' : '';
  return `Every change starts the run again from 0 s${lost}.`;
}

/** As in the name of the branch that would begin there. */
const instantOf = ({ snapshot }: Shown): string => instantText(snapshot.timeUs);
