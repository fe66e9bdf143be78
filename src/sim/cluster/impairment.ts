/**
 * What slows one member down without stopping it: a disk that takes its time, timers that fire late, a pause between a
 * decision and what is done on its strength. And what waits for that: the write under way, the messages held back.
 *
 * A step that writes is not over before that is on the disk: nothing of it shows or leaves until then, and what arrives
 * meanwhile waits. Who dies in between dies before the write: it is lost with the step, and nobody has heard of either.
 */
import type { Effect, NodeId, ProgramEvent, WireMessage } from '../../core/program';
import type { Part } from '../../core/service';
import type { Slowness, Step } from '../node/step';
import { RandomStream, type StreamState } from '../random';
import { NO_LATENCY, type DiskLatency } from '../run';

/** A decision that has been made, on its way to the wire. */
export interface HeldBack {
  readonly to: NodeId | '*';
  readonly message: WireMessage;
  readonly leavesUs: number;
}

type Send = Extract<Effect, { kind: 'send' }>;

/** Waits for the next step that sends such messages. */
interface Stall {
  readonly verb: string;
  readonly byUs: number;
  /** The step that it has come upon; null as long as it waits. */
  readonly step: Step | null;
}

export interface ImpairmentState {
  readonly diskLatencyMs: DiskLatency;
  readonly throttleMs: number;
  readonly luck: StreamState;
  readonly writing: Step | null;
  readonly writesUntilUs: number;
  readonly stalls: readonly Stall[];
  readonly heldBack: readonly HeldBack[];
}

/** Whether such a disk would be another than it has. Clients have none. */
export function hasOtherDisk(
  { part, impairment }: { readonly part: Part; readonly impairment: Impairment | null },
  latencyMs: DiskLatency,
): boolean {
  const before = impairment?.diskLatencyMs ?? NO_LATENCY;
  return part !== 'client' && (before[0] !== latencyMs[0] || before[1] !== latencyMs[1]);
}

export class Impairment {
  diskLatencyMs: DiskLatency = NO_LATENCY;
  /** Its timers fire only at multiples of this on its own clock; 0 for whenever they are due. */
  throttleMs = 0;
  /** The step that is over when what it wrote is on the disk. */
  writing: Step | null = null;
  /** When the last write was or will be on the disk; 0 if this process has written nothing slowly. */
  writesUntilUs = 0;
  private stalls: readonly Stall[] = [];
  /** In the order in which they leave. */
  private heldBack: readonly HeldBack[] = [];
  private luck: RandomStream;

  /** `luck` is the stream of its disk; no process begins it anew. */
  constructor(luck: StreamState) {
    this.luck = new RandomStream(luck);
  }

  get slowness(): Slowness {
    const [least, most] = this.diskLatencyMs;
    return {
      diskUs: [Math.round(least * 1000), Math.round(most * 1000)],
      timersEveryUs: this.timersEveryUs,
    };
  }

  get timersEveryUs(): number {
    return Math.round(this.throttleMs * 1000);
  }

  /** For whoever draws from the very stream. */
  get pace() {
    return { ...this.slowness, luck: this.luck };
  }

  /** For whoever draws elsewhere, and hands back where the stream stands then. */
  get call() {
    return { ...this.slowness, luck: this.luck.save() };
  }

  drawn(luck: StreamState): void {
    this.luck = new RandomStream(luck);
  }

  /** The next instant at which something that waits is due; Infinity for none. */
  get dueUs(): number {
    return Math.min(this.heldBack[0]?.leavesUs ?? Infinity, this.writing?.doneUs ?? Infinity);
  }

  write(step: Step): void {
    this.writing = step;
    this.writesUntilUs = step.doneUs;
  }

  /** The write that is on the disk by then. */
  written(atUs: number): Step | null {
    const { writing } = this;
    if (writing === null || writing.doneUs > atUs) return null;
    this.writing = null;
    return writing;
  }

  stallAfter(verb: string, byUs: number): void {
    this.stalls = [...this.stalls, { verb, byUs, step: null }];
  }

  /** Holds a message of that step back if a stall waits for it, and says so; else null. */
  hold(step: Step, { to, message }: Send, atUs: number, epoch: number): ProgramEvent | null {
    const byUs = this.stalls.length === 0 ? 0 : this.stallOf(step, message.verb);
    if (byUs === 0) return null;
    const held = { to, message, leavesUs: atUs + byUs };
    this.heldBack = [...this.heldBack, held].sort((a, b) => a.leavesUs - b.leavesUs);
    const peer = to === '*' ? null : to;
    const text = `stalls: its ${message.verb} to ${peer ?? 'all'} leaves ${byUs / 1000} ms after the decision`;
    return { tag: 'note', epoch, peer, text };
  }

  /** By how much, microseconds. All messages of one verb in one step share their stall. */
  private stallOf(step: Step, verb: string): number {
    this.stalls = this.stalls.filter((one) => one.step === null || one.step === step);
    const found =
      this.stalls.find((one) => one.step === step && one.verb === verb) ??
      this.stalls.find((one) => one.step === null && one.verb === verb);
    if (found === undefined) return 0;
    this.stalls = this.stalls.map((one) => (one === found ? { ...one, step } : one));
    return found.byUs;
  }

  /** Takes out what leaves by then. */
  leaving(atUs: number): readonly HeldBack[] {
    const leaving = this.heldBack.filter(({ leavesUs }) => leavesUs <= atUs);
    if (leaving.length > 0) this.heldBack = this.heldBack.slice(leaving.length);
    return leaving;
  }

  /** When something of what waits is due before `endUs`. */
  dueBefore(endUs: number): readonly number[] {
    const all = [...this.heldBack.map(({ leavesUs }) => leavesUs), this.writing?.doneUs ?? Infinity];
    return all.filter((atUs) => atUs < endUs);
  }

  /** It stood still until now: what was due meanwhile is due now. */
  wentOnAt(atUs: number): void {
    const notBefore = (dueUs: number): number => Math.max(dueUs, atUs);
    this.heldBack = this.heldBack.map((one) => ({ ...one, leavesUs: notBefore(one.leavesUs) }));
    if (this.writing !== null) this.write({ ...this.writing, doneUs: notBefore(this.writing.doneUs) });
  }

  /** The process is gone, with all that it was about to do. The machine stays as slow as it is. */
  processEnded(): void {
    this.writing = null;
    this.writesUntilUs = 0;
    this.stalls = [];
    this.heldBack = [];
  }

  save(): ImpairmentState {
    const { diskLatencyMs, throttleMs, luck, writing, writesUntilUs, heldBack } = this;
    // Between two steps none of them is at one.
    const stalls = this.stalls.filter(({ step }) => step === null);
    return { diskLatencyMs, throttleMs, luck: luck.save(), writing, writesUntilUs, stalls, heldBack };
  }

  static restore({ luck, ...state }: ImpairmentState): Impairment {
    return Object.assign(new Impairment(luck), state);
  }
}
