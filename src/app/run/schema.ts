/**
 * What comes from outside (a file, a link, the page API) becomes a run here, or a sentence that names the field and the
 * fix. Nothing else in the playground has to doubt a run.
 */
import '../../sim/cluster/faults';
import * as v from 'valibot';
import { KEY_BYTES_MAX } from '../../core/store/limits';
import { PROTOCOL_IDS } from '../../core/registry';
import { MOST_CLIENTS } from '../../core/system';
import {
  loadSystemOfRun,
  LONGEST_LATENCY_MS,
  LONGEST_RUN_MS,
  LONGEST_SLOWNESS_MS,
  type FaultAction,
  type ResolvedRun,
  type Run,
} from '../../sim/run';
import {
  checkedRun,
  checkFault,
  checkSource,
  CLOCK_RATES,
  FAULT_KINDS,
  LONGEST_OFFSET_MS,
  MOST_FAULTS,
  MOST_NODES,
  NODE_ID,
  SHORTEST_STALL_MS,
} from '../../sim/run-rules';
import { fetched } from './fetched';
import { LONGEST_RUN_CHARACTERS } from './limits';

export const whole = (min: number, max: number, what: string) =>
  v.pipe(
    v.number(`must be a number: ${what}`),
    v.integer(`must be a whole number: ${what}`),
    v.minValue(min, `must be at least ${min}: ${what}`),
    v.maxValue(max, `must be at most ${max}: ${what}`),
  );
export const between = (min: number, max: number, what: string) =>
  v.pipe(
    v.number(`must be a number: ${what}`),
    v.finite(`must be a finite number: ${what}`),
    v.minValue(min, `must be at least ${min}: ${what}`),
    v.maxValue(max, `must be at most ${max}: ${what}`),
  );

/** A strict object has three complaints: a field too many, one too few, and that the input is no object at all. */
export const unknownField = (of: string) => (issue: v.StrictObjectIssue) => {
  if (issue.expected === 'never') return `is not a field of ${of}`;
  return issue.expected === 'Object' ? `must be an object: ${of}` : `is missing: ${of} needs it`;
};

export const nodeId = v.pipe(
  v.string('must be a text: the id of a node'),
  v.regex(NODE_ID, 'must be 1 to 16 letters, digits, dots, dashes or underscores'),
);
const ratio = between(0, 1, 'a share of all messages, 0 to 1');
const latencyMs = v.pipe(
  v.strictTuple(
    [between(1, LONGEST_LATENCY_MS, 'milliseconds'), between(1, LONGEST_LATENCY_MS, 'milliseconds')],
    'must be two numbers: the smallest and the largest latency in milliseconds',
  ),
  v.check(([min, max]) => min <= max, 'must not have a smallest latency above the largest'),
);
const ofNetwork = {
  latencyMs: v.exactOptional(latencyMs),
  lossRatio: v.exactOptional(ratio),
  duplicateRatio: v.exactOptional(ratio),
};

/** Names that mean something in the language: a record would leave them out without a word. */
const RESERVED = ['__proto__', 'constructor', 'prototype'];

/** A list is an object too, to valibot as to the language. */
const plain = <S extends v.GenericSchema>(what: string, schema: S) =>
  v.pipe(
    v.unknown(),
    v.check((input) => !Array.isArray(input), `must be an object: ${what}`),
    v.check(
      (input) => !RESERVED.some((name) => Object.hasOwn(Object(input), name)),
      `must not have a field called ${RESERVED.map((name) => `"${name}"`).join(' or ')}`,
    ),
    schema,
  );

const numbers = plain(
  'numbers by name',
  v.record(v.string(), v.number('must be a number'), 'must be an object: numbers by name'),
);
const switches = plain(
  'switches by name',
  v.record(v.string(), v.boolean('must be true or false'), 'must be an object: switches by name'),
);
const network = plain('the network', v.strictObject(ofNetwork, unknownField('the network')));

const writeMs = between(0, LONGEST_SLOWNESS_MS, 'milliseconds');
const ofDisk = {
  latencyMs: v.pipe(
    v.strictTuple(
      [writeMs, writeMs],
      'must be two numbers: how long a write takes at least and at most, in milliseconds',
    ),
    v.check(([min, max]) => min <= max, 'must not have a smallest latency above the largest'),
  ),
};
const disk = plain('the disks', v.strictObject(ofDisk, unknownField('the disks')));

const ofNode = { node: nodeId };
const ofLink = { from: nodeId, to: nodeId };
const actions = {
  kill: ofNode,
  restart: {
    ...ofNode,
    disk: v.exactOptional(v.picklist(['kept', 'wiped'], 'must be "kept" or "wiped"')),
  },
  freeze: ofNode,
  thaw: ofNode,
  crash: { ...ofNode, how: v.picklist(['throw', 'hang'], 'must be "throw" or "hang"') },
  cut: ofLink,
  heal: ofLink,
  partition: {
    groups: v.array(v.array(nodeId, 'must be a list of node ids'), 'must be a list of lists of node ids'),
  },
  healAll: {},
  link: { ...ofLink, ...ofNetwork },
  clock: {
    ...ofNode,
    offsetMs: v.exactOptional(between(-LONGEST_OFFSET_MS, LONGEST_OFFSET_MS, 'milliseconds, at most a day')),
    rate: v.exactOptional(between(...CLOCK_RATES, 'how fast the clock runs, 1 is true time')),
  },
  replOffset: { ...ofNode, value: whole(0, Number.MAX_SAFE_INTEGER, 'a replication offset') },
  priority: {
    ...ofNode,
    value: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'a priority, higher is preferred'),
  },
  resign: ofNode,
  transfer: { ...ofNode, to: nodeId },
  campaign: ofNode,
  forgetLeader: ofNode,
  export: { ...ofNode, how: v.picklist(['abandon', 'fail'], 'must be "abandon" or "fail"') },
  store: {
    how: v.picklist(['corrupt', 'tombstone'], 'must be "corrupt" or "tombstone"'),
    key: v.pipe(
      v.string('must be a text: a key of the store'),
      v.minLength(1, 'must have at least one character: a key of the store'),
      v.maxBytes(KEY_BYTES_MAX, `must have at most ${KEY_BYTES_MAX} bytes: a key of the store`),
    ),
  },
  corrupt: ofLink,
  disk: { ...ofNode, ...ofDisk },
  throttle: {
    ...ofNode,
    everyMs: between(
      0,
      LONGEST_SLOWNESS_MS,
      'milliseconds between two ticks of its timers, 0 for no throttle',
    ),
  },
  stall: {
    ...ofNode,
    afterVerb: v.string('must be a text: the verb of a message'),
    ms: between(SHORTEST_STALL_MS, LONGEST_SLOWNESS_MS, 'milliseconds'),
  },
  configure: {
    node: v.exactOptional(nodeId),
    config: v.exactOptional(numbers),
    network: v.exactOptional(network),
    safeguards: v.exactOptional(switches),
    disk: v.exactOptional(disk),
  },
  drop: { message: whole(0, Number.MAX_SAFE_INTEGER, 'the number of a message') },
  deliver: { message: whole(0, Number.MAX_SAFE_INTEGER, 'the number of a message') },
} satisfies Record<FaultAction['kind'], v.ObjectEntries>;

const KINDS = FAULT_KINDS.map((kind) => `"${kind}"`).join(', ');

/** A strict object for each kind, with `extra` fields in front. */
function faultSchema(extra: v.ObjectEntries) {
  const options = Object.entries(actions).map(([kind, entries]) =>
    v.strictObject(
      { ...extra, kind: v.literal(kind), ...entries },
      unknownField(`a fault of kind "${kind}"`),
    ),
  );
  return v.variant('kind', options as never, `must have a known kind: ${KINDS}`);
}

const atMs = between(0, LONGEST_RUN_MS, 'milliseconds since the start');

/** The fields and their kinds; whether they fit each other and the protocol is left to `parseRun`. */
export const runSchema = v.strictObject(
  {
    version: v.literal(1, 'must be 1; a higher version comes from a newer Interregnum than this one'),
    protocol: v.picklist(PROTOCOL_IDS, `must be one of ${PROTOCOL_IDS.map((id) => `"${id}"`).join(', ')}`),
    source: v.exactOptional(v.string('must be a text: what somebody wrote with protocol "own"')),
    nodes: v.pipe(
      v.array(nodeId, 'must be a list of node ids'),
      v.minLength(1, 'must name at least one node'),
      v.maxLength(MOST_NODES, ({ received }) => `has ${received} nodes; use at most ${MOST_NODES}`),
      v.check(
        (ids) => new Set(ids).size === ids.length,
        ({ input }) => `must not name "${input.find((id, at) => input.indexOf(id) !== at)}" twice`,
      ),
    ),
    seed: whole(0, Number.MAX_SAFE_INTEGER, 'the seed of all luck'),
    config: v.exactOptional(numbers),
    nodeConfig: v.exactOptional(
      plain(
        'settings by node',
        v.record(nodeId, numbers, 'must be an object: settings by node, as {"n2": {…}}'),
      ),
    ),
    network: v.exactOptional(network),
    disk: v.exactOptional(disk),
    safeguards: v.exactOptional(switches),
    clients: v.exactOptional(whole(0, MOST_CLIENTS, 'how many clients write')),
    exports: v.exactOptional(v.boolean('must be true or false: whether the nodes do exports')),
    bootstrap: v.exactOptional(v.nullable(nodeId)),
    faults: v.exactOptional(
      v.pipe(
        v.array(faultSchema({ atMs }), 'must be a list of faults'),
        v.maxLength(MOST_FAULTS, ({ received }) => `has ${received} faults; use at most ${MOST_FAULTS}`),
      ),
    ),
  },
  unknownField('a run'),
);

const actionSchema = faultSchema({});

/**
 * Text or value in, a complete run out. Throws an `Error` whose message is for people. What the run needs must be at hand:
 * see `readRun`.
 */
export function parseRun(input: unknown): ResolvedRun {
  return checkedRun(shapeOf(input));
}

/** The same, once what the run needs is at hand: at once, if it is already. */
export function readRun(input: unknown): ResolvedRun | Promise<ResolvedRun> {
  const run = shapeOf(input);
  checkSource(run);
  const loading = loadSystemOfRun(run);
  return loading === null ? checkedRun(run) : fetched(loading).then(() => checkedRun(run));
}

function shapeOf(input: unknown): Run {
  return parse(runSchema, typeof input === 'string' ? parseJson(input) : input, 'The run') as Run;
}

/**
 * A fault to be applied at `timeUs` of a run whose faults are all those that have happened by then, and those that will.
 * Throws an `Error` whose message is for people.
 */
export function parseFault(input: unknown, run: ResolvedRun, timeUs: number): FaultAction {
  const action = parse(actionSchema, input, 'The fault') as FaultAction;
  checkFault(action, run, timeUs);
  return action;
}

export function parseJson(text: string): unknown {
  if (text.length > LONGEST_RUN_CHARACTERS) {
    throw new Error(
      `The run is ${text.length} characters long; at most ${LONGEST_RUN_CHARACTERS} can be read.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`The run is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
}

/** `whole` names the input where no field of it is to blame. */
export function parse(schema: v.GenericSchema, input: unknown, whole: string): unknown {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = fieldName(issue);
  throw new Error(`${field === '' ? whole : `${field}:`} ${issue.message}.`);
}

function fieldName(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? [])
    .map(({ key }, at) => (typeof key === 'number' ? `[${key}]` : `${at > 0 ? '.' : ''}${String(key)}`))
    .join('');
}
