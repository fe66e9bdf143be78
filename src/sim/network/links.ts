/** All directed links of a cluster, and the shortest latency among them: how far the bus may look ahead. */
import type { Network } from '../run';
import type { LinkSnapshot } from '../view';
import { Link, type LinkState } from './link';

export class Links {
  /** `from × n + to`; the diagonal stays empty. */
  private readonly links: (Link | null)[] = [];
  private shortest: number | null = null;
  private shown: readonly LinkSnapshot[] | null = null;

  /** `usual` is the network in force: what every link is like unless something was done to that one. */
  constructor(
    private readonly nodes: readonly string[],
    private usual: Network,
    seed: number,
  ) {
    for (let from = 0; from < nodes.length; from += 1) {
      for (let to = 0; to < nodes.length; to += 1) {
        this.links.push(from === to ? null : new Link(from, to, usual, seed));
      }
    }
  }

  between(from: number, to: number): Link {
    return this.links[from * this.nodes.length + to] as Link;
  }

  each(visit: (link: Link) => void): void {
    for (const link of this.links) if (link !== null) visit(link);
  }

  get network(): Network {
    return this.usual;
  }

  /** Another network from now on; what is left out stays as it is, in force and link by link. */
  changeUsual(named: Partial<Network>): void {
    this.usual = { ...this.usual, ...named };
    this.each((link) => link.changeUsual(this.usual, named));
    this.changed();
  }

  /** The least time that any message takes; Infinity without links. */
  get shortestUs(): number {
    return (this.shortest ??= this.findShortestUs());
  }

  save(): LinkState[] {
    const states: LinkState[] = [];
    this.each((link) => states.push(link.save()));
    return states;
  }

  restore(states: readonly LinkState[], usual: Network): void {
    this.usual = usual;
    let next = 0;
    this.each((link) => link.restore(states[next++] as LinkState, usual));
    this.changed();
  }

  /** To be called after a link was changed. */
  changed(): void {
    this.shown = null;
    this.shortest = null;
  }

  snapshot(): readonly LinkSnapshot[] {
    return (this.shown ??= this.links
      .filter((link) => link !== null)
      .map((link) => ({
        from: this.nodes[link.from] as string,
        to: this.nodes[link.to] as string,
        cut: link.cut,
        latencyMs: link.network.latencyMs,
        lossRatio: link.network.lossRatio,
        duplicateRatio: link.network.duplicateRatio,
        changed: link.changed,
        corruptNext: link.corruptNext,
      })));
  }

  private findShortestUs(): number {
    let shortestUs = Infinity;
    this.each((link) => (shortestUs = Math.min(shortestUs, link.shortestUs)));
    return shortestUs;
  }
}
