/** All nodes and all that is between them at one instant, and what can happen next. */
import { assert } from '../../core/assert';
import type { ResolvedRun } from '../../sim/run';
import type { Finding, Invariant } from '../invariant';
import { Histories } from './histories';
import type { Letters } from './letters';
import type { Budgets } from './spec';
import { Stances, type Stance, type Turn } from './stances';

/** All numbers are those of `Stances`, `Histories` and `Letters`. */
export interface Cluster {
  /** By node. */
  readonly stances: readonly number[];
  readonly history: number;
  /** In flight since this very instant, in rising order. */
  readonly letters: readonly number[];
  /** In flight since an earlier one, in rising order. */
  readonly late: readonly number[];
  readonly spent: Spent;
}

/** What was used of the budgets that have to be counted. */
export interface Spent {
  readonly restarts: number;
  readonly late: number;
  readonly copies: number;
}

export type Move =
  /** The node's timer fires, as soon as it can or later: at the first such instant. `kept` goes on being in flight. */
  | { readonly kind: 'timer'; readonly node: number; readonly kept: readonly number[] }
  /** A message arrives; `again`: and is still on its way. */
  | { readonly kind: 'deliver'; readonly letter: number; readonly again: boolean }
  /** The node's process ends, and another one starts with its disk. */
  | { readonly kind: 'restart'; readonly node: number };

export interface Moved {
  readonly cluster: Cluster;
  /** How much time passed before it. */
  readonly passedUs: number;
  /** Whose turn it was, and what came of it. */
  readonly node: number;
  readonly turn: Turn;
  readonly violated: Violated | null;
}

export interface Violated extends Finding {
  /** The `id`; null where a program failed. */
  readonly invariant: string | null;
}

const NONE: readonly number[] = [];
const NOTHING_SPENT: Spent = { restarts: 0, late: 0, copies: 0 };

export class Clusters {
  readonly stances: Stances;
  readonly letters: Letters;
  readonly histories: Histories;

  constructor(
    readonly run: ResolvedRun,
    invariants: readonly Invariant[],
    private readonly budgets: Budgets,
  ) {
    this.stances = new Stances(run);
    this.letters = this.stances.letters;
    this.histories = new Histories(run, invariants);
  }

  /** Every process was just started, and no node has had a turn. */
  first(): Cluster {
    const starts = this.run.nodes.map((_, node) => this.stances.first(node));
    const stances = starts.map(({ stance }) => this.stances.get(stance));
    let history = this.histories.first();
    for (const { seen } of starts) {
      for (const sight of seen) {
        const after = this.histories.after(history, sight, stances);
        assert(typeof after === 'number', 'nothing can be wrong before anything happened');
        history = after;
      }
    }
    const ids = stances.map(({ id }) => id);
    return { stances: ids, history, letters: NONE, late: NONE, spent: NOTHING_SPENT };
  }

  /** Everything that can happen next within the budgets, in an order that is always the same. */
  *moves({ stances, letters, late, spent }: Cluster): Iterable<Move> {
    const { budgets } = this;
    for (let node = 0; node < stances.length; node += 1) {
      const { wakeInUs } = this.stances.get(stances[node] as number);
      if (wakeInUs === Infinity) continue;
      if (wakeInUs === 0) yield { kind: 'timer', node, kept: NONE };
      else
        for (const kept of choices(letters, budgets.late - spent.late)) yield { kind: 'timer', node, kept };
    }
    for (const flying of [letters, late]) {
      for (let at = 0; at < flying.length; at += 1) {
        const letter = flying[at] as number;
        const same = letter === flying[at - 1] || (flying === late && letters.includes(letter));
        if (same || this.isIdle(stances, letter)) continue;
        yield { kind: 'deliver', letter, again: false };
        if (spent.copies < budgets.copies) yield { kind: 'deliver', letter, again: true };
      }
    }
    if (spent.restarts === budgets.restarts) return;
    for (let node = 0; node < stances.length; node += 1) yield { kind: 'restart', node };
  }

  after(cluster: Cluster, move: Move): Moved {
    const stances = [...cluster.stances];
    let letters = [...cluster.letters];
    let late = [...cluster.late];
    let { spent } = cluster;
    let passedUs = 0;
    let node: number;
    let turn: Turn;
    switch (move.kind) {
      case 'timer':
        node = move.node;
        passedUs = this.stances.get(stances[node] as number).wakeInUs;
        if (passedUs > 0) {
          for (let i = 0; i < stances.length; i += 1)
            stances[i] = this.stances.after(stances[i] as number, passedUs);
          letters = [];
          late = [...late, ...move.kept].map((id) => this.letters.after(id, passedUs)).sort(byNumber);
          if (move.kept.length > 0) spent = { ...spent, late: spent.late + move.kept.length };
        }
        turn = this.stances.wake(stances[node] as number);
        break;
      case 'deliver': {
        node = this.letters.get(move.letter).to;
        turn = this.stances.receive(stances[node] as number, move.letter);
        if (move.again) spent = { ...spent, copies: spent.copies + 1 };
        else {
          // The same one that is late already may stay: it costs nothing more.
          const flying = letters.includes(move.letter) ? letters : late;
          flying.splice(flying.indexOf(move.letter), 1);
        }
        break;
      }
      case 'restart':
        node = move.node;
        turn = this.stances.restart(stances[node] as number);
        spent = { ...spent, restarts: spent.restarts + 1 };
        break;
    }
    const violatedBy = (violated: Violated | null, history: number): Moved => ({
      cluster: { stances, history, letters, late, spent },
      ...{ passedUs, node, turn, violated },
    });
    if (turn.failed !== null) {
      const id = this.run.nodes[node] as string;
      const text = `The program of ${id} failed: ${turn.failed}.`;
      return violatedBy({ invariant: null, witnesses: [id], text }, cluster.history);
    }
    stances[node] = turn.stance;
    if (turn.sent.length > 0) letters = [...letters, ...turn.sent].sort(byNumber);
    let { history } = cluster;
    if (turn.seen.length > 0) {
      const all = stances.map((id): Stance => this.stances.get(id));
      for (const sight of turn.seen) {
        const after = this.histories.after(history, sight, all);
        if (typeof after !== 'number') return violatedBy(after, history);
        history = after;
      }
    }
    return violatedBy(null, history);
  }

  /**
   * Whether nothing comes of that message but that it is gone. It may as well stay, then: as long as it is there,
   * everything can happen that could happen without it.
   */
  private isIdle(stances: readonly number[], letter: number): boolean {
    const stance = stances[this.letters.get(letter).to] as number;
    const turn = this.stances.receive(stance, letter);
    return turn.stance === stance && turn.sent.length === 0;
  }
}

/** Every choice of at most so many of them; the same again counts once. `from` is in rising order. */
export function* choices(from: readonly number[], most: number, start = 0): Iterable<readonly number[]> {
  yield NONE;
  if (most <= 0) return;
  for (let i = start; i < from.length; i += 1) {
    if (i > start && from[i] === from[i - 1]) continue;
    for (const rest of choices(from, most - 1, i + 1)) yield [from[i] as number, ...rest];
  }
}

const byNumber = (a: number, b: number): number => a - b;
