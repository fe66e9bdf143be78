/** What those who are concerned by a violation believed at its instant, and why each of them could. */
import type { Violation } from '../../check/invariant';
import { listed } from '../../core/words';
import type { Words } from '../../core/protocol';
import { instantText } from '../../sim/instant-words';
import { hasAuthority, type NodeSnapshot } from '../../sim/view';
import { RECORD_KINDS, ROLES } from '../../sim/trace/record-table';
import type { Trace } from '../../sim/trace/trace';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import { behind } from './account';
import { silencesAt } from './silences';
import { staleReadAt } from './stale-reads';

const VOTE = RECORD_KINDS.indexOf('vote');
const ROLE = RECORD_KINDS.indexOf('role');
const PRIMARY = ROLES.indexOf('primary');

interface Quorum {
  readonly leader: NodeSnapshot;
  readonly voters: readonly string[];
}

/** Sentences, in the order in which they are best read. */
export function beliefsAt(
  { run, trace }: { readonly run: ResolvedRun; readonly trace: Trace },
  violation: Violation,
): readonly string[] {
  const { words } = systemOfRun(run);
  const witnesses = violation.witnesses.flatMap((id) => {
    const node = violation.snapshot.nodes.find((candidate) => candidate.id === id);
    return node?.part === 'node' ? [node] : [];
  });
  const quorums = witnesses
    .filter(({ role }) => role === 'primary')
    .map((leader): Quorum => ({ leader, voters: votersOf(trace, leader, violation) }))
    .filter(({ voters }) => voters.length > 0);
  return [
    ...staleReadAt(trace, violation),
    ...witnesses.map((node) => belief(node, violation.atUs, words)),
    ...quorums.map(
      ({ leader, voters }) =>
        `${leader.id} won ${words.epoch} ${leader.epoch}: ${listed(voters)} had voted for it.`,
    ),
    ...sharedBy(quorums),
    ...silencesAt(trace, violation),
  ];
}

function belief(node: NodeSnapshot, atUs: number, words: Words): string {
  const { id, epoch, primary } = node;
  const reign = `${words.epoch} ${epoch}`;
  if (hasAuthority(node, atUs)) {
    const until = node.authorityUntilUs === Infinity ? '' : `, until ${instantText(node.authorityUntilUs)}`;
    return `${id} believes that it leads with ${reign}${until}.`;
  }
  if (node.role === 'primary') return `${id} calls itself primary of ${reign}, without authority.`;
  if (primary !== null) return `${id} believes that ${primary} leads with ${reign}.`;
  return `${id} knows of no leader.`;
}

/** Who had given it a vote in its epoch by the time that it became primary; none where not all of that is recorded. */
function votersOf(trace: Trace, { id, epoch }: NodeSnapshot, violation: Violation): readonly string[] {
  const place = trace.nodes.indexOf(id);
  const voters = new Set<number>();
  let won = false;
  const { records } = trace;
  records.each(records.firstKept, behind(trace, violation).records, (_id, kind, _atUs, node, a, b) => {
    if (kind === VOTE && a === epoch && b === place && !won) voters.add(node);
    if (kind === ROLE && node === place && a === PRIMARY && b === epoch) won = true;
  });
  // Its own vote is the first that it has.
  if (!won || (records.firstKept > 0 && !voters.has(place))) return [];
  return [...voters].sort((a, b) => a - b).map((node) => trace.nodes[node]!);
}

/** Two majorities share a node: what that one did is what went wrong. Two that share none were no majorities. */
function sharedBy([first, second]: readonly Quorum[]): readonly string[] {
  if (first === undefined || second === undefined) return [];
  const shared = first.voters.filter((id) => second.voters.includes(id));
  return [`${shared.length === 0 ? 'Nobody' : listed(shared)} had voted for both.`];
}
