/** What those who are concerned by a violation believed at its instant, and why each of them could. */
import type { Violation } from '../../check/invariant';
import { hasAuthority, type NodeSnapshot } from '../../sim/view';
import { RECORD_KINDS, ROLES } from '../../sim/trace/record-table';
import { FATES } from '../../sim/trace/message-table';
import type { Trace } from '../../sim/trace/trace';
import { systemOfRun, type ResolvedRun } from '../../sim/run';

/** How far back a message that never came is looked for, in units of what it takes to miss a leader. */
const LOOK_BACK = 3;

const DELIVERED = FATES.indexOf('delivered');
const IN_FLIGHT = FATES.indexOf('inFlight');
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
  const witnesses = violation.witnesses.flatMap((id) => {
    const node = violation.snapshot.nodes.find((candidate) => candidate.id === id);
    return node?.part === 'node' ? [node] : [];
  });
  const quorums = witnesses
    .filter(({ role }) => role === 'primary')
    .map((leader): Quorum => ({ leader, voters: votersOf(trace, leader, violation.atUs) }))
    .filter(({ voters }) => voters.length > 0);
  return [
    ...witnesses.map((node) => belief(node, violation.atUs)),
    ...quorums.map(
      ({ leader, voters }) => `${leader.id} won epoch ${leader.epoch} by the votes of ${listed(voters)}.`,
    ),
    ...sharedBy(quorums),
    ...silences(run, trace, violation),
  ];
}

function belief(node: NodeSnapshot, atUs: number): string {
  const { id, epoch, primary } = node;
  if (hasAuthority(node, atUs)) {
    const until =
      node.authorityUntilUs === Infinity ? '' : `, until ${(node.authorityUntilUs / 1_000_000).toFixed(2)} s`;
    return `${id} believes that it leads with epoch ${epoch}${until}.`;
  }
  if (node.role === 'primary') return `${id} calls itself primary of epoch ${epoch}, without authority.`;
  if (primary !== null) return `${id} believes that ${primary} leads with epoch ${epoch}.`;
  return `${id} knows of no leader.`;
}

/** Who had given it a vote in its epoch by the time that it became primary. */
function votersOf(trace: Trace, { id, epoch }: NodeSnapshot, atUs: number): readonly string[] {
  const place = trace.nodes.indexOf(id);
  const voters = new Set<number>();
  let won = false;
  const { records } = trace;
  records.each(records.firstKept, records.countAtOrBefore(atUs), (_id, kind, _atUs, node, a, b) => {
    if (kind === VOTE && a === epoch && b === place && !won) voters.add(node);
    if (kind === ROLE && node === place && a === PRIMARY && b === epoch) won = true;
  });
  return [...voters].sort((a, b) => a - b).map((node) => trace.nodes[node]!);
}

/** Two majorities share a node: what that one did is what went wrong. Two that share none were no majorities. */
function sharedBy([first, second]: readonly Quorum[]): readonly string[] {
  if (first === undefined || second === undefined) return [];
  const shared = first.voters.filter((id) => second.voters.includes(id));
  if (shared.length === 0) return ['The two quorums have no node in common.'];
  return [`${listed(shared)} ${shared.length === 1 ? 'is' : 'are'} in both quorums.`];
}

/** From one witness to another: since when nothing came through, if something was sent all the same. */
function silences(run: ResolvedRun, trace: Trace, { atUs, witnesses }: Violation): readonly string[] {
  const lookBackUs = LOOK_BACK * systemOfRun(run).missedAfterMs(run.config) * 1000;
  const places = new Set(witnesses.map((id) => trace.nodes.indexOf(id)));
  const lost = new Map<string, { count: number; sinceUs: number }>();
  const { messages } = trace;
  const [from, until] = messages.inAirBetween(Math.max(0, atUs - lookBackUs), atUs);
  messages.each(
    Math.max(from, messages.firstKept),
    until,
    (_id, sender, receiver, _verb, sentUs, endUs, fate) => {
      if (!places.has(sender) || !places.has(receiver) || fate === IN_FLIGHT || endUs > atUs) return;
      const key = `${trace.nodes[sender]} → ${trace.nodes[receiver]}`;
      if (fate === DELIVERED) lost.delete(key);
      else
        lost.set(key, { count: (lost.get(key)?.count ?? 0) + 1, sinceUs: lost.get(key)?.sinceUs ?? sentUs });
    },
  );
  return [...lost].map(([link, { count, sinceUs }]) => {
    const messagesWere = count === 1 ? 'the one message' : `all ${count} messages`;
    return `Nothing came through ${link} from ${(sinceUs / 1_000_000).toFixed(2)} s on: ${messagesWere} since were lost.`;
  });
}

function listed(ids: readonly string[]): string {
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}
