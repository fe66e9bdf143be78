/**
 * Ring (Chang and Roberts, 1979): the question goes round, and the highest id that it meets leads.
 *
 * Try: kill the leader and watch the question go from node to node; a node that does not take it is skipped.
 * The hunt finds two leaders at once: a cut makes two rings of one, and each elects.
 */
import { defineProtocol, type OwnNode } from 'interregnum';

export default defineProtocol({
  title: 'Ring',
  summary: 'A question goes round the ring, and the highest id that it meets leads.',
  config: {
    hbIntervalMs: { default: 200, min: 10, max: 10_000, help: 'How often the leader says that it is there.' },
    downAfterMs: { default: 1000, min: 20, max: 60_000, help: 'How long a silence is taken for a death.' },
    answerMs: {
      default: 150,
      min: 5,
      max: 10_000,
      help: 'How long the next node may take to say that it has the question.',
    },
  },
  messages: {
    ASK: { term: 'number', best: 'text', seen: 'list' },
    TAKEN: { term: 'number' },
    LEADER: { term: 'number' },
  },

  start(node) {
    node.timer('silence', node.config.downAfterMs + node.random(200));
    return {
      role: 'replica',
      term: node.disk?.term ?? 0,
      leader: null,
      // The question that was passed on, until somebody has taken it.
      passing: null,
    };
  },

  onMessage: {
    ASK(node, state, from, { term, best, seen }) {
      node.send(from, 'TAKEN', { term });
      if (term < state.term) return;
      state.term = term;
      // It has come round: the best that it met leads, and if that is this node, it says so.
      if (seen.includes(node.id)) {
        if (best === node.id && state.role !== 'primary') {
          node.save({ term });
          state.role = 'primary';
          state.leader = node.id;
          node.broadcast('LEADER', { term });
          node.timer('beat', node.config.hbIntervalMs);
        } else if (best !== node.id) {
          state.passing = { term, best, seen: [...seen], to: best };
          node.timer('pass', 0);
        }
        return;
      }
      if (state.role === 'primary') node.clear('beat');
      state.role = 'candidate';
      state.leader = null;
      state.passing = {
        term,
        best: node.id > best ? node.id : best,
        seen: [...seen, node.id],
        to: after(node, node.id),
      };
      node.timer('pass', 0);
      node.timer('silence', 4 * node.config.downAfterMs);
    },
    TAKEN(node, state, from) {
      if (state.passing?.to === from) {
        state.passing = null;
        node.clear('pass');
      }
    },
    LEADER(node, state, from, { term }) {
      if (term < state.term) return;
      state.term = term;
      state.role = 'replica';
      state.leader = from;
      state.passing = null;
      node.clear('pass');
      node.clear('beat');
      node.timer('silence', node.config.downAfterMs);
    },
  },

  onTimer: {
    silence(node, state) {
      state.term += 1;
      node.save({ term: state.term });
      node.log(`asks who leads term ${state.term}`, { tag: 'candidate' });
      state.role = 'candidate';
      state.leader = null;
      state.passing = { term: state.term, best: node.id, seen: [node.id], to: after(node, node.id) };
      node.timer('pass', 0);
      node.timer('silence', 4 * node.config.downAfterMs + node.random(200));
    },
    // Passes the question on; whoever does not take it in time is skipped.
    pass(node, state) {
      const { passing } = state;
      if (passing === null) return;
      if (passing.asked === passing.to) passing.to = after(node, passing.to);
      // Nobody else is there: the question has come round.
      if (passing.to === node.id) {
        state.passing = null;
        state.role = 'primary';
        state.leader = node.id;
        node.broadcast('LEADER', { term: state.term });
        node.timer('beat', node.config.hbIntervalMs);
        return;
      }
      passing.asked = passing.to;
      node.send(passing.to, 'ASK', { term: passing.term, best: passing.best, seen: passing.seen });
      node.timer('pass', node.config.answerMs);
    },
    beat(node, state) {
      node.broadcast('LEADER', { term: state.term });
      node.timer('silence', node.config.downAfterMs);
      node.clear('silence');
      node.timer('beat', node.config.hbIntervalMs);
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

function after({ members }: OwnNode, id: string): string {
  return members[(members.indexOf(id) + 1) % members.length]!;
}
