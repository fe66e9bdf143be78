/** The moves that lead to where an exploration starts: a friendly schedule, in which nearly everything goes well. */
import type { Cluster, Clusters, Move } from './cluster';
import type { Start } from './spec';

/** More than any protocol needs that finds a leader at all. */
const MOST_MOVES = 500;

export interface Prologue {
  readonly moves: readonly Move[];
  readonly cluster: Cluster;
}

type Passes = (from: number, to: number) => boolean;

/** Throws a sentence that names the field if such a cluster is not reached. */
export function prologueTo(start: Start, clusters: Clusters): Prologue {
  const friendly = new Friendly(clusters);
  if (start === 'boot') return friendly.lastInstant;
  while (friendly.settledLeader() === null) friendly.round(() => true);
  const leader = friendly.settledLeader();
  friendly.forgetFlight();
  if (start === 'settled') return friendly.lastInstant;
  const deaf = leader === 0 ? 1 : 0;
  friendly.stood = false;
  while (!friendly.stood) {
    friendly.round((from, to) => from !== leader || (start === 'unheard' && to !== deaf));
  }
  return friendly.lastInstant;
}

class Friendly {
  /** As it was before time passed last. */
  lastInstant: Prologue;
  /** Whether anybody asked for votes, or who would give one. */
  stood = false;
  private readonly moves: Move[] = [];
  private cluster: Cluster;

  constructor(private readonly clusters: Clusters) {
    this.cluster = clusters.first();
    this.lastInstant = { moves: [], cluster: this.cluster };
  }

  /** The next timer fires when it is due, and all that comes of it and that `passes` arrives at once. */
  round(passes: Passes): void {
    const waits = this.cluster.stances.map((id) => this.clusters.stances.get(id).wakeInUs);
    const waitUs = Math.min(...waits);
    if (waitUs > 0) this.forgetFlight();
    this.go({ kind: 'timer', node: waits.indexOf(waitUs), kept: [] });
    for (;;) {
      const letter = this.cluster.letters.find((id) => {
        const { from, to } = this.clusters.letters.get(id);
        return passes(from, to);
      });
      if (letter === undefined) return;
      this.go({ kind: 'deliver', letter, again: false });
    }
  }

  /** What did not arrive yet never will: where one could start from. */
  forgetFlight(): void {
    this.cluster = { ...this.cluster, letters: [] };
    this.lastInstant = { moves: [...this.moves], cluster: this.cluster };
  }

  /** The only node with authority, if all nodes know it. */
  settledLeader(): number | null {
    const stances = this.cluster.stances.map((id) => this.clusters.stances.get(id));
    const leaders = stances.filter(({ memory, nowUs }) => nowUs < memory.observation.authorityUntilUs);
    const [leader] = leaders;
    if (leader === undefined || leaders.length > 1) return null;
    const id = this.clusters.run.nodes[leader.node];
    const known = stances.every(({ memory }) => memory.observed && memory.observation.primary === id);
    return known ? leader.node : null;
  }

  private go(move: Move): void {
    if (this.moves.length === MOST_MOVES) {
      throw new RangeError('start: no such cluster is ever reached with these settings.');
    }
    const { cluster, turn, violated } = this.clusters.after(this.cluster, move);
    if (violated !== null) {
      throw new RangeError(
        `start: on the way there it is broken already, so begin earlier. ${violated.text}`,
      );
    }
    this.moves.push(move);
    this.cluster = cluster;
    this.stood ||= turn.sent.some((id) => this.clusters.letters.get(id).message.verb === 'OFFER');
  }
}
