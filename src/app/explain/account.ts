/** What a recorded run says of itself up to a violation, step by step: what was done to it, and what its members did. */
import type { Violation } from '../../check/invariant';
import { describeFault } from '../../sim/fault-words';
import type { Fault, ResolvedRun } from '../../sim/run';
import type { Trace } from '../../sim/trace/trace';
import type { Recorded } from '../session/past';

/** One step on the way, as a sentence without its full stop. */
export interface Step {
  readonly atUs: number;
  /** Who did it; null for what was done to the cluster. */
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
  /** By place in the run's list: the record that tells of it. */
  const told = new Map<number, number>();
  for (let id = records.firstKept; id < records.length; id += 1) {
    const kind = records.kindOf(id);
    if (kind === 'fault') told.set(records.row(id).a, id);
    if (kind === 'event' && id < until) events.push(eventOf(trace, id));
  }
  const deeds = deedsOf(run, violation.atUs, (place, fault) => {
    const id = told.get(place);
    if (id === undefined) return describeFault(fault);
    const { effect } = trace.faultAt(id);
    return id < until && effect.changed ? describeFault(fault, effect) : null;
  });
  // What was done at an instant comes before what the members do at it.
  return [...deeds, ...events].sort((a, b) => a.atUs - b.atUs);
}

/** What an operator did at one instant is one deed. `wordsOf` is null for what changed nothing, or came later. */
function deedsOf(
  { faults }: ResolvedRun,
  untilUs: number,
  wordsOf: (place: number, fault: Fault) => string | null,
): readonly Happening[] {
  const byInstant = new Map<number, { places: number[]; told: [kind: string, text: string][] }>();
  faults.forEach((fault, place) => {
    const atUs = Math.round(fault.atMs * 1000);
    if (atUs > untilUs) return;
    const { places, told } = byInstant.get(atUs) ?? { places: [], told: [] };
    const text = wordsOf(place, fault);
    byInstant.set(atUs, {
      places: [...places, place],
      told: text === null ? told : [...told, [fault.kind, text]],
    });
  });
  return [...byInstant].flatMap(([atUs, { places, told }]) =>
    told.length === 0
      ? []
      : [{ atUs, node: null, text: inShort(told), tag: 'fault', faults: places, message: null }],
  );
}

/** The first of each kind, however many links it took. */
function inShort(told: readonly (readonly [kind: string, text: string])[]): string {
  const kinds = [...new Set(told.map(([kind]) => kind))];
  return kinds
    .map((kind) => {
      const [first, ...more] = told.filter(([one]) => one === kind).map(([, text]) => text);
      return more.length === 0 ? first : `${first}, and ${more.length} more`;
    })
    .join('; ');
}

function eventOf(trace: Trace, id: number): Happening {
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
