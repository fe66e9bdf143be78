/**
 * A trace in the form that a timeline asks for: by node, by range of time, at any resolution. It goes on from where it
 * stopped as the trace grows and never begins anew.
 */
import { LeaderGaps } from '../../../app/now/gaps';
import type { EventLine } from '../../../app/session/state';
import type { ProgramEvent } from '../../../core/program';
import type { AnyProtocol, Words } from '../../../core/protocol';
import type { Fault } from '../../../sim/run';
import { uint32Column, type Column } from '../../../sim/trace/column';
import { RECORD_KINDS } from '../../../sim/trace/record-table';
import type { Snapshot } from '../../../sim/view';
import type { Trace } from '../../../sim/trace/trace';
import type { Beside, MakeBeside } from './beside';
import { Density } from './density';
import { LaneHistory } from './lane-history';
import { Marks } from './marks';

export const EVENT_TAGS = [
  'candidate',
  'primary',
  'replica',
  'vote',
  'refusal',
  'epoch',
  'authority',
  'serving',
  'note',
] as const satisfies readonly ProgramEvent['tag'][];

const STATUS = RECORD_KINDS.indexOf('status');
const ROLE = RECORD_KINDS.indexOf('role');
const PRIMARY = RECORD_KINDS.indexOf('primary');
const AUTHORITY = RECORD_KINDS.indexOf('authority');
const DURABLE = RECORD_KINDS.indexOf('durable');
const CLOCK = RECORD_KINDS.indexOf('clock');
const SERVICE = RECORD_KINDS.indexOf('service');
const EVENT = RECORD_KINDS.indexOf('event');
const FAULT = RECORD_KINDS.indexOf('fault');

/** Beside clients and a store a verb that is as common as this says nothing by itself. */
const COMMON = 0.03;

/** Whether there is more than nodes. */
export const hasCompany = ({ parts }: Pick<Trace, 'parts'>): boolean => parts.some((part) => part !== 'node');

export class TimelineIndex {
  /** By place, of all members; a store or a client has no role, only a status. */
  readonly lanes: readonly LaneHistory[];
  /** Null for a run of nodes alone, and where nothing was given that makes one. */
  readonly beside: Beside | null;
  /** Tagged by place in EVENT_TAGS. */
  readonly events = new Marks();
  readonly faults = new Marks();
  readonly density: Density;
  /** The times without a leader. */
  readonly gaps: LeaderGaps;
  /** Messages by verb, in the order of the wire specification, each a rising column of their numbers. */
  private readonly byVerb: Column<Uint32Array>[] = [];
  private readonly verbs: readonly string[];
  /** By place in `verbs`: whether it is chatter. */
  private quiet: readonly boolean[] = [];
  private readonly faultsRead = new Map<number, Fault>();
  private broken: readonly EventLine[] = [];
  private log: readonly EventLine[] = [];
  private readUntilUs = 0;
  private records = 0;
  private messages = 0;

  readonly words: Words;

  constructor(
    readonly trace: Trace,
    { codec, store, words }: Pick<AnyProtocol, 'codec' | 'store' | 'words'>,
    makeBeside: MakeBeside | null,
  ) {
    this.words = words;
    this.verbs = Object.keys(codec.spec);
    this.lanes = trace.nodes.map(() => new LaneHistory());
    this.beside = hasCompany(trace)
      ? (makeBeside?.(trace.nodes, trace.parts, this.lanes, store) ?? null)
      : null;
    this.density = new Density(trace.nodes.length);
    this.gaps = new LeaderGaps(trace);
  }

  /** Takes in at most `most` more records and as many messages; true if that was all there is. */
  extend(most = Infinity): boolean {
    const { records, messages } = this.trace;
    if (this.records < records.firstKept) this.skip();
    this.messages = Math.max(this.messages, messages.firstKept);
    const record = Math.min(records.length, this.records + most);
    const message = Math.min(messages.length, this.messages + most);
    records.each(this.records, record, this.takeRecord);
    messages.each(this.messages, message, this.takeMessage);
    this.gaps.update(record);
    this.records = record;
    this.messages = message;
    this.quiet = this.quietVerbs();
    return record === records.length && message === messages.length;
  }

  /**
   * Violations are found by those who check, not told in the trace. The log forgets its oldest lines; here they are kept,
   * so it must be shown to `noteViolations` as it grows.
   */
  get violations(): readonly EventLine[] {
    return this.broken;
  }

  noteViolations(log: readonly EventLine[]): void {
    if (log === this.log) return;
    const last = this.log.at(-1);
    this.log = log;
    const from = last === undefined ? 0 : log.lastIndexOf(last) + 1;
    for (let at = from; at < log.length; at += 1) {
      const line = log[at]!;
      // The log of a branch that is woken again tells everything again.
      if (line.tag === 'violation' && !this.broken.some(({ text }) => text === line.text)) {
        this.broken = [...this.broken, line];
      }
    }
  }

  /**
   * Among the messages `first` … `end − 1`, how many are no chatter, which is shown last and hidden first: of the verb that
   * is sent most of all, or in a run with clients or a store of one that is sent often.
   */
  countNotable(first: number, end: number): number {
    let count = 0;
    this.byVerb.forEach((ids, verb) => {
      if (this.quiet[verb] !== true) count += ids.countUpTo(end - 1) - ids.countUpTo(first - 1);
    });
    return count;
  }

  /** Visits those messages, verb by verb. */
  eachNotable(first: number, end: number, visit: (id: number) => void): void {
    this.byVerb.forEach((ids, verb) => {
      if (this.quiet[verb] === true) return;
      const last = ids.countUpTo(end - 1);
      for (let at = ids.countUpTo(first - 1); at < last; at += 1) visit(ids.get(at));
    });
  }

  isChatter(verb: string): boolean {
    return this.quiet[this.verbs.indexOf(verb)] === true;
  }

  /** The fault that a record tells of, which must be one. */
  faultOf(record: number): Fault {
    let fault = this.faultsRead.get(record);
    if (fault === undefined) {
      fault = JSON.parse(this.trace.strings.text(this.faults.of(record).text)) as Fault;
      this.faultsRead.set(record, fault);
    }
    return fault;
  }

  private quietVerbs(): readonly boolean[] {
    const all = this.byVerb.reduce((sum, ids) => sum + ids.length, 0);
    const most = this.byVerb.reduce((max, ids) => Math.max(max, ids.length), 1);
    const common = this.beside === null ? most : Math.max(1, Math.min(most, all * COMMON));
    const first = this.byVerb.findIndex((ids) => ids.length >= common);
    return this.byVerb.map((ids, verb) => (this.beside === null ? verb === first : ids.length >= common));
  }

  /**
   * The nodes as they are at `snapshot`, once all is taken in: what has not changed since the trace forgot it is then
   * known again, up to where the trace begins now.
   */
  learn(snapshot: Snapshot): void {
    const { keptFromUs } = this.trace.records;
    if (snapshot.timeUs < keptFromUs) return;
    this.lanes.forEach((lane, node) => {
      if (lane.isForgotten) lane.learn(keptFromUs, snapshot.nodes[node]!);
    });
    this.beside?.learn(keptFromUs, snapshot);
  }

  /** Rows went before they were read. */
  private skip(): void {
    for (const lane of this.lanes) lane.lose(this.readUntilUs);
    this.beside?.lose(this.readUntilUs);
    this.records = this.trace.records.firstKept;
  }

  private readonly takeRecord = (
    id: number,
    kind: number,
    atUs: number,
    node: number,
    a: number,
    b: number,
    text: number,
  ): void => {
    this.readUntilUs = atUs;
    switch (kind) {
      case STATUS:
        this.lanes[node]!.takeStatus(atUs, a, b);
        this.beside?.takeStatus(atUs, node, a, b);
        return;
      case ROLE:
        this.lanes[node]!.takeRole(atUs, a, b);
        this.beside?.takeEpoch(atUs, node, b);
        return;
      case AUTHORITY:
        this.lanes[node]!.takeAuthority(atUs, a);
        this.beside?.takeAuthority(node);
        return;
      case PRIMARY:
        this.beside?.takePrimary(atUs, node, a, this.lanes[node]!.stretchAt(atUs).epoch);
        return;
      case DURABLE:
        if (this.beside !== null) this.beside.takeDisk(atUs, node, this.trace.strings.text(text));
        return;
      case CLOCK:
        if (this.beside !== null) this.beside.takeClock(atUs, node, this.trace.strings.text(text));
        return;
      case SERVICE:
        if (this.beside !== null) this.beside.takeService(atUs, node, this.trace.strings.text(text));
        return;
      case EVENT: {
        const line = this.trace.strings.text(text);
        const tag = (EVENT_TAGS as readonly string[]).indexOf(line.slice(0, line.indexOf('\t')));
        this.events.add({ atUs, record: id, node, tag, epoch: a, text });
        return;
      }
      case FAULT:
        this.faults.add({ atUs, record: id, node, tag: 0, epoch: 0, text });
        return;
    }
  };

  private readonly takeMessage = (
    id: number,
    from: number,
    _to: number,
    verb: number,
    sentUs: number,
  ): void => {
    while (this.byVerb.length <= verb) this.byVerb.push(uint32Column());
    this.byVerb[verb]!.push(id);
    this.density.add(from, sentUs);
  };
}
