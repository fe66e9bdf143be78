/** What the step that broke something took in: a message, which its sender had sent in a step of its own. */
import type { System } from '../../core/system';
import { duration } from '../../core/words';
import type { Violation } from '../../check/invariant';
import type { Trace } from '../../sim/trace/trace';
import { behind, type Happening } from './account';

/**
 * The last message of a node that the one who broke it had taken in at that instant, told when it was sent; null for none,
 * and where it is not recorded any more.
 */
export function takenIn(
  trace: Trace,
  violation: Violation,
  system: System,
): (Happening & { readonly node: string }) | null {
  const { records, messages } = trace;
  const last = behind(trace, violation).records - 1;
  if (last < records.firstKept) return null;
  const { node: taker } = records.row(last);
  for (let id = last; id >= records.firstKept; id -= 1) {
    const { kind, atUs, node, a: message } = records.row(id);
    if (atUs < violation.atUs || node !== taker) return null;
    if (kind !== 'delivered' || message < messages.firstKept) continue;
    const { from, to, sentUs } = messages.row(message);
    if (trace.parts[trace.nodes.indexOf(from)] !== 'node') return null;
    const what = system.describe(messages.message(message));
    const text = `${from} sent ${to} a message that took ${duration(atUs - sentUs)}: ${what}`;
    return { atUs: sentUs, node: from, text, tag: 'message', faults: [], message };
  }
  return null;
}
