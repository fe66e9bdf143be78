/** A thing that was chosen, in terms of causes: when and at which nodes it happened, and what it has to do with. */
import type { NodeId } from '../../../core/program';
import type { Place } from '../../../sim/trace/moment';
import type { Selection } from '../../page.svelte';
import type { TimelineIndex } from '../recorded/timeline-index';
import type { EventTarget } from '../target';
import { causalCone, type Cone, type Origin } from './cone';
import { nodesOfFault } from './nodes-of-fault';

/** What shows that it has happened, a message that it was sent: a head just after it, of a violation its own place. */
export function placeToShow(index: TimelineIndex, target: EventTarget): Place {
  return target.kind === 'violation' && target.line.place !== undefined
    ? target.line.place
    : instantOf(index, target) + 1;
}

function instantOf(index: TimelineIndex, target: EventTarget): number {
  switch (target.kind) {
    case 'message':
      return index.trace.messages.row(target.id).sentUs;
    case 'event':
      return index.events.of(target.record).atUs;
    case 'fault':
      return index.faults.of(target.record).atUs;
    case 'violation':
      return target.line.atUs;
    default:
      return target satisfies never;
  }
}

/** The node or link that it is about; null for the whole cluster. */
export function selectionOf(index: TimelineIndex, target: EventTarget): Selection {
  const { trace } = index;
  const node = (id: NodeId | null | undefined): Selection => (id == null ? null : { kind: 'node', node: id });
  switch (target.kind) {
    case 'message': {
      const { from, to } = trace.messages.row(target.id);
      return link(trace.nodes, from, to);
    }
    case 'event':
      return node(trace.nodes[index.events.of(target.record).node]);
    case 'fault': {
      const [a, b] = nodesOfFault(index.faultOf(target.record));
      return a !== undefined && b !== undefined ? link(trace.nodes, a, b) : node(a);
    }
    case 'violation':
      return node(target.line.node);
    default:
      return target satisfies never;
  }
}

/** In the order of the run's list. */
function link(nodes: readonly NodeId[], from: NodeId, to: NodeId): Selection {
  const [a, b] = nodes.indexOf(from) < nodes.indexOf(to) ? [from, to] : [to, from];
  return { kind: 'link', a, b };
}

/** Its causal past and future. What is done from outside has no past in the cluster, only a future. */
export function coneOf(index: TimelineIndex, target: EventTarget, witnesses: readonly NodeId[] = []): Cone {
  const { trace } = index;
  const at = (ids: readonly NodeId[], atUs: number): Origin[] =>
    ids.map((id) => ({ node: trace.nodes.indexOf(id), atUs })).filter(({ node }) => node >= 0);
  switch (target.kind) {
    case 'message': {
      const { from, to, sentUs, endUs, fate } = trace.messages.row(target.id);
      const arrived = fate === 'delivered' ? at([to], endUs) : [];
      // What its sender did later did not come of it.
      return causalCone(trace, at([from], sentUs), arrived);
    }
    case 'event': {
      const { node, atUs } = index.events.of(target.record);
      return causalCone(trace, [{ node, atUs }], [{ node, atUs }]);
    }
    case 'fault': {
      const { atUs } = index.faults.of(target.record);
      const named = nodesOfFault(index.faultOf(target.record));
      return causalCone(trace, [], at(named.length > 0 ? named : trace.nodes, atUs));
    }
    case 'violation': {
      const origins = at(witnesses, target.line.atUs);
      return causalCone(trace, origins, origins);
    }
    default:
      return target satisfies never;
  }
}
