/** Numbers for one node alone, from some instant on. */
import type { NodeId } from '../../core/program';
import type { Config } from '../../core/protocol';
import { configFor } from '../../sim/node-config';
import type { FaultAction } from '../../sim/run';
import type { Settings } from '../../sim/settings';
import { differing } from './settings-change';

/** The node is to have `own` instead of what holds for all, and nothing else of its own; null if that is so already. */
export function configureNodeFault(before: Settings, node: NodeId, own: Config): FaultAction | null {
  const config = differing(configFor(node, before), { ...before.config, ...own });
  return config === null ? null : { kind: 'configure', node, config };
}
