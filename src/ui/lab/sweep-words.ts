/** What a sweep found at a point, as a number to draw and as words. */
import { whyNotAll } from '../../check/lab/never';
import { count } from '../format';
import type { CellFound, Measure, SweepFound } from './sweep-lab.svelte';
import { rateText, timeText, type TimeUnit } from './words';

/** Microseconds, or false failovers by the hour; null where there is nothing to show. */
export function valueOf({ summary, quiet }: CellFound, measure: Measure): number | null {
  return measure === 'failover' ? (summary.failoverUs?.median ?? null) : quiet.failoversPerHour;
}

export function valueText(found: CellFound, measure: Measure, unit: TimeUnit): string {
  if (found.cell.problem !== null) return 'cannot be';
  const value = valueOf(found, measure);
  if (measure === 'failover') {
    if (value !== null) return timeText(value, unit);
    return found.summary.trials === 0 ? '…' : 'never';
  }
  if (value !== null) return rateText(value);
  return found.quiet.trials === 0 ? '…' : 'nobody led';
}

/** What a person has to know besides; empty if there is nothing. */
export function noteOf({ cell, trials, summary, quiet }: CellFound, measure: Measure): string {
  if (cell.problem !== null) return cell.problem;
  if (measure === 'quiet') {
    return quiet.leaderless === 0 ? '' : `nobody led in ${count(quiet.leaderless, 'minute')}`;
  }
  const lost = summary.unsettled + summary.unsteady;
  if (lost === 0) return '';
  const { trials: many } = summary;
  return `${many - lost} of ${many} ended. ${whyNotAll(cell.setup, trials) ?? ''}`.trimEnd();
}

export function titleOf({ measure }: SweepFound): string {
  return measure === 'failover' ? 'Median time to a new authority' : 'False failovers an hour';
}
