/** What a node does besides electing, in words: its copy of the register, and its exports. */
import type { Words } from '../../core/protocol';
import type { ExportObservation, RegisterObservation } from '../../core/service';
import type { Line } from './beliefs';

/** Labels that the node's own facts use too, so that nothing is told twice. */
export function registerLines(register: RegisterObservation, replOffset: number, { epoch }: Words): Line[] {
  const { value, history, fence, token, serving, fenced, confirmedAt } = register;
  const held: Line[] = [
    { label: 'register', text: value === '' ? 'no write yet' : value },
    { label: 'writes held', text: history === '' ? 'none' : history },
  ];
  // What comes of a log is not copied.
  if (confirmedAt !== undefined) return [...held, { label: 'takes writes', text: serving ? 'yes' : 'no' }];
  return [
    ...held,
    { label: 'offset', text: String(replOffset) },
    { label: 'copy taken under', text: token === 0 ? 'none yet' : `${epoch} ${token}` },
    { label: `highest ${epoch} seen`, text: fence === 0 ? 'none' : String(fence) },
    { label: 'takes writes', text: serving ? 'yes' : 'no' },
    { label: 'copies refused', text: String(fenced) },
  ];
}

export function exportText({ phase, round, outcome }: ExportObservation): string {
  switch (phase) {
    case 'trying':
      return `Asks the store for round ${round}.`;
    case 'working':
      return `Has won round ${round}, and works on its export.`;
    case 'idle':
      return outcomeText(outcome, round);
    default:
      return phase satisfies never;
  }
}

function outcomeText(outcome: ExportObservation['outcome'], round: number): string {
  switch (outcome) {
    case 'none':
      return round === 0 ? 'Waits for the first round.' : `Waits for the round after ${round}.`;
    case 'held':
      return `Left round ${round} to whoever holds it.`;
    case 'done':
      return `Did the export of round ${round}.`;
    case 'unpublished':
      return `Did the export of round ${round}, and could not publish it: its lease was gone.`;
    case 'abandoned':
      return `Abandoned the export of round ${round}.`;
    case 'failed':
      return `Broke off the export of round ${round}: only the end of its lease will tell the others.`;
    case 'unreachable':
      return `Did not reach the store in round ${round}.`;
    default:
      return outcome satisfies never;
  }
}
