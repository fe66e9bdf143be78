/** Who leads, as a view tells it. */
import { expect } from '@playwright/test';
import type { ClusterView } from '../../../src/sim';

export type NodeOfView = ClusterView['nodes'][number];

export function nodeOf(view: ClusterView, id: string): NodeOfView {
  const found = view.nodes.find((node) => node.id === id);
  if (found === undefined) throw new Error(`the view has no node ${id}`);
  return found;
}

export function withAuthority(view: ClusterView): readonly NodeOfView[] {
  return view.nodes.filter(({ authority }) => authority);
}

/** Fails unless there is exactly one. */
export function theLeader(view: ClusterView): NodeOfView {
  const leaders = withAuthority(view);
  expect(leaders, `nodes with authority at ${view.timeMs} ms`).toHaveLength(1);
  return leaders[0]!;
}

/** `n1 → n2`, one for each direction that is cut. */
export function cutLinks(view: ClusterView): readonly string[] {
  return view.links.filter(({ cut }) => cut).map(({ from, to }) => `${from} → ${to}`);
}
