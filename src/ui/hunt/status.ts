import { isNote } from '../../app/search/found-run';
import { thousands } from '../format';
import type { HuntDesk } from './hunt-desk.svelte';

/** What is going on behind the page, in a few words; null if there is nothing to tell. */
export function statusOf({
  state,
  ended,
}: HuntDesk): { readonly caption: string; readonly value: string } | null {
  switch (state?.mode) {
    case 'searching':
      return { caption: 'Hunting…', value: thousands(state.schedules) };
    case 'shrinking':
      return { caption: 'Hunt', value: 'shrinking…' };
    case 'found': {
      const whole = state.found === null || !isNote(state.found.violation.invariant);
      return ended ? { caption: 'Hunt', value: whole ? 'found a break' : 'found one never whole' } : null;
    }
    case 'clean':
      return ended ? { caption: 'Hunt', value: 'found nothing' } : null;
    default:
      return null;
  }
}
