/** What a run is set up as, the most telling first: `kevy`, `3 nodes`, `2 clients`, `Classroom`, `no rules`. */
import type { Safeguards } from '../../core/protocol';
import { count } from '../format';

export function setupWords(
  protocol: string,
  run: { readonly nodes: readonly string[]; readonly clients?: number; readonly exports?: boolean },
  timing: string,
  safeguards: Safeguards,
): readonly string[] {
  const { clients = 0, exports = false } = run;
  return [
    // Behind a comma stands what a list of protocols needs, and a chip does not.
    protocol.split(',')[0]!,
    count(run.nodes.length, 'node'),
    ...(clients > 0 ? [count(clients, 'client')] : []),
    ...(exports ? ['exports'] : []),
    timing,
    rulesText(safeguards),
  ];
}

/** `all rules on`, `1 rule off`, or `no rules` for a protocol that has none to switch off. */
function rulesText(safeguards: Safeguards): string {
  const states = Object.values(safeguards);
  if (states.length === 0) return 'no rules';
  const off = states.filter((on) => !on).length;
  return off === 0 ? 'all rules on' : `${count(off, 'rule')} off`;
}
