/** What a run is without one thing that happened in it: a deed is left out; of a step, what it took in never came. */
import type { Fault, ResolvedRun } from '../../sim/run';
import { RECORD_KINDS } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';
import type { Happening } from './account';
import type { Other } from './futures';

const DELIVERED = RECORD_KINDS.indexOf('delivered');

/**
 * Null where there is nothing to undo: a step that took in no message and sent none changed nothing that could be taken
 * back from outside, or it is not recorded any more.
 */
export function undoing(run: ResolvedRun, trace: Trace, happening: Happening): Other | null {
  const { tag, atUs, faults, message } = happening;
  if (tag === 'fault') {
    const undone = new Set(faults);
    return { run: { ...run, faults: run.faults.filter((_, place) => !undone.has(place)) }, fromUs: atUs };
  }
  if (message !== null) {
    const { endUs } = trace.messages.row(message);
    return { run: withDrops(run, endUs, [message]), fromUs: endUs };
  }
  const place = trace.nodes.indexOf(happening.node ?? '');
  const inputs = inputsOf(trace, place, atUs);
  // What a step took in and what it sent are one: without the first there is no second.
  if (inputs.length > 0) return { run: withDrops(run, atUs, inputs), fromUs: atUs };
  const outputs = outputsOf(trace, place, atUs);
  return outputs.length === 0 ? null : { run: withDrops(run, atUs + 1, outputs), fromUs: atUs };
}

/** The messages that a member took in at that instant. */
function inputsOf({ records }: Trace, place: number, atUs: number): readonly number[] {
  const inputs: number[] = [];
  const first = Math.max(records.firstKept, records.countAtOrBefore(atUs - 1));
  records.each(first, records.countAtOrBefore(atUs), (_id, kind, _atUs, node, message) => {
    if (kind === DELIVERED && node === place) inputs.push(message);
  });
  return inputs;
}

/** Those that it sent. */
function outputsOf({ messages }: Trace, place: number, atUs: number): readonly number[] {
  const outputs: number[] = [];
  const first = Math.max(messages.firstKept, messages.countSentBefore(atUs));
  messages.each(first, messages.countSentBefore(atUs + 1), (id, from) => {
    if (from === place) outputs.push(id);
  });
  return outputs;
}

/** Taken out of the air at that instant, after whatever else is done then. Faults are in the order of time. */
export function withDrops(run: ResolvedRun, atUs: number, messages: readonly number[]): ResolvedRun {
  const drops = messages.map((message): Fault => ({ atMs: atUs / 1000, kind: 'drop', message }));
  const later = run.faults.findIndex(({ atMs }) => Math.round(atMs * 1000) > atUs);
  const place = later < 0 ? run.faults.length : later;
  return { ...run, faults: [...run.faults.slice(0, place), ...drops, ...run.faults.slice(place)] };
}
