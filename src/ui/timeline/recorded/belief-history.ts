/** Whom one member takes for the leader, and in which epoch: stretches, told in order of time. */
import { bisectRight } from 'd3';
import { each } from './each';

export interface Belief {
  readonly startUs: number;
  /** Infinity for the last one: it is not over. */
  readonly endUs: number;
  /** The place of the one that it believes in; −1 for nobody. */
  readonly leader: number;
  /** 0 where that is not known. */
  readonly epoch: number;
}

const NOBODY = -1;

export class BeliefHistory {
  private readonly startsUs = [0];
  private readonly leaders = [NOBODY];
  private readonly epochs = [0];
  /** Nothing has been told since something was lost. */
  private lost = false;

  take(atUs: number, leader: number, epoch: number): void {
    this.lost = false;
    this.begin(atUs, leader, leader === NOBODY ? 0 : epoch);
  }

  /** In another epoch it goes on to believe in the same one. */
  takeEpoch(atUs: number, epoch: number): void {
    if (!this.lost) this.take(atUs, this.leaders.at(-1)!, epoch);
  }

  /** Its process is gone, and with it what it believed. */
  forget(atUs: number): void {
    this.take(atUs, NOBODY, 0);
  }

  /** From then on nothing is known, until something is told again. */
  lose(atUs: number): void {
    this.begin(atUs, NOBODY, 0);
    this.lost = true;
  }

  /** What it has believed since `atUs`, found out by other means; only where nothing is known. */
  learn(atUs: number, leader: number, epoch: number): void {
    if (this.lost) this.take(atUs, leader, epoch);
  }

  beliefAt(timeUs: number): Belief {
    return this.belief(Math.max(0, bisectRight(this.startsUs, timeUs) - 1));
  }

  /** Visits what it believes between two instants, nobody left out; at most about once in each `stepUs`. */
  each(fromUs: number, untilUs: number, stepUs: number, visit: (belief: Belief) => void): void {
    each(this.startsUs, fromUs, untilUs, stepUs, (at) => visit(this.belief(at)));
  }

  private begin(atUs: number, leader: number, epoch: number): void {
    const last = this.startsUs.length - 1;
    if (this.leaders[last] === leader && this.epochs[last] === epoch) return;
    // Of several changes at one instant the last one counts.
    const at = this.startsUs[last] === atUs ? last : last + 1;
    this.startsUs[at] = atUs;
    this.leaders[at] = leader;
    this.epochs[at] = epoch;
  }

  private belief(at: number): Belief {
    return {
      startUs: this.startsUs[at]!,
      endUs: this.startsUs[at + 1] ?? Infinity,
      leader: this.leaders[at]!,
      epoch: this.epochs[at]!,
    };
  }
}
