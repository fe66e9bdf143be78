/**
 * A trace in the form that a timeline asks for: by node, by range of time, at any resolution. It goes on from where it
 * stopped as the trace grows and never begins anew.
 */
import type { EventLine } from '../../../app/session-state';
import type { ProgramEvent } from '../../../core/program';
import type { WireSpec } from '../../../core/protocol';
import type { Fault } from '../../../sim/run';
import { uint32Column, type Column } from '../../../sim/trace/column';
import { RECORD_KINDS } from '../../../sim/trace/record-table';
import type { Snapshot } from '../../../sim/view';
import type { Trace } from '../../../sim/trace/trace';
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
  'note',
] as const satisfies readonly ProgramEvent['tag'][];

const STATUS = RECORD_KINDS.indexOf('status');
const ROLE = RECORD_KINDS.indexOf('role');
const AUTHORITY = RECORD_KINDS.indexOf('authority');
const EVENT = RECORD_KINDS.indexOf('event');
const FAULT = RECORD_KINDS.indexOf('fault');

export class TimelineIndex {
  readonly lanes: readonly LaneHistory[];
  /** Tagged by place in EVENT_TAGS. */
  readonly events = new Marks();
  readonly faults = new Marks();
  readonly density: Density;
  /** Messages by verb, in the order of the wire specification, each a rising column of their numbers. */
  private readonly byVerb: Column<Uint32Array>[] = [];
  private readonly verbs: readonly string[];
  private readonly faultsRead = new Map<number, Fault>();
  private broken: readonly EventLine[] = [];
  private log: readonly EventLine[] = [];
  private readUntilUs = 0;
  private records = 0;
  private messages = 0;

  constructor(
    readonly trace: Trace,
    spec: WireSpec,
  ) {
    this.verbs = Object.keys(spec);
    this.lanes = trace.nodes.map(() => new LaneHistory());
    this.density = new Density(trace.nodes.length);
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
    this.records = record;
    this.messages = message;
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
   * Among the messages `first` … `end − 1`, how many are not of the verb that is sent most of all: chatter is shown last
   * and hidden first.
   */
  countNotable(first: number, end: number): number {
    const chatter = this.chatter;
    let count = 0;
    this.byVerb.forEach((ids, verb) => {
      if (verb !== chatter) count += ids.countUpTo(end - 1) - ids.countUpTo(first - 1);
    });
    return count;
  }

  /** Visits those messages, verb by verb. */
  eachNotable(first: number, end: number, visit: (id: number) => void): void {
    const chatter = this.chatter;
    this.byVerb.forEach((ids, verb) => {
      if (verb === chatter) return;
      const last = ids.countUpTo(end - 1);
      for (let at = ids.countUpTo(first - 1); at < last; at += 1) visit(ids.get(at));
    });
  }

  isChatter(verb: string): boolean {
    return this.verbs[this.chatter] === verb;
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

  /** The place of the verb that is sent most of all; −1 while nothing has been sent. */
  private get chatter(): number {
    let most = -1;
    this.byVerb.forEach((ids, verb) => {
      if (most < 0 || ids.length > this.byVerb[most]!.length) most = verb;
    });
    return most;
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
  }

  /** Rows went before they were read. */
  private skip(): void {
    for (const lane of this.lanes) lane.lose(this.readUntilUs);
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
        return;
      case ROLE:
        this.lanes[node]!.takeRole(atUs, a, b);
        return;
      case AUTHORITY:
        this.lanes[node]!.takeAuthority(atUs, a);
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
