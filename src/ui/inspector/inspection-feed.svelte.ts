/** What one node believes, asked of its process again and again: one question at a time, the newest wish last. */
import type { Inspection, SessionApi } from '../../app/session/state';
import type { NodeId } from '../../core/program';

export class InspectionFeed {
  /** Null until the first answer, and while there is nobody to ask. */
  current: Inspection | null = $state.raw(null);
  private asking = false;
  private askAgain = false;

  constructor(
    private readonly session: Pick<SessionApi, 'inspect'>,
    private readonly node: NodeId,
  ) {}

  async ask(): Promise<void> {
    this.askAgain = this.asking;
    if (this.asking) return;
    this.asking = true;
    // A process that ends while it is asked has no beliefs any more.
    this.current = await this.session.inspect(this.node).catch(() => null);
    this.asking = false;
    if (this.askAgain) await this.ask();
  }
}
