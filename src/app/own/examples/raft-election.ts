/**
 * Raft's election (Ongaro and Ousterhout, 2014), without its log: terms, votes that are on the disk before they are
 * given, and timeouts drawn anew each time.
 *
 * Try: kill the leader a few times, with five nodes; then make all timeouts alike (electionJitterMs 0) and watch votes split.
 * The hunt finds nothing, with its rules on: one leader a term is all that is promised, so an old leader that was cut off may
 * still believe in itself. Without "Durable votes" it finds a node that voted twice in one term.
 */
import { defineProtocol, type OwnNode } from 'interregnum';

export default defineProtocol({
  title: 'Raft’s election',
  summary: 'One leader a term, by the votes of a majority; timeouts are drawn anew each time.',
  config: {
    heartbeatMs: { default: 100, min: 10, max: 10_000, help: 'How often the leader says that it is there.' },
    electionTimeoutMs: {
      default: 600,
      min: 20,
      max: 60_000,
      help: 'The shortest silence after which a node stands.',
    },
    electionJitterMs: {
      default: 600,
      min: 0,
      max: 60_000,
      help: 'How much longer that may be, drawn anew each time.',
    },
  },
  safeguards: {
    durableVotes: { default: true, protects: 'Without it a restarted node votes twice in one term.' },
  },
  messages: {
    VOTE: { term: 'number' },
    GRANTED: { term: 'number' },
    APPEND: { term: 'number' },
    NEWER: { term: 'number' },
  },

  start(node) {
    const kept = node.safeguards.durableVotes ? node.disk : null;
    node.timer('election', node.config.electionTimeoutMs + node.random(node.config.electionJitterMs + 1));
    return {
      role: 'replica',
      term: kept?.term ?? 0,
      votedFor: kept?.votedFor ?? null,
      leader: null,
      votes: [],
    };
  },

  onMessage: {
    VOTE(node, state, from, { term }) {
      if (term < state.term) return node.send(from, 'NEWER', { term: state.term });
      if (term > state.term) follow(node, state, term, null);
      if (state.votedFor !== null && state.votedFor !== from) return;
      state.votedFor = from;
      node.save({ term, votedFor: from });
      node.log(`voted for ${from} in term ${term}`, { peer: from, tag: 'vote' });
      node.send(from, 'GRANTED', { term });
      wait(node);
    },
    GRANTED(node, state, from, { term }) {
      if (state.role !== 'candidate' || term !== state.term || state.votes.includes(from)) return;
      state.votes.push(from);
      if (state.votes.length >= node.quorum) lead(node, state);
    },
    APPEND(node, state, from, { term }) {
      if (term < state.term) return node.send(from, 'NEWER', { term: state.term });
      follow(node, state, term, from);
      wait(node);
    },
    NEWER(node, state, from, { term }) {
      if (term > state.term) {
        follow(node, state, term, null);
        wait(node);
      }
    },
  },

  onTimer: {
    election(node, state) {
      state.role = 'candidate';
      state.term += 1;
      state.votedFor = node.id;
      state.leader = null;
      state.votes = [node.id];
      node.save({ term: state.term, votedFor: node.id });
      node.broadcast('VOTE', { term: state.term });
      wait(node);
      if (state.votes.length >= node.quorum) lead(node, state);
    },
    heartbeat(node, state) {
      node.broadcast('APPEND', { term: state.term });
      node.timer('heartbeat', node.config.heartbeatMs);
    },
  },

  observe(node, state) {
    const { role, term, votedFor, leader } = state;
    return {
      ...{ role, epoch: term, primary: leader, votedEpoch: votedFor === null ? 0 : term, votedFor },
      authority: role === 'primary',
    };
  },
  // Who was cut off does not know that another leads: it takes a lease to promise that.
  notPromised: ['oneAuthority'],
});

interface State {
  role: string;
  term: number;
  votedFor: string | null;
  leader: string | null;
}

function wait(node: OwnNode): void {
  const { electionTimeoutMs = 0, electionJitterMs = 0 } = node.config;
  node.timer('election', electionTimeoutMs + node.random(electionJitterMs + 1));
}

function follow(node: OwnNode, state: State, term: number, leader: string | null): void {
  if (term > state.term) {
    state.term = term;
    state.votedFor = null;
    node.save({ term, votedFor: null });
  }
  state.role = 'replica';
  state.leader = leader;
  node.clear('heartbeat');
}

function lead(node: OwnNode, state: State): void {
  state.role = 'primary';
  state.leader = node.id;
  node.clear('election');
  node.broadcast('APPEND', { term: state.term });
  node.timer('heartbeat', node.config['heartbeatMs'] ?? 0);
}
