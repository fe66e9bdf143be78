/** All nodes in the caller's own thread: for tests, for searching, and wherever there are no workers. */
import { assert } from '../core/assert';
import type { Config, Safeguards } from '../core/protocol';
import type { SyncHost } from './host';
import { NodeShell } from './node/shell';
import type { BootOrder, SavedProcess } from './node/step';

export class InlineHost implements SyncHost {
  private readonly shells: (NodeShell | null)[] = [];

  boot(node: number, order: BootOrder): void {
    this.shells[node] = new NodeShell(order);
  }

  configure(node: number, config: Config, safeguards: Safeguards): void {
    this.process(node).configure(config, safeguards);
  }

  stop(node: number): void {
    this.shells[node] = null;
  }

  fail(node: number): void {
    this.stop(node);
  }

  /** What each of `count` nodes has in its memory; null where none runs. */
  save(count: number): (SavedProcess | null)[] {
    return Array.from({ length: count }, (_, node) => this.shells[node]?.save() ?? null);
  }

  process(node: number): NodeShell {
    const shell = this.shells[node];
    assert(shell != null, `node ${node} has no process`);
    return shell;
  }
}
