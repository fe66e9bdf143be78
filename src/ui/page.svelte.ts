/** What all parts of the page share: the session's state as a rune, and what the person has selected. */
import { getContext, setContext } from 'svelte';
import { GivenUp } from '../app/session/slices';
import type { SessionApi, SessionState } from '../app/session/state';
import type { NodeId } from '../core/program';

/** A link is a pair of nodes, in the order of the run's list; each direction has its own controls. */
export type Selection =
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'link'; readonly a: NodeId; readonly b: NodeId }
  | null;

export class Page {
  readonly session: SessionApi;
  state: SessionState = $state.raw() as SessionState;
  selection: Selection = $state.raw(null);
  /** More members that were selected beside it, and the selection that they belong to. */
  private group: { readonly of: Selection; readonly ids: readonly NodeId[] } = $state.raw({
    of: null,
    ids: [],
  });
  /** The part of the run that the timeline shows; null for all of it. Asked for when something is exported. */
  shownRange: () => { readonly fromUs: number; readonly toUs: number } | null = () => null;
  /** A sentence for a person whose input was refused; null when there is nothing to say. */
  complaint: string | null = $state(null);
  /** What the timeline has to say about what is looked at, for as long as that is so. */
  said: string = $state('');

  constructor(session: SessionApi) {
    this.session = session;
    this.state = session.state;
    session.subscribe((state) => {
      const { trace, trouble } = this.state;
      this.state = state;
      if (state.trouble !== null && state.trouble !== trouble) this.complaint = state.trouble;
      // Another branch may have other members.
      if (state.trace !== trace && !this.isThere(state)) this.selection = null;
    });
  }

  /** The selected member, and those that were selected beside it. */
  get members(): readonly NodeId[] {
    const { selection, group } = this;
    if (selection?.kind !== 'node') return [];
    return [selection.node, ...(group.of === selection ? group.ids : [])];
  }

  /** Selects one member more, or one less; where none is selected, that one. */
  toggle(node: NodeId): void {
    const { members, selection } = this;
    if (selection?.kind !== 'node') this.selection = { kind: 'node', node };
    else if (members.length > 1 || selection.node !== node) {
      const ids = members.includes(node) ? members.filter((id) => id !== node) : [...members, node];
      const [first, ...rest] = ids as [NodeId, ...NodeId[]];
      if (first !== selection.node) this.selection = { kind: 'node', node: first };
      this.group = { of: this.selection, ids: rest };
    }
  }

  private isThere({ trace }: SessionState): boolean {
    const { selection } = this;
    if (selection === null) return true;
    const named = selection.kind === 'node' ? [selection.node] : [selection.a, selection.b];
    return named.every((id) => trace.nodes.includes(id));
  }

  /**
   * Runs what a person asked for; a refusal becomes a complaint, never an unhandled rejection. What succeeds takes an
   * earlier complaint away, but not one about something that was asked for meanwhile. True if it was not refused.
   */
  async attempt(action: () => Promise<unknown> | void): Promise<boolean> {
    const before = this.complaint;
    try {
      await action();
      if (this.complaint === before) this.complaint = null;
      return true;
    } catch (error) {
      if (error instanceof GivenUp) return false;
      this.complaint = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}

const KEY = Symbol('page');
export const providePage = (page: Page): Page => setContext(KEY, page);
export const usePage = (): Page => getContext(KEY);
