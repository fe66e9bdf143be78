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
const DELIVERED = FATES.indexOf('delivered');
const CUT = FATES.indexOf('cut');
const DOWN = FATES.indexOf('down');
const LINK = RECORD_KINDS.indexOf('link');
/** In a link's record. */
const IS_CUT = 1;

/** What was sent on a link since something last came through. */
interface Silence {
  readonly from: number;
  readonly to: number;
  /** When something last came through; −1 for never, null where that is not recorded any more. */
  readonly heardUs: number | null;
  /** In the order of sending. */
  readonly lost: { readonly sentUs: number; readonly endUs: number; readonly fate: number }[];
  /** When each of what is still on its way was sent. */
  readonly inAir: number[];
}

interface Cut {
  readonly fromUs: number;
  /** Infinity while it lasts. */
  untilUs: number;
}

/** Sentences; none for a link on which nothing was lost since. */
export function silencesAt(trace: Trace, violation: Violation): readonly string[] {
  const places = [...new Set(violation.witnesses.map((id) => trace.nodes.indexOf(id)))];
  const links = places.flatMap((from) => places.filter((to) => to !== from).map((to) => [from, to] as const));
  if (links.length === 0) return [];
  return listen(trace, violation, links).flatMap((silence) => {
    const { from, to, heardUs, lost } = silence;
    if (lost.length === 0) return [];
    const link = `${trace.nodes[from]} → ${trace.nodes[to]}`;
    return heardUs === null ? withoutStart(link, lost.length) : withStart(link, silence, trace, violation);
  });
}

/** Of each link: what was lost since something came through, by the state that was violated. */
function listen(
  trace: Trace,
  violation: Violation,
  links: readonly (readonly [from: number, to: number])[],
): readonly Silence[] {
  const { messages } = trace;
  const until = behind(trace, violation);
  const heard = lastHeard(trace, until.records, links);
  const size = trace.nodes.length;
  const silences = new Map<number, Silence>();
  for (const [from, to] of links) {
    const heardUs = heard.get(from * size + to) ?? null;
    silences.set(from * size + to, { from, to, heardUs, lost: [], inAir: [] });
  }
  const oldestUs = Math.min(...[...silences.values()].map(({ heardUs }) => heardUs ?? -1));
  const first = Math.max(messages.firstKept, messages.countSentBefore(oldestUs));
  messages.each(first, until.messages, (id, from, to, _verb, sentUs, endUs, fate) => {
    const silence = silences.get(from * size + to);
    if (silence === undefined || sentUs < (silence.heardUs ?? -1)) return;
    // One that has arrived and was not taken in waits at a frozen node; one that never had a chance is not on its way.
    const isOpen = fate === IN_FLIGHT || fate === DELIVERED || endUs > violation.atUs;
    if (isOpen && !messages.row(id).stillborn) silence.inAir.push(sentUs);
    else silence.lost.push({ sentUs, endUs, fate });
  });
  return [...silences.values()];
}

/**
 * When a member last took in something that came over a link: a frozen one takes what waited for it when it goes on. −1
 * where nothing ever came, absent where that is not recorded any more.
 */
function lastHeard(
  { records, messages, nodes }: Trace,
  untilRecord: number,
  links: readonly (readonly [from: number, to: number])[],
): ReadonlyMap<number, number> {
  const open = new Set(links.map(([from, to]) => from * nodes.length + to));
  const heard = new Map<number, number>();
  let id = untilRecord - 1;
  for (; id >= records.firstKept && open.size > 0; id -= 1) {
    if (records.kindOf(id) !== 'delivered') continue;
    const { atUs, node, a: message } = records.row(id);
    if (message < messages.firstKept) continue;
    const link = nodes.indexOf(messages.row(message).from) * nodes.length + node;
    if (open.delete(link)) heard.set(link, atUs);
  }
  if (records.firstKept === 0 && messages.firstKept === 0) for (const link of open) heard.set(link, -1);
  return heard;
}

function withStart(link: string, silence: Silence, trace: Trace, violation: Violation): string {
  const cut = cutBehind(trace, violation, silence);
  const sinceUs = cut?.fromUs ?? silence.lost[0]!.sentUs;
  const lost = silence.lost.filter(({ sentUs }) => sentUs >= sinceUs);
  const waiting = silence.inAir.filter((sentUs) => sentUs >= sinceUs).length;
  const how =
    cut === null
      ? ''
      : `it was cut ${cut.untilUs === Infinity ? 'then' : `until ${instantText(cut.untilUs)}`}, and `;
  const nobody =
    lost.length > 0 && lost.every(({ fate }) => fate === DOWN)
      ? `, for ${trace.nodes[silence.to]} was down`
      : '';
  const onTheWay = waiting === 0 ? '' : `; ${waiting} more ${waiting === 1 ? 'is' : 'are'} on the way`;
  return `Nothing came through ${link} from ${instantText(sinceUs)} on: ${how}${counted(lost.length, waiting)} lost${nobody}${onTheWay}.`;
}

function counted(lost: number, waiting: number): string {
  if (lost === 0) return 'what was on its way then was';
  if (lost === 1) return waiting === 0 ? 'the one message since was' : 'one message since was';
  if (waiting > 0) return `${lost} messages since were`;
  return `${lost === 2 ? 'both' : `all ${lost}`} messages since were`;
}

function withoutStart(link: string, lost: number): string {
  return lost === 1
    ? `Of what was sent ${link} the one message that is still recorded was lost.`
    : `Of what was sent ${link} all ${lost} messages that are still recorded were lost.`;
}

/** The cut that took the first of it, if one did, and nothing came through after it began. */
function cutBehind(trace: Trace, violation: Violation, { from, to, heardUs, lost }: Silence): Cut | null {
  const [first] = lost;
  if (first?.fate !== CUT) return null;
  const { records } = trace;
  const cuts: Cut[] = [];
  records.each(records.firstKept, behind(trace, violation).records, (_id, kind, atUs, node, a, flags) => {
    if (kind !== LINK || node !== from || a !== to) return;
    const last = cuts.at(-1);
    const isCut = (flags & IS_CUT) !== 0;
    if (isCut && last?.untilUs !== Infinity) cuts.push({ fromUs: atUs, untilUs: Infinity });
    if (!isCut && last?.untilUs === Infinity) last.untilUs = atUs;
  });
  return (
    cuts.find(
      ({ fromUs, untilUs }) => fromUs >= heardUs! && fromUs <= first.endUs && first.sentUs < untilUs,
    ) ?? null
  );
}
