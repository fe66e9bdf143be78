/**
 * The export rounds: who tried for which, who worked on it, how that ended. What two did at once, or twice, is found as it
 * happens.
 */
import { bisectRight } from 'd3';
import type { ExportObservation } from '../../../core/service';
import { each } from './each';

/** How a try came out; `killed` means that its process went. */
export type RoundOutcome = ExportObservation['outcome'] | 'killed';

export interface RoundTry {
  /** A number that stays its own; they rise with `startUs`. */
  readonly id: number;
  readonly node: number;
  readonly round: number;
  readonly startUs: number;
  /** When the work began; Infinity if it did not, or not yet. */
  readonly workUs: number;
  /** Infinity while it is under way. */
  readonly endUs: number;
  /** `none` while it is under way. */
  readonly outcome: RoundOutcome;
  /** Whether somebody else was at work when this work began. */
  readonly onTop: boolean;
}

/** Work that one node alone was to do. */
export interface Double {
  /** Numbers of the two tries, the earlier one first. */
  readonly first: number;
  readonly second: number;
  /** From when to when both were at work; of one instant if they never were. */
  readonly startUs: number;
  readonly endUs: number;
  /** Both did the same round to the end. */
  readonly twice: boolean;
}

type Open<T> = { -readonly [K in keyof T]: T[K] };

export class ExportHistory {
  private readonly tries: Open<RoundTry>[] = [];
  private readonly startsUs: number[] = [];
  /** The tries that came to work, in the order in which they did. */
  private readonly works: Open<RoundTry>[] = [];
  private readonly worksUs: number[] = [];
  private readonly found: Open<Double>[] = [];
  private readonly foundUs: number[] = [];
  private readonly underWay = new Map<number, Open<RoundTry>>();
  /** By try: the last double that it is part of. */
  private readonly doubles = new Map<number, Open<Double>>();
  /** By round: the first try that was done. */
  private readonly doneBy = new Map<number, RoundTry>();
  /** By node. */
  private readonly lastRound = new Map<number, number>();

  take(atUs: number, node: number, { phase, round, outcome }: ExportObservation): void {
    const before = this.underWay.get(node);
    const isNew = this.lastRound.get(node) !== round;
    this.lastRound.set(node, round);
    if (before !== undefined && (phase === 'idle' || isNew)) this.end(atUs, before, isNew ? 'none' : outcome);
    if (phase === 'idle') {
      // Over within one step.
      if (before === undefined && isNew && outcome !== 'none')
        this.end(atUs, this.begin(atUs, node, round), outcome);
      return;
    }
    const now = this.underWay.get(node) ?? this.begin(atUs, node, round);
    if (phase === 'working' && now.workUs === Infinity) this.work(atUs, now);
  }

  /** Its process went, or what it did was not kept. */
  stop(atUs: number, node: number): void {
    const open = this.underWay.get(node);
    if (open !== undefined) this.end(atUs, open, 'killed');
    this.lastRound.delete(node);
  }

  of(id: number): RoundTry {
    return this.tries[id]!;
  }

  /** The last one that this try is part of; null if nobody else did the same work. */
  doubleOf(id: number): Double | null {
    return this.doubles.get(id) ?? null;
  }

  /** What each node tried or worked on at that instant. */
  at(timeUs: number): readonly RoundTry[] {
    return this.begunBefore(timeUs).filter(({ startUs, endUs }) => startUs <= timeUs && timeUs < endUs);
  }

  /** How many tries began between two instants. */
  count(fromUs: number, untilUs: number): number {
    return bisectRight(this.startsUs, untilUs) - bisectRight(this.startsUs, fromUs);
  }

  /** All that was under way between two instants, in the order in which it began; of more than `most`, the last. */
  between(fromUs: number, untilUs: number, most: number): readonly RoundTry[] {
    const first = bisectRight(this.startsUs, fromUs);
    const end = bisectRight(this.startsUs, untilUs);
    const before = this.begunBefore(fromUs).filter(({ endUs }) => endUs > fromUs);
    return [...before, ...this.tries.slice(first, end)].slice(-most);
  }

  /** Visits the works that began between two instants or were under way then; about one in each `stepUs`. */
  eachWork(fromUs: number, untilUs: number, stepUs: number, visit: (work: RoundTry) => void): void {
    const begun = this.begunBefore(fromUs).filter(({ workUs }) => workUs <= fromUs);
    for (const work of begun) if (work.endUs > fromUs) visit(work);
    each(this.worksUs, fromUs, untilUs, stepUs, (at) => {
      if (this.worksUs[at]! > fromUs) visit(this.works[at]!);
    });
  }

  /** Visits the doubles that were found between two instants or went on then; about one in each `stepUs`. */
  eachDouble(fromUs: number, untilUs: number, stepUs: number, visit: (double: Double) => void): void {
    each(this.foundUs, fromUs, untilUs, stepUs, (at) => {
      const double = this.found[at]!;
      if (double.endUs >= fromUs) visit(double);
    });
  }

  /** The last try of each node up to an instant, in the order in which they began. */
  private begunBefore(timeUs: number): readonly RoundTry[] {
    const last = new Map<number, RoundTry>();
    const nodeCount = this.lastRound.size;
    for (let id = bisectRight(this.startsUs, timeUs) - 1; id >= 0 && last.size < nodeCount; id -= 1) {
      const one = this.tries[id]!;
      if (!last.has(one.node)) last.set(one.node, one);
    }
    return [...last.values()].reverse();
  }

  private begin(atUs: number, node: number, round: number): Open<RoundTry> {
    const begun: Open<RoundTry> = {
      id: this.tries.length,
      node,
      round,
      startUs: atUs,
      workUs: Infinity,
      endUs: Infinity,
      outcome: 'none',
      onTop: false,
    };
    this.tries.push(begun);
    this.startsUs.push(atUs);
    this.underWay.set(node, begun);
    return begun;
  }

  private work(atUs: number, own: Open<RoundTry>): void {
    own.workUs = atUs;
    this.works.push(own);
    this.worksUs.push(atUs);
    for (const other of this.underWay.values()) {
      if (other === own || other.workUs === Infinity) continue;
      own.onTop ||= !other.onTop;
      this.note(other, own, atUs, Infinity, false);
    }
  }

  private end(atUs: number, own: Open<RoundTry>, outcome: RoundOutcome): void {
    own.endUs = atUs;
    own.outcome = outcome;
    this.underWay.delete(own.node);
    // Only those that are still at it can have been at it together.
    for (let at = this.found.length - 1; at >= 0 && at >= this.found.length - 64; at -= 1) {
      const double = this.found[at]!;
      const isPart = double.first === own.id || double.second === own.id;
      if (isPart && double.endUs === Infinity) double.endUs = atUs;
    }
    if (outcome !== 'done') return;
    const before = this.doneBy.get(own.round);
    if (before === undefined) this.doneBy.set(own.round, own);
    else if (before.node !== own.node) this.noteTwice(atUs, before, own);
  }

  private noteTwice(atUs: number, before: RoundTry, own: RoundTry): void {
    const known = this.doubles.get(own.id);
    const isKnown = known !== undefined && (known.first === before.id || known.second === before.id);
    if (isKnown) known.twice = true;
    else if (before.id < own.id) this.note(before, own, atUs, atUs, true);
    else this.note(own, before, atUs, atUs, true);
  }

  private note(first: RoundTry, second: RoundTry, startUs: number, endUs: number, twice: boolean): void {
    const double: Open<Double> = { first: first.id, second: second.id, startUs, endUs, twice };
    this.found.push(double);
    this.foundUs.push(startUs);
    this.doubles.set(first.id, double);
    this.doubles.set(second.id, double);
  }
}
