/** What the share dialog says, and how the files are called that come out of it. */
import type { Bookmark } from '../../app/run/bookmark';
import { secondsText } from '../format';

/** `12.345 s, branch “late kill”, n1 – n2 selected`. */
export function placeText({ headMs, atMs = headMs, branch, select }: Omit<Bookmark, 'run'>): string {
  const parts = [`${secondsText(atMs * 1000)} s`];
  if (branch !== undefined) parts.push(`branch “${branch}”`);
  if (select !== undefined) parts.push(`${[select].flat().join(' – ')} selected`);
  return parts.join(', ');
}

export function rangeText({ fromUs, toUs }: { readonly fromUs: number; readonly toUs: number }): string {
  return `${secondsText(fromUs)} s – ${secondsText(toUs)} s`;
}

/** `interregnum-quorum-5-nodes-at-12.345s.json`. */
export function fileName({ run, headMs, atMs = headMs }: Bookmark, ending: string): string {
  const nodes = `${run.nodes.length}-node${run.nodes.length === 1 ? '' : 's'}`;
  return `interregnum-${run.protocol}-${nodes}-at-${secondsText(atMs * 1000)}s${ending}`;
}
