/** What a recorded run says of itself up to a violation, step by step: what was done to it, and what its members did. */
import type { Violation } from '../../check/invariant';
import { describeFault, faultWords } from '../../sim/fault-words';
import type { Fault, ResolvedRun } from '../../sim/run';
import type { Trace } from '../../sim/trace/trace';
import type { Recorded } from '../session/past';

/** One step on the way, as a sentence without its full stop. */
export interface Step {
  readonly atUs: number;
  readonly node: string | null;
  readonly text: string;
}

/** With what is known of it besides. */
export interface Happening extends Step {
  /** A program event's, `fault`, or `message`. */
  readonly tag: string;
  /** Of a fault: the places in the run's list of all that was done at that instant. */
  readonly faults: readonly number[];
  /** Of a message: its number; it is told when it was sent. */
  readonly message: number | null;
}

/** How many records, and messages, lie behind the state that was violated. */
export function behind(trace: Trace, { moment, atUs }: Violation): { records: number; messages: number } {
  return (
    moment ?? {
      records: trace.records.countAtOrBefore(atUs),
      messages: trace.messages.countSentBefore(atUs + 1),
    }
  );
}

/** Oldest first; nothing in it is later than what broke. What the trace has forgotten is left out, except for faults. */
export function happeningsBefore({ run, trace }: Recorded, violation: Violation): readonly Happening[] {
  const { records } = trace;
  const until = behind(trace, violation).records;
  const events: Happening[] = [];
  /** By place in the run's list. */
  const told = new Map<number, number>();
  for (let id = records.firstKept; id < records.length; id += 1) {
    if (records.kindOf(id) === 'fault') told.set(records.row(id).a, id);
    const event = id < until ? eventOf(trace, id) : null;
    if (event !== null) events.push(event);
  }
  const deeds = deedsOf(run, violation.atUs, (place, fault) => {
    const id = told.get(place);
    if (id === undefined) return describeFault(fault);
    return id < until ? faultWords(trace, id) : null;
  });
  // What was done at an instant comes before what the members do at it.
  return [...deeds, ...events].sort((a, b) => a.atUs - b.atUs);
}

/** What an operator did at one instant is one deed, however many links it took. `wordsOf` is null for what came later. */
function deedsOf(
  { faults }: ResolvedRun,
  untilUs: number,
  wordsOf: (place: number, fault: Fault) => string | null,
): readonly Happening[] {
  const deeds: (Happening & { readonly faults: number[] })[] = [];
  faults.forEach((fault, place) => {
    const atUs = Math.round(fault.atMs * 1000);
    const text = atUs <= untilUs ? wordsOf(place, fault) : null;
    if (text === null) return;
    const last = deeds.at(-1);
    if (last?.atUs === atUs) last.faults.push(place);
    else deeds.push({ atUs, node: null, text, tag: 'fault', faults: [place], message: null });
  });
  return deeds.map((deed) => {
    const more = deed.faults.length - 1;
    return more === 0 ? deed : { ...deed, text: `${deed.text}, and ${more} more` };
  });
}

function eventOf(trace: Trace, id: number): Happening | null {
  if (trace.records.kindOf(id) !== 'event') return null;
  const row = trace.records.row(id);
  const text = trace.strings.text(row.text);
  const node = trace.nodes[row.node] ?? null;
  const tab = text.indexOf('\t');
  return {
    atUs: row.atUs,
    node,
    text: `${node} ${text.slice(tab + 1)}`,
    tag: text.slice(0, tab),
    faults: [],
    message: null,
  };
}
