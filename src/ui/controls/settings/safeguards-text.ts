import type { Safeguards } from '../../../core/protocol';

/** `all on`, `2 off`, or `none` for a protocol that has nothing to switch off. */
export function safeguardsText(safeguards: Safeguards): string {
  const states = Object.values(safeguards);
  if (states.length === 0) return 'none';
  const off = states.filter((on) => !on).length;
  return off === 0 ? 'all on' : `${off} off`;
}
