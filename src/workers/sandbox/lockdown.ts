/**
 * Takes everything out of a worker's global scope that is not the language itself, and freezes what is left, so that the
 * text that is loaded after this can neither reach the world outside nor change what we compute with.
 *
 * Source: what a compartment of Hardened JavaScript leaves (https://hardenedjs.org), done once for a whole worker.
 */

/** Of the language, and the same in every engine. What is not named here goes. */
const LEFT: ReadonlySet<string> = new Set([
  ...[
    'Object',
    'Array',
    'String',
    'Number',
    'Boolean',
    'Symbol',
    'BigInt',
    'Math',
    'JSON',
    'Reflect',
    'Proxy',
  ],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'RegExp', 'Iterator', 'FinalizationRegistry'],
  ...[
    'Error',
    'AggregateError',
    'EvalError',
    'RangeError',
    'ReferenceError',
    'SyntaxError',
    'TypeError',
    'URIError',
  ],
  ...['ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array'],
  ...['Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['isNaN', 'isFinite', 'parseInt', 'parseFloat', 'NaN', 'Infinity', 'undefined'],
  ...['encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent', 'escape', 'unescape'],
  // No text becomes code here: the policy of the frame forbids it.
  ...['Function', 'eval'],
]);

/** Where it depends on the machine what comes out. */
const OF_THE_PLACE: readonly string[] = [
  ...['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'],
  ...['toLocaleLowerCase', 'toLocaleUpperCase', 'localeCompare'],
];

export function lockDown(scope: object): void {
  delete (Math as { random?: unknown }).random;
  const prototypes = [Object, Array, String, Number, BigInt, Int8Array].map(
    (maker) => (maker as { readonly prototype: object }).prototype,
  );
  for (const prototype of [...prototypes, Object.getPrototypeOf(Int8Array.prototype) as object]) {
    for (const name of OF_THE_PLACE) refuse(prototype, name);
  }
  // What has none of its own may have one from above.
  for (let at: object | null = scope; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (at !== Object.prototype) empty(at);
  }
  freezeAll(scope);
}

function refuse(holder: object, name: string): void {
  if (!Object.hasOwn(holder, name)) return;
  const value = (): never => {
    throw new Error(`${name} is not there: it depends on where it runs`);
  };
  Object.defineProperty(holder, name, { value, writable: false, configurable: false, enumerable: false });
}

function empty(holder: object): void {
  for (const name of Reflect.ownKeys(holder)) {
    if (typeof name === 'string' && LEFT.has(name)) continue;
    if (name === 'constructor' || Reflect.deleteProperty(holder, name)) continue;
    // It cannot be taken away, but it may be emptied.
    Reflect.defineProperty(holder, name, { value: undefined, writable: false });
    Reflect.set(holder, name, undefined);
  }
}

/** All that can be reached from the names that are left. */
function freezeAll(scope: object): void {
  const seen = new Set<object>();
  const reach = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
      return;
    seen.add(value);
    reach(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      reach(property?.value);
      reach(property?.get);
      reach(property?.set);
    }
    Object.freeze(value);
  };
  for (const name of LEFT) reach((scope as Readonly<Record<string, unknown>>)[name]);
  for (const hidden of HIDDEN) reach(hidden());
  Object.preventExtensions(scope);
}

/** What has no name of its own in the global scope. */
const HIDDEN: readonly (() => unknown)[] = [
  () => function* () {},
  () => async function () {},
  () => async function* () {},
  () => [][Symbol.iterator](),
  () => new Map()[Symbol.iterator](),
  () => new Set()[Symbol.iterator](),
  () => ''[Symbol.iterator](),
  () => ''.matchAll(/x/g),
];
