/**
 * The excerpt in the Trace Event Format of Chrome, which Perfetto (https://ui.perfetto.dev) opens: a process for each
 * node with its role, its authority and its messages as threads; an arrow for each message that arrived.
 */
import type { Part } from '../../core/service';
import { describeFault } from '../../sim/fault-words';
import { checkSize, messagesIn, type Excerpt } from './excerpt';
import { leasesOf } from './leases';
import { lanesOf } from './spans';

/** Times are virtual microseconds, the unit of the format. */
interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  /** `M`etadata, a `X` complete slice, the `s`tart and the `f`inish of an arrow, an `i`nstant. */
  readonly ph: 'M' | 'X' | 's' | 'f' | 'i';
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly id?: number;
  /** An arrow ends at the slice around it, not at the next one. */
  readonly bp?: 'e';
  /** How far an instant reaches: its thread, or everything. */
  readonly s?: 't' | 'g';
  readonly args?: Readonly<Record<string, unknown>>;
}

const THREADS = ['role', 'authority', 'messages'] as const;
type Thread = (typeof THREADS)[number];

/** Perfetto takes a thread's number as its own everywhere, whatever its process. */
const tidOf = (node: number, thread: Thread): number =>
  pidOf(node) * (THREADS.length + 1) + THREADS.indexOf(thread);
const pidOf = (node: number): number => node + 1;

/** An arrow needs a slice to hold on to, and a slice of no length holds nothing. */
const MARK_US = 1;

/** JSON. Throws a sentence if there is too much of it. */
export function chromeTrace(excerpt: Excerpt): string {
  checkSize(excerpt);
  const traceEvents = [
    ...namesOf(excerpt),
    ...slicesOf(excerpt),
    ...messageEventsOf(excerpt),
    ...instantsOf(excerpt),
  ];
  const { protocol, seed, nodes } = excerpt.run;
  return JSON.stringify({
    traceEvents,
    displayTimeUnit: 'ms',
    otherData: { source: 'Interregnum', protocol, seed, nodes: nodes.length },
  });
}

function namesOf({ trace }: Excerpt): TraceEvent[] {
  const named = (name: string, pid: number, tid: number, args: Record<string, unknown>): TraceEvent => ({
    name,
    ph: 'M',
    pid,
    tid,
    args,
  });
  const operator = pidOf(trace.nodes.length);
  return [
    ...trace.nodes.flatMap((id, node) => [
      named('process_name', pidOf(node), 0, { name: id }),
      named('process_sort_index', pidOf(node), 0, { sort_index: node }),
      ...THREADS.flatMap((thread, at) => [
        named('thread_name', pidOf(node), tidOf(node, thread), {
          name: threadName(thread, trace.parts[node]!),
        }),
        named('thread_sort_index', pidOf(node), tidOf(node, thread), { sort_index: at }),
      ]),
    ]),
    named('process_name', operator, 0, { name: 'faults and violations' }),
  ];
}

/** A store or a client has no role; whoever the store names has the lease. */
function threadName(thread: Thread, part: Part): string {
  if (part === 'node' || thread === 'messages') return thread;
  return thread === 'role' ? 'status' : 'lease';
}

function slicesOf(excerpt: Excerpt): TraceEvent[] {
  const leases = leasesOf(excerpt);
  const { words } = excerpt.protocol;
  return lanesOf(excerpt).flatMap(({ part, roles, authority }, node) => {
    const slice = (
      thread: Thread,
      name: string,
      fromUs: number,
      toUs: number,
      args: Record<string, unknown>,
    ): TraceEvent => ({
      name,
      cat: thread,
      ph: 'X',
      pid: pidOf(node),
      tid: tidOf(node, thread),
      ts: fromUs,
      dur: toUs - fromUs,
      args,
    });
    return [
      ...roles.map(({ fromUs, toUs, status, role, epoch }) => {
        if (part !== 'node') return slice('role', status, fromUs, toUs, { status });
        const name = status === 'up' ? `${role}, ${words.epoch} ${epoch}` : status;
        return slice('role', name, fromUs, toUs, { status, role, epoch });
      }),
      ...(part === 'store' ? leases : []).map(({ holder, token, startUs, endUs }) =>
        slice('authority', `${holder}, ${words.epoch} ${token}`, startUs, endUs, { holder, token }),
      ),
      ...authority.map(({ fromUs, toUs, epoch }) =>
        slice('authority', `authority, ${words.epoch} ${epoch}`, fromUs, toUs, { epoch }),
      ),
    ];
  });
}

function messageEventsOf(excerpt: Excerpt): TraceEvent[] {
  const { trace, protocol, fromUs, toUs } = excerpt;
  const received = receiptsIn(excerpt);
  return messagesIn(excerpt)
    .flatMap(({ id, from, to, verb, sentUs, fate }) => {
      const message = trace.messages.message(id);
      const at = (node: number, ts: number) =>
        ({ cat: 'message', pid: pidOf(node), tid: tidOf(node, 'messages'), ts }) as const;
      const sentAt = sentUs < fromUs ? null : at(trace.nodes.indexOf(from), sentUs);
      const receivedUs = received.get(id);
      const receivedAt = receivedUs === undefined ? null : at(trace.nodes.indexOf(to), receivedUs);
      const args = { from, to, fate, text: protocol.describe(message), ...message };
      const slice = { ph: 'X', dur: MARK_US, args } as const;
      const arrow = { name: verb, id };
      const whole = sentAt !== null && receivedAt !== null;
      return [
        ...(sentAt === null ? [] : [{ ...slice, ...sentAt, name: `${verb} to ${to}` }]),
        ...(whole ? [{ ...arrow, ...sentAt, ph: 's' } as const] : []),
        ...(receivedAt === null ? [] : [{ ...slice, ...receivedAt, name: `${verb} from ${from}` }]),
        ...(whole ? [{ ...arrow, ...receivedAt, ph: 'f', bp: 'e' } as const] : []),
      ];
    })
    .filter(({ ts }) => ts < toUs);
}

/** When each message was taken in, which for a frozen node is later than when it arrived. */
function receiptsIn({ trace, fromUs, toUs }: Excerpt): ReadonlyMap<number, number> {
  const receipts = new Map<number, number>();
  const end = trace.records.countBefore(toUs);
  for (let id = trace.records.countBefore(fromUs); id < end; id += 1) {
    const kind = trace.records.kindOf(id);
    if (kind !== 'delivered' && kind !== 'rejected') continue;
    const { atUs, a } = trace.records.row(id);
    receipts.set(a, atUs);
  }
  return receipts;
}

function instantsOf({ trace, violations, fromUs, toUs }: Excerpt): TraceEvent[] {
  const operator = { pid: pidOf(trace.nodes.length), tid: 0 };
  const events: TraceEvent[] = [];
  const end = trace.records.countBefore(toUs);
  for (let id = trace.records.countBefore(fromUs); id < end; id += 1) {
    const { kind, atUs: ts, node, a: epoch, text: textId } = trace.records.row(id);
    if (kind !== 'fault' && kind !== 'event') continue;
    if (kind === 'fault') {
      const { fault, effect } = trace.faultAt(id);
      const name = describeFault(fault, effect);
      events.push({ name, cat: 'fault', ph: 'i', s: 'g', ...operator, ts, args: { ...fault } });
      continue;
    }
    const [tag = '', sentence = ''] = trace.strings.text(textId).split('\t');
    const place = { pid: pidOf(node), tid: tidOf(node, 'role') };
    events.push({ name: sentence, cat: tag, ph: 'i', s: 't', ...place, ts, args: { epoch } });
  }
  for (const { atUs: ts, text, witnesses } of violations) {
    if (ts < fromUs || ts >= toUs) continue;
    events.push({ name: text, cat: 'violation', ph: 'i', s: 'g', ...operator, ts, args: { witnesses } });
  }
  return events;
}
