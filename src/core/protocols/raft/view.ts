/** Everything that a node believes, in words, for the inspector. */
import type { Fact, NodeId, Observation, PeerView, ProgramView } from '../../program';
import type { RaftCore } from './core';
import type { Settings } from './settings';

/** `heardUs`: by place, when the leader that this node is was last answered; -Infinity for never. */
export function viewOf(
  observation: Observation,
  core: RaftCore,
  settings: Settings,
  heardUs: readonly number[],
  nowUs: number,
): ProgramView {
  const { voters, size } = settings;
  const peers: PeerView[] = [];
  for (let place = 1; place <= size; place += 1) {
    if (place !== core.id) peers.push(peerView(place, core, settings, heardUs, nowUs));
  }
  const votes: NodeId[] = core.role === 'candidate' ? core.votes.granted.map((place) => voters[place]!) : [];
  return { observation, votes, peers, facts: factsOf(core, settings) };
}

function factsOf(core: RaftCore, { voters, size }: Settings): readonly Fact[] {
  const { log } = core;
  const facts: Fact[] = [
    { label: 'voted for', value: core.vote === 0 ? 'nobody in this term' : voters[core.vote]! },
    {
      label: 'log',
      value: log.lastIndex === 0 ? 'empty' : `${log.lastIndex} entries, the last of term ${log.lastTerm}`,
    },
    { label: 'decided', value: core.commit === 0 ? 'nothing yet' : `up to entry ${core.commit}` },
    { label: 'quorum', value: `${core.quorum} of ${size}` },
    { label: 'ticks without a leader', value: `${core.electionElapsed} of ${core.timeout}` },
  ];
  if (core.role === 'leader') facts.pop();
  if (core.role === 'preCandidate') {
    facts.push({ label: 'asks about', value: `term ${core.term + 1}` });
    facts.push({
      label: 'would vote for it',
      value: core.votes.granted.map((place) => voters[place]!).join(', '),
    });
  }
  if (core.leadTransferee !== 0) facts.push({ label: 'hands over to', value: voters[core.leadTransferee]! });
  const { openCount, postponedCount } = core.reads;
  if (openCount > 0) facts.push({ label: 'reads that wait for a quorum', value: String(openCount) });
  if (postponedCount > 0)
    facts.push({ label: 'reads that wait for an entry of its term', value: String(postponedCount) });
  return facts;
}

function peerView(
  place: number,
  core: RaftCore,
  settings: Settings,
  heardUs: readonly number[],
  nowUs: number,
): PeerView {
  const id = settings.voters[place]!;
  const windowUs = settings.core.electionTick * settings.tickUs;
  if (core.role !== 'leader') {
    // Nobody but its leader ever speaks to a follower, unless there is an election.
    const isLeader = place === core.lead;
    const isAlive = isLeader && core.electionElapsed < settings.core.electionTick;
    return {
      ...{ id, heardAtUs: null, alive: isAlive, replOffset: null, facts: [] },
      role: isLeader ? 'primary' : null,
      epoch: isLeader ? core.term : null,
    };
  }
  const heardAtUs = heardUs[place]!;
  const heard = heardAtUs !== -Infinity;
  const { match, next, mode, paused, inflight } = core.progress[place]!;
  const facts: Fact[] = [
    {
      label: 'sends',
      value:
        mode === 'probe'
          ? `one message at a time, to find where the logs part${paused ? '; waits' : ''}`
          : 'ahead of the answers',
    },
    { label: 'holds for sure', value: match === 0 ? 'nothing' : `up to entry ${match}` },
    { label: 'next to send', value: `entry ${next}` },
    { label: 'messages in flight', value: String(inflight.length) },
  ];
  return {
    id,
    heardAtUs: heard ? heardAtUs : null,
    alive: heard && nowUs - heardAtUs < windowUs,
    role: heard ? 'replica' : null,
    epoch: heard ? core.term : null,
    replOffset: match === 0 ? null : match,
    progress: { match, next },
    facts,
  };
}
