import type { InvariantStatus } from '../../app/session/state';

/** How things stand, in a few words: "all 8 hold", "1 violated, 7 hold". */
export function safetySummary(invariants: readonly InvariantStatus[]): string {
  const broken = invariants.filter(({ violation }) => violation !== null);
  const violated = broken.filter(({ note }) => !note).length;
  const noted = broken.length - violated;
  const kept = invariants.length - broken.length;
  if (broken.length === 0) return `all ${kept} hold`;
  return [
    ...(violated > 0 ? [`${violated} violated`] : []),
    ...(noted > 0 ? [`${noted} did not hold`] : []),
    `${kept} ${kept === 1 ? 'holds' : 'hold'}`,
  ].join(', ');
}
