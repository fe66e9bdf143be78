/** The guide: what to do, in order, and what to see. The README tells the same. */
export interface Section {
  readonly title: string;
  readonly says: readonly string[];
  readonly code?: string;
}

export const GUIDE: readonly Section[] = [
  {
    title: 'A protocol is one file',
    says: [
      'It says which messages there are, what a node does when it starts, when a message comes and when a timer is due, and what everybody may see of it. Types are inferred; nothing needs to be declared twice.',
    ],
    code: `import { defineProtocol } from 'interregnum';

export default defineProtocol({
  title: 'Mine',
  summary: 'Whoever misses the leader leads.',
  config: { downAfterMs: { default: 1000, min: 20, max: 60_000, help: 'How long a silence is taken for a death.' } },
  messages: { HELLO: { epoch: 'number' } },`,
  },
  {
    title: 'State is plain data',
    says: [
      'What start returns is the state; handlers change it in place. Time, luck, disk and messages only through node: node.timer, node.random, node.save, node.send, node.broadcast. A restart keeps what was saved, and nothing else.',
    ],
    code: `  start(node) {
    node.timer('silence', node.config.downAfterMs + node.random(300));
    return { role: 'replica', epoch: node.disk?.epoch ?? 0, leader: null };
  },`,
  },
  {
    title: 'Handlers',
    says: [
      'Each message and each timer has one. Fields arrive with their types; a wrong one is a sentence with a line.',
    ],
    code: `  onMessage: {
    HELLO(node, state, from, { epoch }) {
      if (epoch < state.epoch) return;
      state.role = 'replica';
      state.epoch = epoch;
      state.leader = from;
      node.clear('beat');
      node.timer('silence', node.config.downAfterMs + node.random(300));
    },
  },
  onTimer: {
    silence(node, state) {
      state.role = 'primary';
      state.epoch += 1;
      state.leader = node.id;
      node.save({ epoch: state.epoch });
      node.log('leads, as nobody else was heard');
      node.timer('beat', 0);
    },
    beat(node, state) {
      node.broadcast('HELLO', { epoch: state.epoch });
      node.timer('beat', 200);
    },
  },`,
  },
  {
    title: 'What is seen of it',
    says: [
      'observe says role and epoch, whom the node follows, and whether it may act as the leader. Everything else on the page follows from that: crown, lanes, and the checks.',
    ],
    code: `  observe(node, state) {
    const { role, epoch, leader } = state;
    return { role, epoch, primary: leader, authority: role === 'primary' };
  },
});`,
  },
  {
    title: 'Run it, and break it',
    says: [
      'Run it (Ctrl or ⌘ and Enter). Click the leader and kill it; the next one begins. Cut a link. Then Hunt it: schedules of faults are tried until two nodes lead at once, and the find is shrunk to the few faults that it takes. Play it, and read Why? beside the stage.',
    ],
  },
  {
    title: 'Mend it',
    says: [
      'Change the text and Run it again: nodes, faults and luck stay the same, and the line under the text says where the two runs first part. When the hunt finds nothing, give a rule a name under safeguards, so that others can switch it off and see what it is for.',
    ],
  },
  {
    title: 'Say what you promise',
    says: [
      'properties are your own checks, looked at after every step and hunted like ours; notPromised takes back one of ours.',
    ],
    code: `  facts: (node, state) => ({ beats: state.beats }),
  properties: {
    oneAtATime: {
      says: 'At most one node is primary',
      holds: (nodes) => nodes.filter(({ role, status }) => role === 'primary' && status === 'up').length < 2,
    },
  },
  notPromised: ['settles'],`,
  },
  {
    title: 'Take it along',
    says: [
      'Share makes a link that carries the text; whoever opens it is asked once before it runs. Copy as test writes a test with the text in it. The same file works in a terminal:',
    ],
    code: `npm run hunt -- --protocol ./mine.ts --nodes 3
npx interregnum hunt ./mine.ts --nodes 3`,
  },
];
