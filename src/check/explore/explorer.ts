/**
 * Tries everything that can happen to a small cluster, breadth first, so that the first violation it meets is one of the
 * shortest there are.
 *
 * What is explored: two or three nodes that run the very code which they run everywhere else. There is one time, and all
 * clocks read it; but a node may be as slow as can be. The moves are
 * - a timer: any node has its turn, as soon as what it waits for is due, or at any later instant that another node's
 *   timer brings about;
 * - a delivery: any message in flight arrives, whatever was sent before or after it. One that nobody delivers is lost.
 *   While no time passes that is free; a message that is still in flight at a later instant counts as late;
 * - a delivery of a copy: the message arrives and is still in flight;
 * - a restart: a node's memory is lost and its disk is not. What is on its way to it stays on its way.
 * So nodes move each on its own, stall, and fire late; messages are lost, reordered, and, within the budgets, late and
 * doubled; processes die. Cut links, partitions and dead nodes are all contained in that.
 *
 * `complete` means: from that start, with those budgets, every such sequence of moves was tried, and no invariant was
 * violated, nor did a program throw. States are the same if they differ only in when they are. Of each, 64 bits are
 * remembered: among ten million, two that differ are taken for one with a probability of three in a million.
 *
 * What is not covered: clocks that run at different rates; luck (a jitter is 0); disks that lose what was written; frames
 * that are damaged; offsets other than 0, and so everything about data; settings that change; liveness; other timings
 * than those of the spec; anything that comes before its timer. Nodes that have their turns at one instant read the same
 * time; the run of a counterexample draws them apart, and `replays` says whether it still holds then. A message that
 * would only be gone is not delivered: as long as it is there, everything can happen that could without it.
 *
 * How far that goes with three nodes of `quorum`: ten moves from `boot` without a restart (722,931 states), eight from
 * `settled` or `unheard` with one restart (389,918 and 421,272), nine from `alone` (867,738), seven from `settled` with a
 * restart and a late message (838,426). Each further move takes about four times as many states. `kevy` breaks in 7
 * moves; `quorum` without durable votes in 7, without sticky voters in 6, without the grace after a start in 8, without
 * withheld grants in 11 (4.8 million states), two nodes without a majority in 3.
 */
import { uint32Column } from '../../sim/trace/column';
import { Clusters, type Cluster, type Move } from './cluster';
import { counterexampleOf, type Counterexample } from './counterexample';
import { Fingerprints } from './fingerprints';
import { Level, pack, packedLength } from './level';
import { prologueTo, type Prologue } from './prologue';
import { budgetsOf, invariantsOfSpec, runOfSpec, type Budgets, type ExploreSpec } from './spec';

export interface Progress {
  /** Different ones that were reached, the first included. */
  readonly states: number;
  /** Moves that were tried. */
  readonly transitions: number;
  /** How many states there are first reached after 0, 1, 2, … moves; the last number still grows. */
  readonly byDepth: readonly number[];
  /** Moves from the start to the states that are looked at now. */
  readonly depth: number;
  /** States whose next moves were not tried yet. */
  readonly frontier: number;
  /** Nothing more will come. */
  readonly done: boolean;
  /** Everything within the budgets was tried. */
  readonly complete: boolean;
  readonly violation: Counterexample | null;
}

/** A first counterexample ends it. It can be interrupted between any two steps, and never waits for anything. */
export class Explorer {
  readonly budgets: Budgets;
  private readonly clusters: Clusters;
  private readonly prologue: Prologue;
  private readonly seen = new Fingerprints();
  /** By state, in the order of discovery: the state before it, and the how manieth of its moves led here. */
  private readonly parents = uint32Column();
  private readonly ordinals = uint32Column();
  private readonly byDepth: number[] = [];
  private level: Level;
  private next: Level;
  /** Place in the level of the state that is next, and the number of the level's first. */
  private at = 0;
  private levelFrom = 0;
  private depth = 0;
  private transitions = 0;
  private ended: 'complete' | 'violated' | 'tooMany' | null = null;
  private violation: Counterexample | null = null;
  private packed = new Int32Array(256);

  /** Throws a sentence that names the field if such a thing cannot be explored. */
  constructor(spec: ExploreSpec, budgets: Partial<Budgets> = {}) {
    const run = runOfSpec(spec);
    this.budgets = budgetsOf(budgets);
    this.clusters = new Clusters(run, invariantsOfSpec(spec), this.budgets);
    this.prologue = prologueTo(spec.start ?? 'boot', this.clusters);
    this.level = new Level(run.nodes.length);
    this.next = new Level(run.nodes.length);
    this.keep(this.prologue.cluster, 0, 0);
    this.descend();
  }

  get progress(): Progress {
    return {
      states: this.seen.size,
      transitions: this.transitions,
      byDepth: this.next.count > 0 ? [...this.byDepth, this.next.count] : [...this.byDepth],
      depth: this.depth,
      frontier: this.level.count - this.at + this.next.count,
      done: this.ended !== null,
      complete: this.ended === 'complete',
      violation: this.violation,
    };
  }

  /** Tries all moves of at most so many further states. */
  step(mostStates: number): Progress {
    for (let count = 0; count < mostStates && this.ended === null; count += 1) {
      this.expand();
      if (this.ended === null && this.seen.size >= this.budgets.states) this.ended = 'tooMany';
      else if (this.ended === null && this.at === this.level.count) this.descend();
    }
    return this.progress;
  }

  /** Bytes that grow with the number of states. */
  get byteLength(): number {
    return (
      this.seen.byteLength +
      this.parents.byteLength +
      this.ordinals.byteLength +
      this.level.byteLength +
      this.next.byteLength
    );
  }

  /** Tries every move of the next state. */
  private expand(): void {
    const parent = this.levelFrom + this.at;
    const cluster = this.level.get(this.at);
    this.at += 1;
    let ordinal = 0;
    for (const move of this.clusters.moves(cluster)) {
      this.transitions += 1;
      const moved = this.clusters.after(cluster, move);
      if (moved.violated !== null) {
        const moves = [...this.movesTo(parent), move];
        this.violation = counterexampleOf(this.clusters, this.prologue.moves, moves, moved.violated);
        this.ended = 'violated';
        return;
      }
      this.keep(moved.cluster, parent, ordinal);
      ordinal += 1;
    }
  }

  private keep(cluster: Cluster, parent: number, ordinal: number): void {
    const length = packedLength(cluster);
    if (length > this.packed.length) this.packed = new Int32Array(2 * length);
    pack(cluster, this.packed);
    if (!this.seen.add(this.packed, length)) return;
    this.next.push(this.packed, length);
    this.parents.push(parent);
    this.ordinals.push(ordinal);
  }

  /** To the states that are one move further. */
  private descend(): void {
    if (this.byDepth.length > 0) this.depth += 1;
    this.levelFrom += this.level.count;
    [this.level, this.next] = [this.next, this.level];
    this.next.clear();
    this.at = 0;
    if (this.level.count > 0) this.byDepth.push(this.level.count);
    if (this.level.count === 0 || this.depth === this.budgets.moves) this.ended = 'complete';
  }

  private movesTo(state: number): Move[] {
    const ordinals: number[] = [];
    for (let at = state; at !== 0; at = this.parents.get(at)) ordinals.push(this.ordinals.get(at));
    let { cluster } = this.prologue;
    return ordinals.reverse().map((ordinal) => {
      const move = [...this.clusters.moves(cluster)][ordinal] as Move;
      ({ cluster } = this.clusters.after(cluster, move));
      return move;
    });
  }
}
