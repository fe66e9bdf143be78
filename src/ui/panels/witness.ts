import type { NodeId } from '../../core/program';

/** The witness after the selected one, around the list, so that asking again shows the other side of the story. */
export function nextWitness(witnesses: readonly NodeId[], selected: NodeId | null): NodeId | null {
  const at = selected === null ? -1 : witnesses.indexOf(selected);
  return witnesses[(at + 1) % witnesses.length] ?? null;
}
