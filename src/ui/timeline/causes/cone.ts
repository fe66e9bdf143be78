/**
 * What could have caused an event, and what it could have caused: Lamport's happened-before, over the order of steps
 * within each node and over messages that arrived.
 *
 * A node's part in the past of an event is all that it did up to some instant, its part in the future all from some
 * instant on; a cone is therefore two instants for each node. One sweep through the deliveries, away from the event,
 * finds them, and it ends as soon as no older (or newer) delivery can change them.
 *
 * Simplified: what one node does within one microsecond counts as one, and a node that is restarted stays the same node.
 */
import type { Trace } from '../../../sim/trace/trace';

/** Something that a node did, or that was done to it. */
export interface Origin {
  /** Its place in the trace's nodes. */
  readonly node: number;
  readonly atUs: number;
}

export interface Cone {
  /** By node: up to and including then, all that it did may have led to the event. −Infinity: nothing did. */
  readonly pastUntilUs: Float64Array;
  /** By node: from then on, all that it did may have come of the event. Infinity: nothing did. */
  readonly futureFromUs: Float64Array;
  /** False if the sweep was cut short, or came to what the trace forgot: there may be more to it than this. */
  readonly complete: boolean;
}

/** Some tens of milliseconds of work; a node that is cut off would have the whole run searched for it. */
export const MOST_RECORDS = 200_000;

/** The cone of several origins is what any of them could have come of, and what could have come of any of them. */
export function causalCone(
  trace: Trace,
  before: readonly Origin[],
  after: readonly Origin[],
  mostRecords = MOST_RECORDS,
): Cone {
  const past = sweepPast(trace, before, mostRecords);
  const future = sweepFuture(trace, after, mostRecords);
  return {
    pastUntilUs: past.instants,
    futureFromUs: future.instants,
    complete: past.complete && future.complete,
  };
}

interface Sweep {
  readonly instants: Float64Array;
  readonly complete: boolean;
}

/** Deliveries come newest first, so whoever received one in time has its final instant by then. */
function sweepPast(trace: Trace, origins: readonly Origin[], most: number): Sweep {
  const { nodes, records, messages } = trace;
  const instants = new Float64Array(nodes.length).fill(-Infinity);
  let newestUs = -Infinity;
  for (const { node, atUs } of origins) {
    instants[node] = Math.max(instants[node]!, atUs);
    newestUs = Math.max(newestUs, atUs);
  }
  const last = records.countAtOrBefore(newestUs) - 1;
  const lowest = Math.max(records.firstKept, last + 1 - most);
  for (let id = last; id >= lowest; id -= 1) {
    if (records.kindOf(id) !== 'delivered') continue;
    const { atUs, node, a: message } = records.row(id);
    // What is sent is sent before it arrives: all instants lie in the future of this record, and none can move.
    if (atUs < earliest(instants)) return { instants, complete: true };
    if (atUs > instants[node]!) continue;
    if (message < messages.firstKept) return { instants, complete: false };
    const { sender, sentUs } = sending(trace, message);
    if (sentUs > instants[sender]!) instants[sender] = sentUs;
  }
  return { instants, complete: lowest === 0 };
}

function sweepFuture(trace: Trace, origins: readonly Origin[], most: number): Sweep {
  const { nodes, records } = trace;
  const instants = new Float64Array(nodes.length).fill(Infinity);
  let oldestUs = Infinity;
  for (const { node, atUs } of origins) {
    instants[node] = Math.min(instants[node]!, atUs);
    oldestUs = Math.min(oldestUs, atUs);
  }
  const first = oldestUs === Infinity ? records.length : records.countAtOrBefore(oldestUs);
  const end = Math.min(records.length, first + most);
  for (let id = first; id < end; id += 1) {
    if (records.kindOf(id) !== 'delivered') continue;
    const { atUs, node, a: message } = records.row(id);
    // Whoever is reached later than this is not reached earlier.
    if (atUs > latest(instants)) return { instants, complete: oldestUs >= trace.keptFromUs };
    if (atUs >= instants[node]! || message < trace.messages.firstKept) continue;
    const { sender, sentUs } = sending(trace, message);
    if (sentUs >= instants[sender]!) instants[node] = atUs;
  }
  return { instants, complete: end === records.length && !(oldestUs < trace.keptFromUs) };
}

function sending({ nodes, messages }: Trace, id: number): { sender: number; sentUs: number } {
  const { from, sentUs } = messages.row(id);
  return { sender: nodes.indexOf(from), sentUs };
}

const earliest = (instants: Float64Array): number => instants.reduce((a, b) => Math.min(a, b), Infinity);
const latest = (instants: Float64Array): number => instants.reduce((a, b) => Math.max(a, b), -Infinity);
