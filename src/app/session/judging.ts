/**
 * The properties of a protocol whose code does not run in this thread: what nodes show is collected step by step, and after each
 * window somebody elsewhere says at which of the steps a property did not hold. The violation is that of the step.
 */
import { watchedNodes, witnessesOf } from '../../check/invariants/of-protocol';
import type { Monitor } from '../../check/monitor';
import type { WatchedNode } from '../../core/protocol';
import type { NodeId } from '../../core/program';
import type { World } from '../../sim/cluster/world';
import type { Checking } from './ground';
import type { Moment } from '../../sim/trace/moment';
import type { Snapshot } from '../../sim/view';

export interface Broken {
  readonly name: string;
  /** The place of the look at which it was so first. */
  readonly look: number;
  readonly text: string;
}

export interface Judge {
  /** Rejects with a sentence if it gets no answer. */
  judge(looks: readonly (readonly WatchedNode[])[]): Promise<readonly Broken[]>;
  dispose(): void;
}

interface Look {
  readonly nodes: readonly WatchedNode[];
  readonly atUs: number;
  readonly witnesses: readonly NodeId[];
  readonly moment: Moment | null;
  readonly snapshot: Snapshot;
}

export class Judging implements Checking {
  private looks: Look[] = [];

  constructor(
    private readonly monitor: Monitor,
    private readonly judge: Judge,
  ) {}

  observed(world: World, node: number, atUs: number): void {
    this.looks.push({
      nodes: watchedNodes(world, atUs),
      atUs,
      witnesses: witnessesOf(world, node, atUs),
      moment: world.trace.momentAt(atUs),
      snapshot: world.snapshot(atUs),
    });
  }

  /** Null if there is nothing to wait for. */
  settle(): Promise<void> | null {
    const { looks } = this;
    if (looks.length === 0) return null;
    this.looks = [];
    return this.judge.judge(looks.map(({ nodes }) => nodes)).then((all) => {
      for (const { name, look, text } of all) {
        const { nodes: _, ...seen } = looks[look]!;
        this.monitor.report({ invariant: name, text, ...seen });
      }
    });
  }

  dispose(): void {
    this.judge.dispose();
  }
}
