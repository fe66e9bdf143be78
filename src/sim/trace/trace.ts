/**
 * The one account of a run. Whatever happens is told to it once, in canonical order; what the page shows, what is
 * compared and what is exported comes from here.
 *
 * A trace that does not keep its rows still has its digest: searching through many runs needs no more.
 */
import { assert } from '../../core/assert';
import { sameLeaderState } from '../../core/leadership/leader-state';
import type { LogEntry, LogWrite } from '../../core/log';
import type { DiskRecord, NodeId, Observation, ProgramEvent, WireMessage } from '../../core/program';
import type { WireSpec } from '../../core/protocol';
import type { Part } from '../../core/service';
import { entriesText } from '../../core/wire/entries';
import { textOf, type TextOrData } from '../../core/wire/text';
import { whenClockReads, type NodeClock } from '../clock';
import type { FaultEffect } from '../fault-effect';
import type { Link } from '../network/link';
import type { DiskLatency, Fault } from '../run';
import type { NodeStatus } from '../view';
import { Digest } from './digest';
import { MessageTable, type Fate } from './message-table';
import type { Moment } from './moment';
import { NO_NODE, RECORD_KINDS, RecordTable, ROLES, STATUSES, type RecordKind } from './record-table';
import { StringTable } from './strings';

const KIND_NUMBER = Object.fromEntries(RECORD_KINDS.map((kind, at) => [kind, at])) as Record<
  RecordKind,
  number
>;
/** Keeps a sent message's digest apart from every kind of record, however many there will be. */
const SENT = 64;

/** A place in a trace: how much there was, and the digest of that. */
export interface TraceMark {
  readonly messages: number;
  readonly records: number;
  readonly digest: readonly [number, number];
}

export class Trace {
  readonly strings: StringTable;
  messages: MessageTable;
  records = new RecordTable();
  private hash = new Digest();
  private readonly noText: number;
  private sentCount = 0;
  private recordCount = 0;
  private muted = false;
  /** Texts that others remember by number after the rows of that time are gone: what nodes and faults did. */
  private lasting = new Set<number>();
  /** By node: its service as it was last told, so that only one of two has to be written out to compare them. */
  private readonly services: (string | undefined)[] = [];
  /** Whether what is told now was done by a fault, not by a node. */
  byFault = false;

  constructor(
    readonly nodes: readonly NodeId[],
    private readonly spec: WireSpec,
    private readonly keep: boolean,
    strings = new StringTable(),
    /** What each of `nodes` is; without it, all are nodes of the cluster. */
    readonly parts: readonly Part[] = nodes.map(() => 'node'),
  ) {
    this.strings = strings;
    this.messages = new MessageTable(nodes, spec, this.strings);
    this.noText = this.strings.intern('');
  }

  /** The number that the next message will get. */
  get nextMessage(): number {
    return this.sentCount;
  }

  mark(): TraceMark {
    return { messages: this.sentCount, records: this.recordCount, digest: this.hash.save() };
  }

  /** Where the account of that instant stands; null where nothing is written down. */
  momentAt(atUs: number): Moment | null {
    return this.muted ? null : { atUs, records: this.recordCount, messages: this.sentCount };
  }

  /**
   * A trace of its own that goes on from a mark in this one. `open` are the messages whose end was not settled there,
   * with their arrival. A trace without rows comes of `keep` being false; the two then share nothing.
   */
  fork(mark: TraceMark, open: readonly (readonly [id: number, endUs: number])[], keep = this.keep): Trace {
    const strings = keep ? this.strings.fork() : undefined;
    const copy = new Trace(this.nodes, this.spec, keep, strings, this.parts);
    copy.hash = Digest.restore(mark.digest);
    copy.sentCount = mark.messages;
    copy.recordCount = mark.records;
    if (keep) {
      copy.lasting = new Set(this.lasting);
      copy.messages = this.messages.fork(mark.messages, open, copy.strings);
      copy.records = this.records.fork(mark.records);
    }
    return copy;
  }

  /**
   * From here on nothing is written down, not even for the digest: for a search that only looks at the cluster, most of
   * whose time would go into an account that nobody reads. Only for a trace that keeps no rows.
   */
  mute(): void {
    assert(!this.keep, 'a trace that keeps rows writes them down');
    this.muted = true;
  }

  get byteLength(): number {
    return this.messages.byteLength + this.records.byteLength + this.strings.byteLength;
  }

  /** Before this instant rows were forgotten; views of that time have to be replayed. */
  get keptFromUs(): number {
    return Math.max(this.messages.keptFromUs, this.records.keptFromUs);
  }

  /** Forgets about the oldest quarter of what is kept. The digest knows of it all the same. */
  forgetOldest(): void {
    const { messages, records } = this;
    messages.forgetBelow(messages.firstKept + ((messages.length - messages.firstKept) >>> 2));
    records.forgetBelow(records.firstKept + ((records.length - records.firstKept) >>> 2));
    this.forgetTexts();
  }

  /** Those that no row has any more. */
  private forgetTexts(): void {
    const { messages, records, strings } = this;
    const used = new Set(this.lasting).add(this.noText);
    for (const service of this.services) if (service !== undefined) used.add(strings.intern(service));
    records.each(records.firstKept, records.length, (_id, _kind, _atUs, _node, _a, _b, text) =>
      used.add(text),
    );
    messages.eachText((text) => used.add(text));
    strings.keepOnly(used);
  }

  digest(): string {
    assert(!this.muted, 'a muted trace has no digest');
    return this.hash.hex();
  }

  /** `endUs` is when it will arrive, or would have. Returns the message's number. */
  sent(
    atUs: number,
    from: number,
    to: number,
    message: WireMessage,
    endUs: number,
    fate: Fate,
    duplicate: boolean,
    damaged: boolean,
  ): number {
    if (this.muted) return this.sentCount++;
    const { hash } = this;
    hash.add(SENT + (damaged ? 2 : 0) + (duplicate ? 1 : 0));
    hash.add(atUs);
    hash.add(endUs);
    hash.add((from << 8) | to);
    const fields = this.spec[message.verb];
    if (fields !== undefined) {
      const values = message as unknown as Readonly<Record<string, number | TextOrData>>;
      hash.add(fields.length);
      for (let i = 0; i < fields.length; i += 1) {
        const [name, kind] = fields[i] as WireSpec[string][number];
        const value = values[name];
        if (typeof value === 'number') hash.add(value);
        else if (kind === 'entries') hash.add(this.textHash(entriesText(value as readonly LogEntry[])));
        else hash.add(this.textHash(textOf(value as TextOrData)));
      }
    }
    if (this.keep) this.messages.append(message, from, to, atUs, endUs, fate, duplicate, damaged);
    return this.sentCount++;
  }

  /** The end of a message that was in the air. */
  settled(
    kind: 'delivered' | 'rejected' | 'unheard' | 'cutOff' | 'dropped',
    atUs: number,
    node: number,
    message: number,
    text = '',
  ): void {
    this.record(kind, atUs, node, message, 0, text);
    if (!this.keep) return;
    if (kind === 'cutOff' || kind === 'dropped') this.messages.endEarly(message, atUs, FATE_OF[kind]);
    else this.messages.settle(message, FATE_OF[kind]);
  }

  /** A message in the air arrives at `atUs`, sooner than it was going to. */
  arrivesEarly(message: number, atUs: number): void {
    if (this.keep) this.messages.endEarly(message, atUs, 'inFlight');
  }

  status(atUs: number, node: number, status: NodeStatus, incarnation: number, error: string | null): void {
    this.record('status', atUs, node, STATUSES.indexOf(status), incarnation, error ?? '');
  }

  /** Tells what differs between two observations of a node; `before` is null for its first. */
  observed(
    atUs: number,
    node: number,
    before: Observation | null,
    after: Observation,
    clock: NodeClock,
  ): void {
    if (this.muted) return;
    if (before === null || before.role !== after.role || before.epoch !== after.epoch) {
      this.record('role', atUs, node, ROLES.indexOf(after.role), after.epoch);
    }
    if (before === null || before.primary !== after.primary) {
      this.record('primary', atUs, node, this.place(after.primary), 0);
    }
    if (before === null || before.votedEpoch !== after.votedEpoch || before.votedFor !== after.votedFor) {
      this.record('vote', atUs, node, after.votedEpoch, this.place(after.votedFor));
    }
    if (before === null || before.authorityUntilUs !== after.authorityUntilUs) {
      const untilUs = after.authorityUntilUs === 0 ? 0 : whenClockReads(clock, after.authorityUntilUs);
      this.record('authority', atUs, node, untilUs, after.authoritySpanUs);
    }
    if (
      before === null ||
      before.patienceFromUs !== after.patienceFromUs ||
      before.patienceUntilUs !== after.patienceUntilUs
    ) {
      const fromUs = whenClockReads(clock, after.patienceFromUs);
      this.record('patience', atUs, node, fromUs, whenClockReads(clock, after.patienceUntilUs));
    }
    if (before === null || before.replOffset !== after.replOffset || before.dataEpoch !== after.dataEpoch) {
      this.record('offset', atUs, node, after.replOffset, after.dataEpoch);
    }
    if (after.commit !== undefined && before?.commit !== after.commit) {
      this.record('commit', atUs, node, after.commit, 0);
    }
    if (before === null || !sameLeaderState(before.leadership, after.leadership)) {
      this.record('leadership', atUs, node, 0, 0, JSON.stringify(after.leadership));
    }
    if (after.service !== undefined && before?.service !== after.service) {
      const text = JSON.stringify(after.service);
      // What comes from a worker, or was restored, is another object each time.
      const last =
        before?.service === undefined ? '' : (this.services[node] ?? JSON.stringify(before.service));
      this.services[node] = text;
      if (last !== text) this.record('service', atUs, node, 0, 0, text);
    }
  }

  durable(atUs: number, node: number, disk: DiskRecord | null): void {
    if (this.muted) return;
    this.record('durable', atUs, node, disk === null ? 0 : 1, 0, JSON.stringify(disk));
  }

  log(atUs: number, node: number, { from, entries }: LogWrite): void {
    if (this.muted) return;
    this.record('log', atUs, node, from, from + entries.length - 1, entriesText(entries));
  }

  event(atUs: number, node: number, event: ProgramEvent): void {
    if (this.muted) return;
    this.record('event', atUs, node, event.epoch, this.place(event.peer), `${event.tag}\t${event.text}`);
  }

  /** Returns the number of its record, for what came of it. */
  fault(atUs: number, place: number, fault: Fault): number {
    if (this.muted) return -1;
    this.record('fault', atUs, NO_NODE, place, 0, canonicalJson(fault));
    return this.records.length - 1;
  }

  /** Follows from the run, so the digest has none of it: words alone do not make a run another one. */
  faultCameTo(record: number, effect: FaultEffect): void {
    if (!this.keep || this.muted) return;
    const text = this.strings.intern(JSON.stringify(effect));
    this.lasting.add(text);
    this.records.setB(record, text);
  }

  /** A fault, and what came of it, by the number of its record. */
  faultAt(record: number): { readonly fault: Fault; readonly effect: FaultEffect } {
    const { text, b } = this.records.row(record);
    return {
      fault: JSON.parse(this.strings.text(text)) as Fault,
      effect: JSON.parse(this.strings.text(b)) as FaultEffect,
    };
  }

  link(atUs: number, link: Link): void {
    if (this.muted) return;
    const flags = (link.cut ? 1 : 0) + (link.corruptNext ? 2 : 0);
    this.record('link', atUs, link.from, link.to, flags, JSON.stringify(link.network));
  }

  clock(atUs: number, node: number, rate: number, wallOffsetMs: number): void {
    if (this.muted) return;
    this.record('clock', atUs, node, 0, 0, JSON.stringify([rate, wallOffsetMs]));
  }

  disk(atUs: number, node: number, latencyMs: DiskLatency): void {
    if (this.muted) return;
    this.record('disk', atUs, node, 0, 0, JSON.stringify(latencyMs));
  }

  writes(atUs: number, node: number, untilUs: number): void {
    this.record('writes', atUs, node, untilUs, 0);
  }

  throttle(atUs: number, node: number, everyMs: number): void {
    this.record('throttle', atUs, node, everyMs, 0);
  }

  private record(kind: RecordKind, atUs: number, node: number, a: number, b: number, text = ''): void {
    if (this.muted) return;
    this.recordCount += 1;
    const { hash } = this;
    const kindNumber = KIND_NUMBER[kind];
    hash.add(kindNumber);
    hash.add(atUs);
    hash.add(node);
    hash.add(finite(a));
    hash.add(finite(b));
    const textId = text === '' ? this.noText : this.intern(text);
    if (LASTING.has(kind)) this.lasting.add(textId);
    if (text !== '') hash.add(this.strings.hash(textId));
    if (this.keep) this.records.append(kindNumber, atUs, node, a, b, textId, this.byFault);
  }

  /** Without rows a text is only looked up for its hash: a long search must not gather all that it ever saw. */
  private intern(text: string): number {
    if (!this.keep && this.strings.count >= MOST_TEXTS_LOOKED_UP)
      this.strings.keepOnly(new Set([this.noText]));
    return this.strings.intern(text);
  }

  private textHash(text: string): number {
    return this.strings.hash(this.intern(text));
  }

  private place(node: NodeId | null): number {
    return node === null ? -1 : this.nodes.indexOf(node);
  }
}

/** Their texts are read by number later on. */
const LASTING: ReadonlySet<RecordKind> = new Set(['event', 'fault']);
const MOST_TEXTS_LOOKED_UP = 20_000;

const FATE_OF = {
  delivered: 'delivered',
  rejected: 'rejected',
  unheard: 'down',
  cutOff: 'cut',
  dropped: 'dropped',
} as const satisfies Record<string, Fate>;

/** Infinity has no integer bits; −2 is taken by nothing else. */
const finite = (value: number): number => (Number.isFinite(value) ? value : -2);

/** Keys in alphabetical order: the same fault is the same text, however it was written. */
function canonicalJson(fault: Fault): string {
  return JSON.stringify(fault, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
