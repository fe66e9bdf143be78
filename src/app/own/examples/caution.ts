/**
 * Chandy's caution: right, and slow. Whoever wants to lead asks everybody, not a majority, and nobody leads without the
 * word of all; a leader's word from each of them is good for `promiseMs`, and whoever gave it gives none to another before twice
 * that has passed. So no clock between half and double speed can make two leaders of one.
 *
 * Try: kill any node, and see that nobody may lead until it is back; then count the seconds.
 * The hunt finds no two leaders: safety is bought with availability, and "It settles" is therefore not promised.
 */
import { defineProtocol } from 'interregnum';

export default defineProtocol({
  title: 'Chandy’s caution',
  summary: 'Nobody leads without the word of everybody, and every word is waited out twice.',
  config: {
    renewMs: {
      default: 300,
      min: 10,
      max: 10_000,
      help: 'How often a leader asks for the word of all again.',
    },
    promiseMs: {
      default: 1500,
      min: 20,
      max: 60_000,
      help: 'How long a word is good for, on the leader’s clock.',
    },
    patienceMs: {
      default: 1000,
      min: 20,
      max: 60_000,
      help: 'How long beyond that a node waits until it stands.',
    },
    jitterMs: { default: 1000, min: 0, max: 60_000, help: 'How much longer some wait than others.' },
  },
  messages: {
    ASK: { round: 'number', sentAt: 'number' },
    WORD: { round: 'number', sentAt: 'number' },
  },

  start(node) {
    const waitMs = 2 * node.config.promiseMs;
    node.timer('stand', waitMs + node.config.patienceMs + node.random(node.config.jitterMs + 1));
    const words: Record<string, number> = {};
    return {
      role: 'replica',
      round: node.disk?.round ?? 0,
      // To whom this node's word is given, and until when it gives none to another. It may have forgotten that: it waits.
      givenTo: null,
      boundUntilMs: node.nowMs + waitMs,
      words,
      untilMs: 0,
    };
  },

  onMessage: {
    ASK(node, state, from, { round, sentAt }) {
      const free = node.nowMs >= state.boundUntilMs || state.givenTo === from;
      if (round < state.round || !free) return;
      if (state.role !== 'replica') {
        // Its own word is given to itself while it stands or leads.
        if (node.nowMs < state.boundUntilMs) return;
        state.role = 'replica';
        state.untilMs = 0;
        node.clear('renew');
      }
      state.round = round;
      state.givenTo = from;
      state.boundUntilMs = node.nowMs + 2 * node.config.promiseMs;
      node.save({ round });
      node.send(from, 'WORD', { round, sentAt });
      node.timer(
        'stand',
        2 * node.config.promiseMs + node.config.patienceMs + node.random(node.config.jitterMs + 1),
      );
    },
    WORD(node, state, from, { round, sentAt }) {
      if (state.role === 'replica' || round !== state.round) return;
      state.words[from] = Math.max(state.words[from] ?? 0, sentAt);
      // Good only as long as the oldest word of all.
      const oldest = Math.min(...node.peers.map((id) => state.words[id] ?? 0));
      if (oldest === 0) return;
      state.role = 'primary';
      state.untilMs = oldest / 1000 + node.config.promiseMs;
    },
  },

  onTimer: {
    stand(node, state) {
      node.timer('stand', node.config.patienceMs + node.random(node.config.jitterMs + 1));
      if (node.nowMs < state.boundUntilMs && state.givenTo !== node.id) return;
      state.role = 'candidate';
      state.round += 1;
      state.words = {};
      state.untilMs = 0;
      node.save({ round: state.round });
      node.timer('renew', 0);
    },
    renew(node, state) {
      state.givenTo = node.id;
      state.boundUntilMs = node.nowMs + 2 * node.config.promiseMs;
      if (state.role === 'primary' && node.nowMs >= state.untilMs) {
        // Somebody's word is missing: it stands back, and again later.
        state.role = 'replica';
        state.untilMs = 0;
        node.timer('stand', node.random(node.config.jitterMs + 1));
        return;
      }
      if (state.role === 'primary') node.timer('stand', 2 * node.config.promiseMs);
      if (node.peers.length === 0) {
        state.role = 'primary';
        state.untilMs = node.nowMs + node.config.promiseMs;
      }
      node.broadcast('ASK', { round: state.round, sentAt: Math.floor(node.nowMs * 1000) });
      node.timer('renew', node.config.renewMs);
    },
  },

  observe(node, state) {
    return {
      role: state.role,
      epoch: state.round,
      primary: state.role === 'primary' ? node.id : state.givenTo,
      authorityUntilMs: state.role === 'primary' ? state.untilMs : 0,
    };
  },
  notPromised: ['settles', 'wholeAgain', 'oneWinnerPerEpoch'],
});
