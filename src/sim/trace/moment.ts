/**
 * A state within an instant. What happens in one microsecond happens in steps: a head at that instant has none of them
 * behind it, a head one microsecond later has all of them, and what one step breaks the next may have covered up. A
 * moment is the state between two of them, as a place in the trace: how much of the account lies behind it.
 */
import type { MessageTable } from './message-table';
import type { RecordTable } from './record-table';

/** Of a trace: what places in it are counted in. */
interface Account {
  readonly records: RecordTable;
  readonly messages: MessageTable;
}

export interface Moment {
  readonly atUs: number;
  /** How many records of the trace lie behind it, … */
  readonly records: number;
  /** … and how many messages had been sent. */
  readonly messages: number;
}

/** An instant, as a head there has it behind itself, or a state within one. Instants are integer microseconds. */
export type Place = number | Moment;

/** A moment as links, files and scripts write it: how much of its own instant lies behind it. */
export type After = readonly [records: number, messages: number];

export const timeOf = (place: Place): number => (typeof place === 'number' ? place : place.atUs);

/** The first instant that has all of that place behind it. */
export const endOf = (place: Place): number => (typeof place === 'number' ? place : place.atUs + 1);

/** What a head at that instant has behind itself: all that is earlier, and what faults did at it. */
export function headAt({ records, messages }: Account, atUs: number): Moment {
  return { atUs, records: records.countBefore(atUs), messages: messages.countSentBefore(atUs) };
}

export const momentOf = (trace: Account, place: Place): Moment =>
  typeof place === 'number' ? headAt(trace, place) : place;

/** Below 0 if `a` is earlier than `b`, above if it is later, 0 if they are one state. */
export function comparePlaces(trace: Account, a: Place, b: Place): number {
  const [left, right] = [momentOf(trace, a), momentOf(trace, b)];
  return left.atUs - right.atUs || left.records - right.records || left.messages - right.messages;
}

/** Of a trace that has not forgotten what happened at that instant. */
export function afterOf({ records, messages }: Account, moment: Moment): After {
  return [
    moment.records - records.countAtOrBefore(moment.atUs - 1),
    moment.messages - messages.countSentBefore(moment.atUs),
  ];
}

/** The same again. Throws a sentence if less than that happened at the instant, as far as the trace goes. */
export function momentAfter({ records, messages }: Account, atUs: number, [told, sent]: After): Moment {
  const moment = {
    atUs,
    records: records.countAtOrBefore(atUs - 1) + told,
    messages: messages.countSentBefore(atUs) + sent,
  };
  const most = [records.countAtOrBefore(atUs), messages.countSentBefore(atUs + 1)] as const;
  if (moment.records <= most[0] && moment.messages <= most[1]) return moment;
  const [mostTold, mostSent] = [told - (moment.records - most[0]), sent - (moment.messages - most[1])];
  throw new RangeError(
    `after: at ${atUs / 1000} ms there are ${mostTold} records and ${mostSent} messages, so [${told}, ${sent}] is no state of that instant.`,
  );
}
