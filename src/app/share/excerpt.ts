/** The part of a recorded run that an export is about. */
import type { Violation } from '../../check/invariant';
import type { AnyProtocol } from '../../core/protocol';
import type { ResolvedRun } from '../../sim/run';
import type { MessageRow } from '../../sim/trace/message-table';
import type { Trace } from '../../sim/trace/trace';

export interface Excerpt {
  readonly run: ResolvedRun;
  readonly protocol: AnyProtocol;
  readonly trace: Trace;
  readonly violations: readonly Violation[];
  /** From here, inclusively, … */
  readonly fromUs: number;
  /** … to here, exclusively; at or before the head. */
  readonly toUs: number;
}

/** What other programs still show, and a browser still hands over in one piece. */
export const MOST_ROWS = 250_000;

/** Throws a sentence for people if there is too much in it for a log. */
export function checkSize({ trace, fromUs, toUs }: Excerpt): void {
  const { messages, records } = trace;
  const [first, end] = messages.inAirBetween(fromUs, toUs);
  const rows = end - first + records.countBefore(toUs) - records.countBefore(fromUs);
  if (rows <= MOST_ROWS) return;
  throw new Error(
    `That is ${rows} records, and a log takes at most ${MOST_ROWS}: zoom in on the timeline, then export again.`,
  );
}

/** Every message that was in the air at some instant of the excerpt, in the order of sending. */
export function messagesIn({ trace, fromUs, toUs }: Excerpt): MessageRow[] {
  const [first, end] = trace.messages.inAirBetween(fromUs, toUs);
  return Array.from({ length: end - first }, (_, at) => trace.messages.row(first + at)).filter(
    ({ sentUs, endUs }) => sentUs < toUs && endUs >= fromUs,
  );
}
