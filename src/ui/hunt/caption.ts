/** The one line that tells a run that was found, at any instant of it. */
import { isNote, titleOf, type Breaking, type Step } from '../../app/search/found-run';
import { count } from '../format';

/**
 * `behind` is how many of the steps have happened. `isTold`: what was broken is said in full elsewhere, so a word is
 * enough.
 */
export function captionOf(
  steps: readonly Step[],
  behind: number,
  violation: Breaking['violation'] | null,
  isTold: boolean,
  protocol: string,
): string {
  const step = steps[behind - 1];
  const broken = violation === null ? null : brokenWords(violation.invariant, protocol);
  if (step !== undefined) {
    return `${behind} of ${steps.length}: ${step.breaks && isTold && broken !== null ? `${broken}.` : step.text}`;
  }
  const before = steps.filter(({ breaks }) => !breaks).length;
  if (broken === null) return `${count(before, 'step')} to come.`;
  return before === 0 ? `Nothing is done to it, and ${broken}.` : `${count(before, 'step')}, and ${broken}.`;
}

const brokenWords = (invariant: string, protocol: string): string =>
  `“${titleOf(invariant, protocol)}” ${isNote(invariant) ? 'does not hold' : 'is broken'}`;
