/** The rows that every protocol has which says how long its failovers take. */
import type { FailoverBound } from '../../core/protocol';
import type { Claim, Margin } from './margin';

/** `believed`: what is said of the longest. Without a longest, where an election may fail for ever, there is the shortest alone. */
export function takeoverMargins(bounds: readonly FailoverBound[], believed: Claim | null): readonly Margin[] {
  const claim = ({ ms, formula, help }: FailoverBound): Claim => ({ value: ms, formula, source: help });
  const least = bounds.find(({ kind }) => kind === 'least');
  const longest = bounds.findLast(({ kind }) => kind !== 'least');
  return [
    ...(least === undefined
      ? []
      : [
          {
            id: 'soonest',
            title: 'Shortest takeover after a crash',
            unit: 'ms',
            believed: null,
            derived: claim(least),
            trial: 'soonest',
          } as const,
        ]),
    ...(longest === undefined
      ? []
      : [
          {
            id: 'crash',
            title: 'Longest takeover after a crash',
            unit: 'ms',
            believed,
            derived: claim(longest),
            trial: 'crash',
          } as const,
        ]),
  ];
}
