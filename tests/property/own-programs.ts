/** Protocols that nobody thought up: random handlers over a random state, for the host to survive. */
import type { Definition, FieldType, OwnNode } from '../../src/core/protocols/own/definition';

type State = Record<string, unknown>;
type Deed = (node: OwnNode, state: State, fields: Readonly<Record<string, unknown>>) => void;
/** Whole numbers below a limit. */
type Luck = (below: number) => number;

const TYPES: readonly FieldType[] = ['number', 'text', 'flag', 'list'];
const ROLES = ['replica', 'candidate', 'primary'];

/** The same definition for the same seed; about one in four does what no protocol may do, sooner or later. */
export function randomDefinition(seed: number): Definition {
  const luck = lcg(seed);
  const verbs = Array.from({ length: 1 + luck(4) }, (_, at) => `VERB${at}`);
  const messages = Object.fromEntries(
    verbs.map((verb) => [
      verb,
      Object.fromEntries(Array.from({ length: luck(4) }, (_, at) => [`f${at}`, TYPES[luck(4)]!] as const)),
    ]),
  );
  const timers = Array.from({ length: 1 + luck(3) }, (_, at) => `timer${at}`);
  const isBroken = luck(4) === 0;
  // What answers messages does so seldom enough that answers to answers die out.
  const deedsOf = (most: number, answers = false): readonly Deed[] =>
    Array.from({ length: luck(most + 1) }, () => randomDeed(luck, messages, timers, isBroken, answers));
  const all = (deeds: readonly Deed[]) => (node: OwnNode, state: State, fields: object) => {
    for (const deed of deeds) deed(node, state, fields as Readonly<Record<string, unknown>>);
  };
  const starting = all([...deedsOf(2), (node) => node.timer(timers[0]!, 50)]);
  return {
    title: `Random ${seed}`,
    summary: 'Does whatever it does.',
    config: { waitMs: { default: 50 + luck(200), min: 1, max: 1000, help: 'How long it waits.' } },
    messages,
    start(node) {
      const state: State = { epoch: Number(node.disk?.epoch ?? 0), votes: [], seen: {}, set: new Set() };
      starting(node, state, {});
      return state;
    },
    onMessage: Object.fromEntries(
      verbs.map((verb) => {
        const work = all(deedsOf(3, true));
        return [
          verb,
          (node: OwnNode, state: State, from: string, fields: object) => {
            state['last'] = from;
            work(node, state, fields);
          },
        ];
      }),
    ),
    onTimer: Object.fromEntries(
      timers.map((timer) => {
        const work = all(deedsOf(3));
        return [
          timer,
          (node: OwnNode, state: State) => {
            work(node, state, {});
            node.timer(timer, (node.config['waitMs'] ?? 1) + node.random(20));
          },
        ];
      }),
    ),
    observe: (node, state: State) => ({
      role: ROLES[Number(state['epoch']) % 3]!,
      epoch: Number(state['epoch']),
      primary: typeof state['last'] === 'string' ? state['last'] : null,
      authorityUntilMs: Number(state['until'] ?? 0),
      votedEpoch: (state['votes'] as unknown[]).length,
      votedFor: node.id,
    }),
    facts: (_node, state: State) => ({ epoch: Number(state['epoch']) }),
  };
}

function randomDeed(
  luck: Luck,
  messages: Readonly<Record<string, Readonly<Record<string, FieldType>>>>,
  timers: readonly string[],
  isBroken: boolean,
  answers: boolean,
): Deed {
  const verb = Object.keys(messages)[luck(Object.keys(messages).length)]!;
  const makeFields = (node: OwnNode, state: State) =>
    Object.fromEntries(
      Object.entries(messages[verb]!).map(([name, type]) => [name, randomValue(type, node, state)]),
    );
  const timer = timers[luck(timers.length)]!;
  const amount = luck(300);
  switch (luck(isBroken ? 12 : 10)) {
    case 0:
      return (node, state) => {
        if (node.random(answers ? 16 : 2) === 0) node.broadcast(verb, makeFields(node, state));
      };
    case 1:
    case 2:
      return (node, state) => {
        const to = node.peers[node.random(Math.max(1, node.peers.length))];
        if (to !== undefined && node.random(answers ? 4 : 1) === 0)
          node.send(to, verb, makeFields(node, state));
      };
    case 3:
      return (_node, state) => void (state['epoch'] = Number(state['epoch']) + 1);
    case 4:
      return (node, state) => {
        const saves = Number(node.disk?.saves ?? 0) + 1;
        node.save({ epoch: state['epoch'], seen: state['seen'], saves });
        node.log(`save ${saves}`);
      };
    case 5:
      return (node) => node.timer(timer, amount);
    case 6:
      return (node) => node.clear(timer);
    case 7:
      return (node, state, fields) => {
        const seen = state['seen'] as Record<string, unknown>;
        seen[`k${node.random(5)}`] = [node.nowMs, fields, { nested: amount }];
        (state['set'] as Set<unknown>).add(amount % 7);
      };
    case 8:
      return (node, state) => {
        const votes = state['votes'] as unknown[];
        if (votes.length < 20) votes.push(node.id);
        else votes.length = 0;
      };
    case 9:
      return (node, state) => {
        state['until'] = node.nowMs + amount;
        node.log(`until ${Math.round(node.wallMs)}`, { peer: node.peers[0] ?? node.id, tag: 'authority' });
      };
    case 10:
      return (node) => {
        if (node.random(40) === 0) throw new Error('had enough');
      };
    default:
      return (node, state) => {
        if (node.random(60) === 0) state['broken'] = () => amount;
      };
  }
}

function randomValue(type: FieldType, node: OwnNode, state: State): unknown {
  switch (type) {
    case 'number':
      return node.random(1000) - 1;
    case 'text':
      return `${node.id} é ${String(state['epoch'])}`;
    case 'flag':
      return node.random(2) === 1;
    case 'list':
      return [...(state['votes'] as string[])];
  }
}

/** Good enough to choose by; not what runs draw from. */
function lcg(seed: number): Luck {
  let state = (seed * 2654435761 + 1) | 0;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return (state >>> 16) % below;
  };
}
