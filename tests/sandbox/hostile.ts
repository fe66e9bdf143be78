/**
 * Texts that mean harm, or do it by mistake. Each must end in a sentence: of a text that cannot be loaded, or of nodes that
 * crash; the page goes on.
 */
export interface Hostile {
  readonly name: string;
  readonly source: string;
  /** What the sentence says, where it may not be just any. */
  readonly says?: RegExp;
  /** It does no harm after all: its nodes go on, and nothing has changed outside. */
  readonly harmless?: true;
}

interface Parts {
  readonly top?: string;
  readonly start?: string;
  readonly timer?: string;
  readonly message?: string;
  readonly observe?: string;
  readonly more?: string;
}

/** A protocol that ticks, with something bad in one place. */
function ticking({ top = '', start = '', timer = '', message = '', observe = '', more = '' }: Parts): string {
  return `import { defineProtocol } from 'interregnum';
${top}
export default defineProtocol({
  title: 'Ticking',
  summary: 'Ticks.',
  messages: { TICK: { count: 'number', words: 'text' } },
  start(node) {
    node.timer('tick', 100);
    ${start}
    return { count: 0 };
  },
  onMessage: {
    TICK(node, state, from, fields) {
      ${message}
    },
  },
  onTimer: {
    tick(node, state) {
      state.count += 1;
      node.timer('tick', 100);
      node.broadcast('TICK', { count: state.count, words: 'x' });
      ${timer}
    },
  },
  observe(node, state) {
    ${observe}
    return { role: 'replica', epoch: state.count };
  },
  ${more}
});
`;
}

const reaching = (what: string, says?: RegExp): Hostile => ({
  name: `reaches for ${what}`,
  source: ticking({ timer: `(${what});` }),
  ...(says !== undefined && { says }),
});

export const HOSTILE: readonly Hostile[] = [
  // --- loops
  { name: 'loops as it is loaded', source: ticking({ top: 'for (;;);' }), says: /did not come to its end/ },
  { name: 'loops in start', source: ticking({ start: 'for (;;);' }), says: /did not answer/ },
  { name: 'loops in a timer', source: ticking({ timer: 'for (;;);' }), says: /did not answer/ },
  {
    name: 'loops in a handler of messages',
    source: ticking({ message: 'for (;;);' }),
    says: /did not answer/,
  },
  { name: 'loops in observe', source: ticking({ observe: 'while (true) {}' }), says: /did not answer/ },
  { name: 'loops in facts', source: ticking({ more: 'facts() { for (;;); },' }), harmless: true },
  {
    name: 'loops in a getter of the definition',
    source: `export default { get title() { for (;;); } };`,
    says: /did not come to its end/,
  },
  {
    name: 'calls itself for ever',
    source: ticking({ timer: 'const again = () => again(); again();' }),
    says: /onTimer\.tick/,
  },
  { name: 'a pattern that never ends', source: ticking({ timer: `/^(a+)+$/.test('a'.repeat(64) + 'b');` }) },

  // --- too much
  {
    name: 'a huge state',
    source: ticking({ timer: `state.all = new Array(1e6).fill({ a: 1 });` }),
    says: /state/,
  },
  {
    name: 'a state of a gigabyte',
    source: ticking({ timer: `state.text = 'x'.repeat(2 ** 29 - 24);` }),
    says: /state/,
  },
  {
    name: 'hoards in a closure',
    source: ticking({
      top: 'const hoard = [];',
      timer: 'for (;;) hoard.push(new Array(1e5).fill(hoard.length));',
    }),
  },
  {
    name: 'hoards buffers',
    source: ticking({
      top: 'const hoard = [];',
      timer: 'for (let i = 0; i < 4000; i += 1) hoard.push(new Uint8Array(2 ** 20).fill(1));',
    }),
  },
  {
    name: 'a million messages',
    source: ticking({
      timer: `for (let i = 0; i < 1e6; i += 1) node.broadcast('TICK', { count: i, words: '' });`,
    }),
    says: /more than 2000 messages/,
  },
  {
    name: 'a message too long',
    source: ticking({ timer: `node.broadcast('TICK', { count: 1, words: 'x'.repeat(1e6) });` }),
    says: /TICK\.words/,
  },
  {
    name: 'a million lines',
    source: ticking({ timer: `for (let i = 0; i < 1e6; i += 1) node.log('x');` }),
    says: /more than 100 lines/,
  },
  {
    name: 'a million timers',
    source: ticking({ timer: `for (let i = 0; i < 1e6; i += 1) node.timer('t' + i, 1);` }),
    says: /no handler onTimer/,
  },
  {
    name: 'a huge record',
    source: ticking({ timer: `node.save({ all: 'x'.repeat(1e7) });` }),
    says: /node\.save/,
  },
  { name: 'a circle as its state', source: ticking({ timer: 'state.self = state;' }), says: /state/ },
  {
    name: 'a hundred thousand facts',
    source: ticking({
      more: 'facts() { return Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [i, i])); },',
    }),
    harmless: true,
  },

  // --- nonsense and tricks
  {
    name: 'a getter that throws in its state',
    source: ticking({
      timer: `Object.defineProperty(state, 'x', { enumerable: true, get() { throw new Error('boo'); } });`,
    }),
  },
  {
    name: 'throws what throws when it is looked at',
    source: ticking({ timer: `throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });` }),
  },
  { name: 'throws nothing', source: ticking({ timer: 'throw undefined;' }) },
  {
    name: 'an observation with traps',
    source: ticking({
      observe: `return new Proxy({}, { get(_, name) { throw new Error(String(name)); } });`,
    }),
    says: /observe/,
  },
  {
    name: 'another type of role',
    source: ticking({ observe: `return { role: { toString: () => 'primary' }, epoch: 1 };` }),
    says: /role/,
  },
  {
    name: 'an epoch without end',
    source: ticking({ observe: `return { role: 'primary', epoch: Infinity };` }),
    says: /epoch/,
  },
  { name: 'a promise', source: ticking({ timer: 'return Promise.resolve();' }), says: /asynchronous/ },
  {
    name: 'an async handler',
    source: ticking({ timer: '' }).replace('tick(node, state)', 'async tick(node, state)'),
    says: /asynchronous/,
  },
  { name: 'changes what node is', source: ticking({ timer: `node.id = 'n9';` }), says: /onTimer\.tick/ },
  {
    name: 'changes the members',
    source: ticking({ timer: `node.members.push('n9');` }),
    says: /onTimer\.tick/,
  },
  {
    name: 'sends as somebody who is not there',
    source: ticking({ timer: `node.send('nobody', 'TICK', { count: 1, words: '' });` }),
    says: /is no member/,
  },
  {
    name: 'pollutes the prototype of objects',
    source: ticking({ timer: `Object.prototype.polluted = 1;` }),
    says: /onTimer\.tick/,
  },
  {
    name: 'pollutes through __proto__',
    source: ticking({ timer: `({}).__proto__.polluted = 1;` }),
    says: /onTimer\.tick/,
  },
  {
    name: 'a polluted record',
    source: ticking({ timer: `node.save(JSON.parse('{"__proto__": {"polluted": 1}}'));` }),
  },
  {
    name: 'changes how lists work',
    source: ticking({ timer: `Array.prototype.push = () => { throw new Error('no'); };` }),
    says: /onTimer\.tick/,
  },
  {
    name: 'changes how lists are gone through',
    source: ticking({
      top: `try { Array.prototype[Symbol.iterator] = function* () {}; } catch {}`,
      timer: '',
    }),
    harmless: true,
  },
  { name: 'changes what JSON says', source: ticking({ top: `JSON.stringify = () => 'x';` }), says: /source/ },

  // --- impersonation
  {
    name: 'pretends to be the host',
    source: ticking({ timer: `postMessage({ type: 'ran', reply: {} });` }),
    says: /postMessage is not there/,
  },
  {
    name: 'pretends to be the host through the scope',
    source: ticking({ timer: `self.postMessage({ type: 'ready' });` }),
    says: /self is not there/,
  },
  {
    name: 'listens to the port',
    source: ticking({ timer: `globalThis.onmessage = () => undefined;` }),
    says: /globalThis is not there/,
  },
  {
    name: 'takes the scope from this',
    source: ticking({ timer: `(function () { return this; })().postMessage(1);` }),
    says: /onTimer\.tick/,
  },
  { name: 'takes the scope from a getter', source: ticking({ timer: `(0, eval)('this').postMessage(1);` }) },
  {
    name: 'makes a function from a text',
    source: ticking({ timer: `(() => {}).constructor('return this')().postMessage(1);` }),
  },
  {
    name: 'makes an async function from a text',
    source: ticking({ timer: `(async () => {}).constructor('return this')();` }),
    says: /onTimer\.tick/,
  },

  // --- the world outside
  reaching(`fetch('http://localhost:9/')`, /fetch is not there/),
  reaching(`new WebSocket('ws://localhost:9/')`, /WebSocket is not there/),
  reaching(`new XMLHttpRequest()`, /XMLHttpRequest is not there/),
  reaching(`new EventSource('http://localhost:9/')`, /EventSource is not there/),
  reaching(`navigator.sendBeacon('http://localhost:9/', 'x')`, /navigator is not there/),
  reaching(`importScripts('http://localhost:9/x.js')`, /importScripts is not there/),
  reaching(`new Worker('data:text/javascript,0')`, /Worker is not there/),
  reaching(`new BroadcastChannel('x').postMessage(1)`, /BroadcastChannel is not there/),
  reaching(`localStorage.setItem('x', '1')`, /localStorage is not there/),
  reaching(`indexedDB.open('x')`, /indexedDB is not there/),
  reaching(`caches.open('x')`, /caches is not there/),
  reaching(`parent.document.title`, /parent is not there/),
  reaching(`top.location.href = 'http://localhost:9/'`, /top is not there/),
  reaching(`document.cookie`, /document is not there/),
  reaching(`setTimeout(() => 1, 1)`, /setTimeout is not there/),
  reaching(`Date.now()`, /Date is not there: time is node\.nowMs/),
  reaching(`new Date()`, /Date is not there/),
  reaching(`performance.now()`, /performance is not there/),
  reaching(`Math.random()`, /Math\.random is not there/),
  reaching(`crypto.getRandomValues(new Uint8Array(1))`, /crypto is not there/),
  reaching(`new Intl.NumberFormat().format(1)`, /Intl is not there/),
  reaching(`new SharedArrayBuffer(8)`, /SharedArrayBuffer is not there/),
  {
    name: 'imports from an address',
    source: `import x from 'http://localhost:9/x.js';\n${ticking({ top: 'x();' })}`,
    says: /imports from 'interregnum' alone/,
  },
  {
    name: 'imports from an address later',
    source: ticking({ timer: `import('http://localhost:9/x.js');` }),
    harmless: true,
  },
  {
    name: 'imports what it made itself',
    source: ticking({ timer: `import('data:text/javascript,postMessage(1)');` }),
    harmless: true,
  },
  { name: 'exports nothing', source: 'const nothing = 1;', says: /exports nothing/ },
  { name: 'is no program', source: 'export default (', says: /line 1/ },
  {
    name: 'closes what it did not open',
    source: `}});postMessage(1);(function(){return function(){`,
    says: /source/,
  },
];
