/** A selection as bookmarks write it, and back. */
import type { Selected } from '../../app/run/bookmark';
import type { Selection } from '../page.svelte';

export function selectedOf(selection: Selection): Selected | null {
  if (selection === null) return null;
  return selection.kind === 'node' ? selection.node : [selection.a, selection.b];
}

export function selectionOf(selected: Selected | null): Selection {
  if (selected === null) return null;
  if (typeof selected === 'string') return { kind: 'node', node: selected };
  const [a, b] = selected;
  return { kind: 'link', a, b };
}
