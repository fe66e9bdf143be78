/**
 * Bully (Garcia-Molina, 1982): whoever has the highest id and is up leads.
 *
 * Try: kill the leader; then cut it off instead of killing it. The hunt finds two leaders at once: an id says nothing about
 * who can be reached.
 */
import { defineProtocol } from 'interregnum';

export default defineProtocol({
  title: 'Bully',
  summary: 'Whoever has the highest id and is up leads.',
  config: {
    hbIntervalMs: { default: 200, min: 10, max: 10_000, help: 'How often the leader says that it is there.' },
    downAfterMs: { default: 1000, min: 20, max: 60_000, help: 'How long a silence is taken for a death.' },
  },
  safeguards: {
    waitForHigher: { default: true, protects: 'Without it two nodes that stand at once would both lead.' },
  },
  messages: {
    ELECTION: { term: 'number' },
    ALIVE: { term: 'number' },
    LEADER: { term: 'number' },
  },

  start(node) {
    node.timer('election', node.config.downAfterMs);
    return { role: 'replica', term: node.disk?.term ?? 0, leader: null };
  },

  onMessage: {
    // Somebody lower wants to lead: it is told that somebody higher is here, who stands in its place.
    ELECTION(node, state, from, { term }) {
      state.term = Math.max(state.term, term);
      if (from > node.id) return;
      node.send(from, 'ALIVE', { term: state.term });
      if (state.role === 'replica') node.timer('election', 0);
    },
    // Somebody higher is up, and will lead; if not, this node asks again.
    ALIVE(node, state) {
      if (!node.safeguards.waitForHigher || state.role !== 'candidate') return;
      state.role = 'replica';
      node.clear('won');
      node.timer('election', 2 * node.config.downAfterMs);
    },
    LEADER(node, state, from, { term }) {
      if (term < state.term) return;
      state.term = term;
      // Somebody lower leads, because this node was away: it takes over.
      if (from < node.id) {
        if (state.role !== 'candidate') node.timer('election', 0);
        return;
      }
      state.leader = from;
      state.role = 'replica';
      node.clear('won');
      node.clear('heartbeat');
      node.timer('election', node.config.downAfterMs);
    },
  },

  onTimer: {
    election(node, state) {
      state.role = 'candidate';
      state.leader = null;
      state.term += 1;
      node.save({ term: state.term });
      node.clear('heartbeat');
      node.log(`stands in term ${state.term}: nobody above it was heard`);
      node.broadcast('ELECTION', { term: state.term });
      node.timer('won', node.config.hbIntervalMs);
    },
    // Nobody higher has answered.
    won(node, state) {
      state.role = 'primary';
      state.leader = node.id;
      node.broadcast('LEADER', { term: state.term });
      node.timer('heartbeat', node.config.hbIntervalMs);
    },
    heartbeat(node, state) {
      node.broadcast('LEADER', { term: state.term });
      node.timer('heartbeat', node.config.hbIntervalMs);
    },
  },

  observe(node, state) {
    return {
      role: state.role,
      epoch: state.term,
      primary: state.leader,
      authority: state.role === 'primary',
    };
  },
});
