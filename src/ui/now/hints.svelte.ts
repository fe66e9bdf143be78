/** Where to look in the story that is told, or what to try on a first visit; each until it is dismissed. */
import { hasAuthority } from '../../sim/view';
import { remember, remembered } from '../local-memory';
import type { Shell } from '../shell.svelte';

const WELCOMED = 'welcomed';

export class Hints {
  private welcomed = $state(remembered(WELCOMED) !== null);
  /** The line that was dismissed: another one is worth saying again. */
  private read: string | null = $state(null);

  readonly hint: string | null = $derived.by(() => {
    const { caption } = this.shell;
    if (caption !== null) return caption === this.read ? null : caption;
    return this.welcomed || this.embedded || this.shell.presenting ? null : this.welcome;
  });

  /** `embedded`: nothing can be done to the cluster there, and who is shown a slide is not to do anything either. */
  constructor(
    private readonly shell: Shell,
    private readonly embedded: boolean,
  ) {}

  dismiss(): void {
    if (this.shell.caption !== null) {
      this.read = this.shell.caption;
      return;
    }
    this.welcomed = true;
    remember(WELCOMED, 'yes');
  }

  /** It moves on with what a person does: a hint that was followed is no hint any more. */
  private get welcome(): string | null {
    const { protocol, page } = this.shell;
    const { nodes, links, timeUs } = page.state.snapshot;
    const members = nodes.filter(({ part }) => part === 'node');
    const down = members.filter(({ status }) => status !== 'up').length;
    const leaders = members.filter((node) => hasAuthority(node, timeUs));
    // Where nobody leads there is nobody to click, and where something else was done they are past it.
    if (leaders.length !== 1 || links.some(({ cut }) => cut)) return null;
    if (down === 0) {
      const next = protocol.store === undefined ? 'watch the others vote' : 'watch another take its lease';
      return `Click the primary, then Kill — ${next}.`;
    }
    if (protocol.store !== undefined) return null;
    return 2 * (members.length - down) > members.length
      ? 'Now kill others, until too few are left to agree on anybody.'
      : null;
  }
}
