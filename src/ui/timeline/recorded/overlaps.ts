/** When two nodes had authority at once, each by its own clock, and what became of the writes of the one deposed. */
import { bisectRight } from 'd3';
import type { LaneHistory } from './lane-history';

export interface Overlap {
  /** A number that stays its own. */
  readonly id: number;
  readonly startUs: number;
  /** As the two last promised: it may lie beyond the head. */
  readonly endUs: number;
  /** Places of the two nodes, the lower one first. */
  readonly a: number;
  readonly b: number;
  /** Copies that were refused because of their token, from its start to a while after its end. */
  readonly refused: number;
  /** The highest token of those who refused them. */
  readonly token: number;
  /** When the next overlap of any two nodes begins: what is found before that is put down to this one. */
  readonly untilNextUs: number;
}

/** A stale write may be on its way for so long. */
const AFTERMATH_US = 5_000_000;
const PAIR = 256;

export class Overlaps {
  private readonly startsUs: number[] = [];
  private readonly endsUs: number[] = [];
  private readonly pairs: number[] = [];
  private readonly refusals: number[] = [];
  private readonly tokens: number[] = [];
  /** By pair: its last overlap. */
  private readonly lastOf = new Map<number, number>();

  constructor(private readonly lanes: readonly LaneHistory[]) {}

  get length(): number {
    return this.startsUs.length;
  }

  /** To be called when the authority of that node has changed. */
  changed(node: number): void {
    const own = this.lanes[node]!.lastAuthority;
    if (own === null) return;
    for (let other = 0; other < this.lanes.length; other += 1) {
      const its = other === node ? null : this.lanes[other]!.lastAuthority;
      if (its === null) continue;
      const startUs = Math.max(own.startUs, its.startUs);
      const endUs = Math.max(startUs, Math.min(own.endUs, its.endUs));
      this.note(Math.min(node, other) * PAIR + Math.max(node, other), startUs, endUs);
    }
  }

  refused(atUs: number, copies: number, token: number): void {
    const last = this.length - 1;
    if (last < 0 || atUs > this.endsUs[last]! + AFTERMATH_US) return;
    this.refusals[last]! += copies;
    this.tokens[last] = Math.max(this.tokens[last]!, token);
  }

  /** Of these two nodes at that instant; or of that node and any other. */
  at(timeUs: number, node: number): readonly Overlap[] {
    const found: Overlap[] = [];
    this.eachBack(bisectRight(this.startsUs, timeUs) - 1, (place) => {
      const overlap = this.of(place);
      if ((overlap.a === node || overlap.b === node) && overlap.endUs > timeUs) found.push(overlap);
    });
    return found.reverse();
  }

  /**
   * Visits those that have a length and lie between two instants, in order of their starts; of those that begin within
   * one `stepUs` only the last.
   */
  each(fromUs: number, untilUs: number, stepUs: number, visit: (overlap: Overlap) => void): void {
    const begun = bisectRight(this.startsUs, fromUs);
    const open: number[] = [];
    this.eachBack(begun - 1, (place) => {
      if (this.endsUs[place]! > fromUs) open.push(place);
    });
    for (const place of open.reverse()) visit(this.of(place));
    for (let at = begun; at < this.length && this.startsUs[at]! < untilUs;) {
      if (this.endsUs[at]! > this.startsUs[at]!) visit(this.of(at));
      at = Math.max(at + 1, bisectRight(this.startsUs, this.startsUs[at]! + stepUs, at + 1) - 1);
    }
  }

  private note(pair: number, startUs: number, endUs: number): void {
    const last = this.lastOf.get(pair);
    if (last !== undefined && this.startsUs[last] === startUs) {
      this.endsUs[last] = endUs;
    } else if (endUs > startUs) {
      this.lastOf.set(pair, this.length);
      this.startsUs.push(startUs);
      this.endsUs.push(endUs);
      this.pairs.push(pair);
      this.refusals.push(0);
      this.tokens.push(0);
    }
  }

  /** The last one of each pair, from `place` back: all that can still go on. */
  private eachBack(place: number, visit: (place: number) => void): void {
    const seen = new Set<number>();
    for (let at = place; at >= 0 && seen.size < this.lastOf.size; at -= 1) {
      const pair = this.pairs[at]!;
      if (seen.has(pair)) continue;
      seen.add(pair);
      visit(at);
    }
  }

  private of(at: number): Overlap {
    const pair = this.pairs[at]!;
    return {
      id: at,
      startUs: this.startsUs[at]!,
      endUs: this.endsUs[at]!,
      a: Math.floor(pair / PAIR),
      b: pair % PAIR,
      refused: this.refusals[at]!,
      token: this.tokens[at]!,
      untilNextUs: this.startsUs[at + 1] ?? Infinity,
    };
  }
}
