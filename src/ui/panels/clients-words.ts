/** All clients together at one instant, as the panel tells it. */
import { sum, tallyOf, type Ledger, type Loss, type Tally } from '../../app/explain/ledger';
import type { SeenRead } from '../../core/register/read-history';
import type { Safeguards } from '../../core/protocol';
import type { Snapshot } from '../../sim/view';

export interface ClientsAccount extends Tally {
  readonly losses: readonly Loss[];
  /** Null while nobody reads anything. */
  readonly staleReads: readonly SeenRead[] | null;
}

/** The ledger must have taken in what the trace has. */
export function accountOf(ledger: Ledger, { nodes, timeUs, moment }: Snapshot): ClientsAccount {
  const place = moment ?? timeUs;
  const present = nodes.flatMap(({ service }) => (service?.kind === 'client' ? [service] : []));
  const tally = sum(ledger.endedTally(place), ...present.map(tallyOf));
  const anyRead = tally.readsAnswered > 0 || present.some(({ reads }) => reads !== undefined);
  return {
    ...tally,
    losses: ledger.lossesUntil(place),
    staleReads: anyRead ? ledger.staleUntil(place) : null,
  };
}

/** When a write counts as acknowledged, and what is lost by it. */
export function acknowledgementSentence(safeguards: Safeguards): string {
  return safeguards['majorityAck'] === false
    ? 'The primary alone acknowledges: what nobody else holds yet is lost with it.'
    : 'A write is acknowledged once a majority holds it.';
}

const NAMED = 6;

/** `c1#17, c1#18 and 3 more`; empty for none. */
export function lossNames(losses: readonly Loss[]): string {
  const names = losses.slice(0, NAMED).map(({ name }) => name);
  const more = losses.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** `c2 read at n1 without c1#17`, for the latest of them. */
export function staleText(reads: readonly SeenRead[]): string {
  const last = reads.at(-1);
  if (last === undefined) return '';
  const { client, by, number, missed } = last;
  const more = missed.length > 1 ? ` and ${missed.length - 1} more` : '';
  return `read ${number} of ${client}, which ${by} answered without ${missed[0]}${more}`;
}
