/** The logs of all nodes side by side, as a table: a row for each node, a column for each index. */
import { entryAt, type LogEntry, type NodeLog } from '../../core/log';
import type { NodeId, ProgramView } from '../../core/program';
import type { NodeSnapshot } from '../../sim/view';

/** More than that is neither drawn nor read: what is shown is a window onto the log. */
export const MOST_COLUMNS = 200;

export interface Cell {
  readonly entry: LogEntry;
  readonly committed: boolean;
  /** Not what the leader has there: it will be cut off, unless somebody else comes to lead. */
  readonly differs: boolean;
}

export interface Row {
  readonly id: NodeId;
  readonly up: boolean;
  readonly leads: boolean;
  readonly length: number;
  readonly commit: number;
  /** Up to where it is the same as the leader's log; null where nobody leads, and for the leader itself. */
  readonly agreesUpTo: number | null;
  /** What the leader knows of it: held for sure, and what it sends next. Null where that is not known. */
  readonly progress: Progress | null;
  /** By column; null where its log does not reach. */
  readonly cells: readonly (Cell | null)[];
}

export interface Progress {
  readonly match: number;
  readonly next: number;
}

export interface LogTable {
  /** Indexes of the columns, in order. */
  readonly columns: readonly number[];
  /** How many there are before the first column. */
  readonly hidden: number;
  readonly longest: number;
  readonly rows: readonly Row[];
}

/** `leader`: what the process of whoever leads believes, where that can be asked. */
export function logTable(nodes: readonly NodeSnapshot[], leader: ProgramView | null = null): LogTable {
  const voters = nodes.filter(({ part }) => part === 'node');
  const longest = Math.max(0, ...voters.map(({ log }) => log.length));
  const hidden = Math.max(0, longest - MOST_COLUMNS);
  const columns = Array.from({ length: longest - hidden }, (_, at) => hidden + at + 1);
  const first = leaderOf(voters);
  const rows = voters.map((node): Row => {
    const { id, status, log, commit } = node;
    const agreed = first === null || node === first ? null : agreement(log, first.log);
    return {
      id,
      up: status === 'up' || status === 'frozen',
      leads: node === first,
      length: log.length,
      commit,
      agreesUpTo: agreed,
      progress: node === first || leader === null ? null : progressIn(leader, id),
      cells: columns.map((index) => {
        const entry = entryAt(log, index);
        if (entry === undefined) return null;
        return { entry, committed: index <= commit, differs: agreed !== null && index > agreed };
      }),
    };
  });
  return { columns, hidden, longest, rows };
}

/** Of several that say they lead the one of the highest term: the others do not know yet that they do not. */
export function leaderOf(nodes: readonly NodeSnapshot[]): NodeSnapshot | null {
  let found: NodeSnapshot | null = null;
  for (const node of nodes) {
    if (node.part !== 'node' || node.role !== 'primary' || node.status !== 'up') continue;
    if (found === null || node.epoch > found.epoch) found = node;
  }
  return found;
}

/** Two logs are the same up to the last index at which their terms are (Raft's log matching). */
function agreement(log: NodeLog, leaders: NodeLog): number {
  let index = Math.min(log.length, leaders.length);
  while (index > 0 && entryAt(log, index)?.term !== entryAt(leaders, index)?.term) index -= 1;
  return index;
}

function progressIn(leader: ProgramView, id: NodeId): Progress | null {
  const peer = leader.peers.find((one) => one.id === id);
  return peer?.progress ?? null;
}

/** `c1#17` is write 17 of client c1; an entry without data is what a new leader begins with. */
export function entryWords(entry: LogEntry, term: string): string {
  const [, client, number] = /^([^#]+)#(\d+)$/.exec(entry.data) ?? [];
  const what =
    entry.data === ''
      ? 'nothing: a new leader begins its log with it'
      : client === undefined
        ? `"${entry.data}"`
        : `write ${number} of ${client}`;
  return `entry ${entry.index}, ${term} ${entry.term}: ${what}`;
}

/** A row in a sentence, for who does not see the table. */
export function rowWords(row: Row, term: string): string {
  const { id, length, commit, agreesUpTo, progress, leads } = row;
  if (length === 0) return `${id}: its log is empty.`;
  const last = row.cells.findLast((cell) => cell !== null)?.entry;
  const parts = [
    `${id}${leads ? ', who leads' : ''}: ${length} ${length === 1 ? 'entry' : 'entries'}`,
    ...(last === undefined ? [] : [`the last of ${term} ${last.term}`]),
    commit === 0 ? 'none known to be committed' : `committed up to ${commit}`,
    ...(agreesUpTo === null || agreesUpTo === length
      ? []
      : [`other than the leader's from ${agreesUpTo + 1} on`]),
    ...(progress === null ? [] : [`the leader knows of ${progress.match} and sends ${progress.next} next`]),
  ];
  return `${parts.join(', ')}.`;
}
