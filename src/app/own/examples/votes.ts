/**
 * Votes: an elector in its simplest form. Whoever misses the leader stands in the next epoch, and leads with the votes of
 * a majority.
 *
 * Try: cut the leader off: the others elect another, and the old one goes on believing in itself, as nothing tells it
 * otherwise. Then switch off "Remember votes" and restart a voter between two candidates.
 * The hunt finds two authorities at once, and without "Remember votes" two votes of one node in one epoch.
 */
import { defineProtocol } from 'interregnum';

export default defineProtocol({
  title: 'Votes',
  summary: 'Whoever misses the leader stands, and leads with the votes of a majority.',
  config: {
    hbIntervalMs: { default: 200, min: 10, max: 10_000, help: 'How often the leader says that it is there.' },
    downAfterMs: { default: 1000, min: 20, max: 60_000, help: 'How long a silence is taken for a death.' },
    jitterMs: {
      default: 400,
      min: 0,
      max: 10_000,
      help: 'How much longer some wait than others, so that not all stand at once.',
    },
  },
  safeguards: {
    rememberVotes: { default: true, protects: 'Without it a restarted node votes twice in one epoch.' },
  },
  messages: {
    HB: { epoch: 'number' },
    OFFER: { epoch: 'number' },
    ACCEPT: { epoch: 'number' },
  },

  start(node) {
    node.timer('silence', node.config.downAfterMs + node.random(node.config.jitterMs + 1));
    return {
      role: 'replica',
      epoch: node.disk?.epoch ?? 0,
      votedEpoch: node.safeguards.rememberVotes ? (node.disk?.votedEpoch ?? 0) : 0,
      votedFor: node.safeguards.rememberVotes ? (node.disk?.votedFor ?? null) : null,
      leader: null,
      votes: [],
    };
  },

  onMessage: {
    HB(node, state, from, { epoch }) {
      if (epoch < state.epoch) return;
      if (epoch > state.epoch) node.save({ epoch, votedEpoch: state.votedEpoch, votedFor: state.votedFor });
      state.epoch = epoch;
      state.role = 'replica';
      state.leader = from;
      node.clear('beat');
      node.timer('silence', node.config.downAfterMs + node.random(node.config.jitterMs + 1));
    },
    // One vote an epoch, for whoever asks first.
    OFFER(node, state, from, { epoch }) {
      if (epoch <= state.votedEpoch || epoch < state.epoch) return;
      state.votedEpoch = epoch;
      state.votedFor = from;
      node.save({ epoch: state.epoch, votedEpoch: epoch, votedFor: from });
      node.log(`voted for ${from} in epoch ${epoch}`, { peer: from, tag: 'vote' });
      node.send(from, 'ACCEPT', { epoch });
      node.timer('silence', node.config.downAfterMs + node.random(node.config.jitterMs + 1));
    },
    ACCEPT(node, state, from, { epoch }) {
      if (state.role !== 'candidate' || epoch !== state.epoch || state.votes.includes(from)) return;
      state.votes.push(from);
      if (state.votes.length < node.quorum) return;
      state.role = 'primary';
      state.leader = node.id;
      node.clear('silence');
      node.broadcast('HB', { epoch: state.epoch });
      node.timer('beat', node.config.hbIntervalMs);
    },
  },

  onTimer: {
    silence(node, state) {
      state.role = 'candidate';
      state.leader = null;
      state.epoch = Math.max(state.epoch, state.votedEpoch) + 1;
      state.votedEpoch = state.epoch;
      state.votedFor = node.id;
      state.votes = [node.id];
      node.save({ epoch: state.epoch, votedEpoch: state.epoch, votedFor: node.id });
      node.broadcast('OFFER', { epoch: state.epoch });
      node.timer('silence', node.config.downAfterMs + node.random(node.config.jitterMs + 1));
      if (node.quorum === 1) node.timer('beat', 0);
    },
    beat(node, state) {
      if (state.role === 'candidate') state.role = 'primary';
      node.broadcast('HB', { epoch: state.epoch });
      node.timer('beat', node.config.hbIntervalMs);
    },
  },

  observe(node, state) {
    const { role, epoch, votedEpoch, votedFor } = state;
    return { role, epoch, votedEpoch, votedFor, primary: state.leader, authority: role === 'primary' };
  },
});
