/**
 * A lease by heartbeats: a leader may act only while a majority has answered a heartbeat that it sent less than `leaseMs`
 * ago, on its own clock; and nobody votes for another until a lease that it helped to renew must be over.
 *
 * Try: cut the leader off: it loses its authority by itself, and only then is there another. Then give its clock another rate.
 * The hunt finds nothing with its rules on. Without "Wait out the lease" it finds two leaders at once.
 */
import { defineProtocol } from 'interregnum';

export default defineProtocol({
  title: 'A lease by heartbeats',
  summary: 'A leader acts only while a majority has answered lately, and voters wait that out.',
  config: {
    hbIntervalMs: { default: 150, min: 10, max: 10_000, help: 'How often the leader asks for answers.' },
    leaseMs: {
      default: 700,
      min: 20,
      max: 60_000,
      help: 'How long after it was asked for an answer lets the leader act.',
    },
    downAfterMs: { default: 1000, min: 20, max: 60_000, help: 'How long a silence is taken for a death.' },
    jitterMs: { default: 500, min: 0, max: 10_000, help: 'How much longer some wait than others.' },
  },
  safeguards: {
    waitOutTheLease: {
      default: true,
      protects: 'Without it a voter elects another while the old lease runs.',
    },
    rememberVotes: { default: true, protects: 'Without it a restarted node votes twice in one epoch.' },
  },
  messages: {
    HB: { epoch: 'number', sentAt: 'number' },
    ACK: { epoch: 'number', sentAt: 'number' },
    OFFER: { epoch: 'number' },
    ACCEPT: { epoch: 'number' },
  },

  start(node) {
    const kept = node.safeguards.rememberVotes ? node.disk : null;
    node.timer('silence', node.config.downAfterMs + node.random(node.config.jitterMs + 1));
    const answered: Record<string, number> = {};
    return {
      role: 'replica',
      epoch: kept?.epoch ?? 0,
      votedFor: kept?.votedFor ?? null,
      leader: null,
      votes: [],
      // When each of the others last answered: by the time at which the heartbeat was sent.
      answered,
      leaseUntilMs: 0,
      // A process that begins may have renewed a lease just before: it waits as if it had.
      waitUntilMs: node.nowMs + node.config.leaseMs,
    };
  },

  onMessage: {
    HB(node, state, from, { epoch, sentAt }) {
      if (epoch < state.epoch) return;
      if (epoch > state.epoch) state.votedFor = from;
      state.epoch = epoch;
      state.role = 'replica';
      state.leader = from;
      state.waitUntilMs = node.nowMs + node.config.leaseMs;
      node.save({ epoch, votedFor: state.votedFor });
      node.clear('beat');
      node.send(from, 'ACK', { epoch, sentAt });
      node.timer('silence', node.config.downAfterMs + node.random(node.config.jitterMs + 1));
    },
    ACK(node, state, from, { epoch, sentAt }) {
      if (state.role !== 'primary' || epoch !== state.epoch) return;
      state.answered[from] = Math.max(state.answered[from] ?? 0, sentAt);
      // The latest instant by which a majority, this node included, had answered.
      const times = node.peers.map((id) => state.answered[id] ?? 0).sort((a, b) => b - a);
      const since = node.quorum < 2 ? sentAt : (times[node.quorum - 2] ?? 0);
      if (since > 0) state.leaseUntilMs = since / 1000 + node.config.leaseMs;
    },
    OFFER(node, state, from, { epoch }) {
      if (node.safeguards.waitOutTheLease && node.nowMs < state.waitUntilMs) return;
      if (epoch < state.epoch || (epoch === state.epoch && state.votedFor !== from)) return;
      state.epoch = epoch;
      state.votedFor = from;
      state.role = 'replica';
      state.leader = null;
      node.clear('beat');
      node.save({ epoch, votedFor: from });
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
      state.answered = {};
      state.leaseUntilMs = 0;
      node.clear('silence');
      node.timer('beat', 0);
    },
  },

  onTimer: {
    silence(node, state) {
      node.timer('silence', node.config.downAfterMs + node.random(node.config.jitterMs + 1));
      if (node.safeguards.waitOutTheLease && node.nowMs < state.waitUntilMs) return;
      state.role = 'candidate';
      state.leader = null;
      state.epoch += 1;
      state.votedFor = node.id;
      state.votes = [node.id];
      node.save({ epoch: state.epoch, votedFor: node.id });
      node.broadcast('OFFER', { epoch: state.epoch });
    },
    beat(node, state) {
      // Nobody has answered for long: another may lead already, so it stands again like anybody.
      if (state.leaseUntilMs > 0 && node.nowMs > state.leaseUntilMs + node.config.downAfterMs) {
        state.role = 'replica';
        state.leader = null;
        node.timer('silence', node.random(node.config.jitterMs + 1));
        return;
      }
      node.broadcast('HB', { epoch: state.epoch, sentAt: Math.floor(node.nowMs * 1000) });
      node.timer('beat', node.config.hbIntervalMs);
    },
  },

  observe(node, state) {
    const { role, epoch, leader, votedFor, leaseUntilMs } = state;
    return {
      ...{ role, epoch, primary: leader, votedFor, votedEpoch: votedFor === null ? 0 : epoch },
      authorityUntilMs: role === 'primary' ? leaseUntilMs : 0,
    };
  },
  facts(node, state) {
    return { 'waits out a lease': node.nowMs < state.waitUntilMs };
  },
});
