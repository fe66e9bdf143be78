import type { InvariantStatus } from '../../app/session/state';

/** How things stand, in a few words: "all 8 hold", "1 violated, 7 hold", "all 7 hold, 1 not promised". */
export function safetySummary(invariants: readonly InvariantStatus[]): string {
  const broken = invariants.filter(({ violation }) => violation !== null);
  const violated = broken.filter(({ note }) => !note).length;
  const noted = broken.length - violated;
  const open = invariants.filter(({ violation, notPromised }) => violation === null && notPromised !== null);
  const kept = invariants.length - broken.length - open.length;
  const unpromised = open.length > 0 ? [`${open.length} not promised`] : [];
  if (broken.length === 0) return [`all ${kept} hold`, ...unpromised].join(', ');
  return [
    ...(violated > 0 ? [`${violated} violated`] : []),
    ...(noted > 0 ? [`${noted} did not hold`] : []),
    `${kept} ${kept === 1 ? 'holds' : 'hold'}`,
    ...unpromised,
  ].join(', ');
}
