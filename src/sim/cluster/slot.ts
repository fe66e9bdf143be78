/** What the bus knows of one node: its process, its disk, its clock, and what was last seen of its program. */
import { EMPTY_LOG, type NodeLog } from '../../core/log';
import type { DiskRecord, NodeId, Observation } from '../../core/program';
import type { Part } from '../../core/service';
import { startClock, whenClockReads, type NodeClock } from '../clock';
import type { SavedProcess, Step } from '../node/step';
import { whenTimerFires } from '../node/timer';
import { NO_LATENCY } from '../run';
import type { NodeSnapshot, NodeStatus } from '../view';
import type { Envelope } from './envelope';
import type { Impairment } from './impairment';
import type { SlotState } from './world-state';

/** Until the first step of a process nobody has seen anything of it. */
export const UNSEEN: Observation = {
  role: 'replica',
  epoch: 0,
  primary: null,
  authorityUntilUs: 0,
  authoritySpanUs: 0,
  patienceFromUs: 0,
  patienceUntilUs: Infinity,
  replOffset: 0,
  dataEpoch: 0,
  votedEpoch: 0,
  votedFor: null,
  leadership: { kind: 'unknown' },
};

export class Slot {
  status: NodeStatus = 'killed';
  error: string | null = null;
  incarnation = 0;
  disk: DiskRecord | null = null;
  /** On the same disk. */
  log: NodeLog = EMPTY_LOG;
  clock: NodeClock;
  wallOffsetMs = 0;
  observation: Observation = UNSEEN;
  observed = false;
  /** In virtual time, whatever the state of its process; 0 for never. */
  authorityUntilUs = 0;
  /** As it was when that authority was told: other settings since do not change what it is measured against. */
  authoritySpanUs = 0;
  rejectedFrames = 0;
  /** Nothing happens on this node before this instant: its process was not there or not running. */
  notBeforeUs = 0;
  /** The next wake-up in virtual time; Infinity while nothing runs. */
  wakeUs = Infinity;
  /** The same on the node's own clock, from which a change of its rate computes it anew. */
  wakeReadingUs = Infinity;
  /** What arrives in the window that is being opened. */
  inbox: Envelope[] = [];
  /** What arrived while it was frozen or busy with its disk, in order. */
  held: Envelope[] = [];
  /** Null for a member that nothing ever slowed down. */
  impairment: Impairment | null = null;
  private shown: NodeSnapshot | null = null;

  constructor(
    readonly id: NodeId,
    readonly index: number,
    readonly part: Part,
  ) {
    this.clock = startClock(index);
  }

  get running(): boolean {
    return this.status === 'up';
  }

  /** Until when it can take in nothing: Infinity never occurs, and it is in the past for one that is not busy. */
  get busyUntilUs(): number {
    return this.running ? (this.impairment?.writing?.doneUs ?? -Infinity) : -Infinity;
  }

  /** Waits for a write. */
  get isBusy(): boolean {
    return this.impairment !== null && this.impairment.writing !== null && this.running;
  }

  /** Nothing is due before `floorUs` that was not done. */
  planWake(floorUs = 0): void {
    const { impairment, clock, wakeReadingUs } = this;
    const notBeforeUs = Math.max(this.notBeforeUs, floorUs);
    if (!this.running) this.wakeUs = Infinity;
    else if (impairment === null) this.wakeUs = Math.max(whenClockReads(clock, wakeReadingUs), notBeforeUs);
    else {
      const timerUs =
        impairment.writing === null
          ? whenTimerFires(clock, wakeReadingUs, notBeforeUs, impairment.timersEveryUs)
          : Infinity;
      this.wakeUs = Math.min(timerUs, Math.max(impairment.dueUs, floorUs));
    }
  }

  /**
   * Its program wants to be woken when its own clock reads that. A wake-up that is said to have been due before `doneUs`,
   * up to where the program was asked, was not: time moves on.
   */
  replied(wakeReadingUs: number, doneUs: number): void {
    this.wakeReadingUs = wakeReadingUs;
    this.planWake(doneUs);
  }

  /** It is busy until what that step wrote is on its disk. */
  write(step: Step): void {
    this.impairment?.write(step);
    this.touch();
  }

  see(observation: Observation): void {
    if (!this.observed || this.observation.authorityUntilUs !== observation.authorityUntilUs) {
      this.authoritySpanUs = observation.authoritySpanUs;
    }
    this.observation = observation;
    this.observed = true;
    this.touch();
  }

  /** A new process: nobody has seen anything of it yet. The data that it serves is still there. */
  forget(): void {
    const { replOffset, dataEpoch } = this.observation;
    this.observation = { ...UNSEEN, replOffset, dataEpoch };
    this.authoritySpanUs = 0;
    this.observed = false;
    this.touch();
  }

  /** All that was seen of it is told once more. */
  retell(): void {
    this.authoritySpanUs = this.observation.authoritySpanUs;
    this.touch();
  }

  /** With its disk a node loses the data that it had replicated. */
  loseData(): void {
    this.observation = { ...this.observation, replOffset: 0, dataEpoch: 0 };
    this.touch();
  }

  /** Something that is shown of this node has changed. */
  touch(): void {
    this.shown = null;
    const { authorityUntilUs } = this.observation;
    const alive = this.status === 'up' || this.status === 'frozen';
    this.authorityUntilUs = alive && authorityUntilUs > 0 ? whenClockReads(this.clock, authorityUntilUs) : 0;
  }

  hasAuthority(atUs: number): boolean {
    return atUs < this.authorityUntilUs;
  }

  save(process: SavedProcess | null): SlotState {
    const { status, error, incarnation, disk, log, clock, wallOffsetMs, observation, observed } = this;
    const { authoritySpanUs, rejectedFrames, notBeforeUs, wakeReadingUs } = this;
    return {
      ...{ status, error, incarnation, disk, log, clock, wallOffsetMs, observation, observed },
      ...{
        authoritySpanUs,
        rejectedFrames,
        notBeforeUs,
        wakeReadingUs,
        held: this.held.map((envelope) => ({ ...envelope })),
        impairment: this.impairment?.save() ?? null,
        process,
      },
    };
  }

  restore(
    { process: _, held, impairment: __, ...state }: SlotState,
    atUs: number,
    impairment: Impairment | null,
  ): void {
    Object.assign(this, state);
    this.held = held.map((envelope) => ({ ...envelope }));
    this.impairment = impairment;
    this.planWake(atUs);
    this.touch();
  }

  snapshot(): NodeSnapshot {
    return (this.shown ??= this.makeSnapshot());
  }

  private makeSnapshot(): NodeSnapshot {
    const { observation: seen, clock } = this;
    const alive = this.status === 'up' || this.status === 'frozen';
    return {
      id: this.id,
      part: this.part,
      status: this.status,
      error: this.error,
      incarnation: this.incarnation,
      role: seen.role,
      epoch: seen.epoch,
      primary: seen.primary,
      authorityUntilUs: this.authorityUntilUs,
      authoritySpanUs: this.authoritySpanUs,
      patienceFromUs: this.observed ? whenClockReads(clock, seen.patienceFromUs) : 0,
      patienceUntilUs: alive ? whenClockReads(clock, seen.patienceUntilUs) : Infinity,
      replOffset: seen.replOffset,
      votedEpoch: seen.votedEpoch,
      votedFor: seen.votedFor,
      leadership: seen.leadership,
      service: seen.service ?? null,
      disk: this.disk,
      log: this.log,
      commit: seen.commit ?? 0,
      clockRate: clock.rate,
      wallOffsetMs: this.wallOffsetMs,
      rejectedFrames: this.rejectedFrames,
      diskLatencyMs: this.impairment?.diskLatencyMs ?? NO_LATENCY,
      writesUntilUs: this.impairment?.writesUntilUs ?? 0,
      throttleMs: this.impairment?.throttleMs ?? 0,
    };
  }
}
