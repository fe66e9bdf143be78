/**
 * From one witness to another: since when nothing came through. All that was recorded is looked at, so that the beginning
 * that is told is the beginning; where it may lie in what the trace has forgotten, none is told.
 */
import type { Violation } from '../../check/invariant';
import { instantText } from '../../sim/instant-words';
import { FATES } from '../../sim/trace/message-table';
import { RECORD_KINDS } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';
import { behind } from './account';

const IN_FLIGHT = FATES.indexOf('inFlight');
const DELIVERED_FATE = FATES.indexOf('delivered');
const CUT = FATES.indexOf('cut');
const DOWN = FATES.indexOf('down');
const DELIVERED = RECORD_KINDS.indexOf('delivered');
const LINK = RECORD_KINDS.indexOf('link');
/** In a link's record. */
const IS_CUT = 1;

/** What was sent on a link since something last came through, and was lost. */
interface Silence {
  readonly from: number;
  readonly to: number;
  count: number;
  /** When the first of it was sent, and when it was lost. */
  readonly sentUs: number;
  readonly endUs: number;
  /** Whether a cut took the first of it. */
  readonly byCut: boolean;
  /** Whether nobody was there to take any of it. */
  allDown: boolean;
}

interface Cut {
  readonly fromUs: number;
  /** Infinity while it lasts. */
  untilUs: number;
}

export function silencesAt(trace: Trace, violation: Violation): readonly string[] {
  const places = new Set(violation.witnesses.map((id) => trace.nodes.indexOf(id)));
  const { heard, silences } = listen(trace, violation, places);
  const forgotten = trace.messages.firstKept > 0 || trace.records.firstKept > 0;
  return [...silences].map(([link, silence]) => {
    const words = `${trace.nodes[silence.from]} → ${trace.nodes[silence.to]}`;
    if (forgotten && !heard.has(link)) return withoutStart(words, silence);
    return withStart(words, silence, cutBehind(trace, violation, silence), trace.nodes[silence.to]!);
  });
}

/** By link: what came through, as far as it is recorded, and what was lost since. */
function listen(
  trace: Trace,
  violation: Violation,
  places: ReadonlySet<number>,
): { readonly heard: ReadonlySet<number>; readonly silences: ReadonlyMap<number, Silence> } {
  const { records, messages } = trace;
  const until = behind(trace, violation);
  // A frozen node takes what waited for it when it goes on: the record tells, not the time of arrival.
  const came = new Set<number>();
  records.each(records.firstKept, until.records, (_id, kind, _atUs, node, message) => {
    if (kind === DELIVERED && places.has(node)) came.add(message);
  });
  const heard = new Set<number>();
  const silences = new Map<number, Silence>();
  messages.each(messages.firstKept, until.messages, (id, from, to, _verb, sentUs, endUs, fate) => {
    if (!places.has(from) || !places.has(to)) return;
    const link = from * trace.nodes.length + to;
    if (came.has(id)) {
      heard.add(link);
      silences.delete(link);
      return;
    }
    // What is still on its way, or waits at a frozen node, is not lost.
    if (fate === IN_FLIGHT || fate === DELIVERED_FATE || endUs > violation.atUs) return;
    const silence = silences.get(link);
    if (silence === undefined) {
      silences.set(link, { from, to, count: 1, sentUs, endUs, byCut: fate === CUT, allDown: fate === DOWN });
    } else {
      silence.count += 1;
      silence.allDown &&= fate === DOWN;
    }
  });
  return { heard, silences };
}

/** The cut that took the first of it, if one did. */
function cutBehind(
  trace: Trace,
  violation: Violation,
  { from, to, sentUs, endUs, byCut }: Silence,
): Cut | null {
  if (!byCut) return null;
  const { records } = trace;
  const cuts: Cut[] = [];
  records.each(records.firstKept, behind(trace, violation).records, (_id, kind, atUs, node, a, flags) => {
    if (kind !== LINK || node !== from || a !== to) return;
    const last = cuts.at(-1);
    const isCut = (flags & IS_CUT) !== 0;
    if (isCut && last?.untilUs !== Infinity) cuts.push({ fromUs: atUs, untilUs: Infinity });
    if (!isCut && last?.untilUs === Infinity) last.untilUs = atUs;
  });
  return cuts.find(({ fromUs, untilUs }) => fromUs <= endUs && sentUs < untilUs) ?? null;
}

function withStart(link: string, silence: Silence, cut: Cut | null, receiver: string): string {
  const all = silence.count === 1 ? 'the one message' : `all ${silence.count} messages`;
  const were = silence.count === 1 ? 'was' : 'were';
  if (cut !== null) {
    const how = cut.untilUs === Infinity ? 'it was cut then' : `it was cut until ${instantText(cut.untilUs)}`;
    return `Nothing came through ${link} from ${instantText(cut.fromUs)} on: ${how}, and ${all} since ${were} lost.`;
  }
  const why = silence.allDown ? `reached nobody, for ${receiver} was down` : `${were} lost`;
  return `Nothing came through ${link} from ${instantText(silence.sentUs)} on: ${all} since ${why}.`;
}

function withoutStart(link: string, { count }: Silence): string {
  return count === 1
    ? `Of what was sent ${link} the one message that is still recorded was lost.`
    : `Of what was sent ${link} all ${count} messages that are still recorded were lost.`;
}
