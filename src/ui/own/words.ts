/** What the editor knows of the names that an author uses: for completion and for the words that appear on hover. */
export interface Word {
  readonly name: string;
  /** As it is written. */
  readonly signature: string;
  /** One sentence. */
  readonly says: string;
}

export const OF_NODE: readonly Word[] = [
  { name: 'id', signature: 'node.id', says: 'This node.' },
  { name: 'members', signature: 'node.members', says: 'Everybody, in order, this node included.' },
  { name: 'peers', signature: 'node.peers', says: 'Everybody else, in order.' },
  { name: 'quorum', signature: 'node.quorum', says: 'How many are a majority of all.' },
  {
    name: 'config',
    signature: 'node.config.NAME',
    says: 'The settings of this run, as the definition names them.',
  },
  { name: 'safeguards', signature: 'node.safeguards.NAME', says: 'Whether a rule is on.' },
  {
    name: 'disk',
    signature: 'node.disk',
    says: 'What was saved last; null on a first start and after a wipe.',
  },
  { name: 'nowMs', signature: 'node.nowMs', says: 'The node’s own clock; it only goes on.' },
  {
    name: 'wallMs',
    signature: 'node.wallMs',
    says: 'Milliseconds since 1970 by the node’s wall clock, which may be wrong.',
  },
  { name: 'send', signature: "node.send(to, 'VERB', fields)", says: 'A message to one node.' },
  {
    name: 'broadcast',
    signature: "node.broadcast('VERB', fields)",
    says: 'The same to every peer, in order.',
  },
  {
    name: 'timer',
    signature: "node.timer('name', inMs)",
    says: 'Calls onTimer.name once, that much later; set again it moves.',
  },
  { name: 'clear', signature: "node.clear('name')", says: 'Takes a timer back.' },
  {
    name: 'save',
    signature: 'node.save(record)',
    says: 'To the disk, before any message of the same step leaves.',
  },
  {
    name: 'random',
    signature: 'node.random(below)',
    says: 'A whole number from 0 to below − 1, from the seed of the run.',
  },
  {
    name: 'log',
    signature: "node.log('text', { peer, tag })",
    says: 'A line in the log, and in the console under the text.',
  },
];

export const OF_DEFINITION: readonly Word[] = [
  { name: 'title', signature: "title: 'Bully'", says: 'What it is called.' },
  { name: 'summary', signature: "summary: '…'", says: 'One sentence about it.' },
  {
    name: 'config',
    signature: 'config: { hbIntervalMs: { default, min, max, help } }',
    says: 'Numbers that can be set for a run.',
  },
  {
    name: 'safeguards',
    signature: 'safeguards: { rule: { default, protects } }',
    says: 'Rules that can be switched off, to see what they are for.',
  },
  {
    name: 'messages',
    signature: "messages: { VERB: { term: 'number' } }",
    says: "Verbs and their fields: 'number', 'text', 'flag' or 'list'.",
  },
  {
    name: 'start',
    signature: 'start(node) { return { … }; }',
    says: 'A process begins: returns its state, plain data.',
  },
  {
    name: 'onMessage',
    signature: 'onMessage: { VERB(node, state, from, fields) { … } }',
    says: 'What is done with a message.',
  },
  {
    name: 'onTimer',
    signature: 'onTimer: { name(node, state) { … } }',
    says: 'What is done when a timer is due.',
  },
  {
    name: 'observe',
    signature: 'observe(node, state) { return { role, epoch, primary, authority }; }',
    says: 'What everybody sees of the node, after each step.',
  },
  {
    name: 'facts',
    signature: 'facts(node, state) { return { label: value }; }',
    says: 'More for the inspector, and for properties.',
  },
  {
    name: 'describe',
    signature: 'describe: { VERB(fields) { return words; } }',
    says: 'A message in words.',
  },
  {
    name: 'properties',
    signature: 'properties: { name: { says, holds(nodes) { … } } }',
    says: 'What must always hold: checked after every step, and hunted.',
  },
  {
    name: 'notPromised',
    signature: "notPromised: ['oneAuthority']",
    says: 'What is checked of every protocol, and this one does not promise.',
  },
];

export const OF_OBSERVED: readonly Word[] = [
  { name: 'role', signature: "role: 'primary' | 'replica' | 'candidate'", says: 'What it takes itself for.' },
  { name: 'epoch', signature: 'epoch: 3', says: 'The epoch, term or ballot that it goes by.' },
  { name: 'primary', signature: "primary: 'n1' | null", says: 'Whom it takes for the leader.' },
  { name: 'authority', signature: 'authority: true', says: 'It may act as the leader now.' },
  {
    name: 'authorityUntilMs',
    signature: 'authorityUntilMs: 1200',
    says: 'In its place: it may until its own clock reads that.',
  },
  { name: 'replOffset', signature: 'replOffset: 7', says: 'How much data it holds.' },
  { name: 'votedEpoch', signature: 'votedEpoch: 3', says: 'The epoch in which it voted last.' },
  { name: 'votedFor', signature: "votedFor: 'n2' | null", says: 'Whom it voted for there.' },
];
