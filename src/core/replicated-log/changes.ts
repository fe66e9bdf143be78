/** What of a node's log is new since somebody looked at it last. Versions of one log share what they have in common. */
import type { NodeLog } from '../log';

/** The first index from which the two may differ; one beyond the end of both where they are the same. */
export function changedFrom(before: NodeLog, after: NodeLog): number {
  let chunk = 0;
  while (chunk < after.chunks.length && before.chunks[chunk] === after.chunks[chunk]) chunk += 1;
  let index = 0;
  for (let at = 0; at < chunk; at += 1) index += after.chunks[at]!.length;
  const [old, own] = [before.chunks[chunk] ?? [], after.chunks[chunk] ?? []];
  let same = 0;
  while (same < own.length && own[same] === old[same]) same += 1;
  return index + same + 1;
}
