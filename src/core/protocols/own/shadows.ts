/**
 * What an author reaches for out of habit and must not have: names of the world outside, which a handler may not know of if
 * the same run is to be the same everywhere. Each is put in the place of the real one, as a parameter around the author's
 * text, and answers any use with a sentence. That is for mistakes; what is done on purpose only the sandbox of the page keeps out.
 */
const TIME = 'time is node.nowMs and node.wallMs';
const LATER = 'ask for later with node.timer';
const LUCK = 'luck is node.random';
const NETWORK = 'messages go out with node.send and node.broadcast';
const KEPT = 'what is kept goes through node.save';
const PAGE = 'a protocol knows of no page and no process';
const CODE = 'code is not made at run time';
const PLACE = 'it depends on where it runs';
const WORDS = 'lines for the log go through node.log';

const INSTEAD: Readonly<Record<string, string>> = {
  Date: TIME,
  performance: TIME,
  setTimeout: LATER,
  setInterval: LATER,
  setImmediate: LATER,
  clearTimeout: LATER,
  clearInterval: LATER,
  queueMicrotask: LATER,
  requestAnimationFrame: LATER,
  crypto: LUCK,
  fetch: NETWORK,
  XMLHttpRequest: NETWORK,
  WebSocket: NETWORK,
  WebTransport: NETWORK,
  EventSource: NETWORK,
  BroadcastChannel: NETWORK,
  MessageChannel: NETWORK,
  postMessage: NETWORK,
  Worker: NETWORK,
  SharedWorker: NETWORK,
  importScripts: CODE,
  Function: CODE,
  WebAssembly: CODE,
  localStorage: KEPT,
  sessionStorage: KEPT,
  indexedDB: KEPT,
  caches: KEPT,
  console: WORDS,
  globalThis: PAGE,
  global: PAGE,
  self: PAGE,
  window: PAGE,
  document: PAGE,
  parent: PAGE,
  top: PAGE,
  location: PAGE,
  navigator: PAGE,
  process: PAGE,
  module: PAGE,
  Intl: PLACE,
  SharedArrayBuffer: PLACE,
  Atomics: PLACE,
};

/** Names and values, in the same order. */
export const SHADOWS: readonly (readonly [name: string, value: unknown])[] = [
  ...Object.entries(INSTEAD).map(
    ([name, instead]) => [name, refusing(`${name} is not there: ${instead}`)] as const,
  ),
  ['Math', littleMath()],
];

function refusing(sentence: string): unknown {
  const refuse = (): never => {
    throw new Error(sentence);
  };
  // Only what could be made with `new` is asked whether it can.
  return new Proxy(function () {}, {
    apply: refuse,
    construct: refuse,
    get: refuse,
    set: refuse,
    has: refuse,
    deleteProperty: refuse,
    defineProperty: refuse,
    ownKeys: refuse,
    getOwnPropertyDescriptor: refuse,
    getPrototypeOf: refuse,
    setPrototypeOf: refuse,
  });
}

function littleMath(): object {
  const own = Object.getOwnPropertyDescriptors(Math) as Record<string, PropertyDescriptor>;
  own['random'] = { value: refusing(`Math.random is not there: ${LUCK}`) };
  return Object.freeze(Object.create(Object.prototype, own) as object);
}
