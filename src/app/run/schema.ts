/**
 * What comes from outside (a file, a link, the page API) becomes a run here, or a sentence that names the field and the
 * fix. Nothing else in the playground has to doubt a run.
 */
import * as v from 'valibot';
import type { AnyProtocol, Config } from '../../core/protocol';
import { KEY_BYTES_MAX } from '../../core/store/limits';
import { PROTOCOLS } from '../../core/registry';
import { MOST_CLIENTS } from '../../core/system';
import {
  loadSystemOfRun,
  membersOf,
  resolveRun,
  systemOfRun,
  unknownNode,
  whyImpossible,
  type FaultAction,
  type ResolvedRun,
  type Run,
} from '../../sim/run';
import { settingsAt } from '../../sim/settings';

export const MOST_NODES = 50;
export const MOST_FAULTS = 10_000;
/** A run's text, before anything is parsed. */
export const LONGEST_RUN_CHARACTERS = 2_000_000;
const MOST_LINK_CHANGES = 1_000_000;
export const LONGEST_RUN_MS = 1000 * 3600 * 1000;

const whole = (min: number, max: number, what: string) =>
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
  v.regex(/^[A-Za-z0-9_.-]{1,16}$/, 'must be 1 to 16 letters, digits, dots, dashes or underscores'),
);
const ratio = between(0, 1, 'a share of all messages, 0 to 1');
const latencyMs = v.pipe(
  v.strictTuple(
    [between(1, 60_000, 'milliseconds'), between(1, 60_000, 'milliseconds')],
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
    offsetMs: v.exactOptional(between(-86_400_000, 86_400_000, 'milliseconds, at most a day')),
    rate: v.exactOptional(between(0.1, 10, 'how fast the clock runs, 1 is true time')),
  },
  replOffset: { ...ofNode, value: whole(0, Number.MAX_SAFE_INTEGER, 'a replication offset') },
  priority: {
    ...ofNode,
    value: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'a priority, higher is preferred'),
  },
  resign: ofNode,
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
  configure: {
    config: v.exactOptional(numbers),
    network: v.exactOptional(network),
    safeguards: v.exactOptional(switches),
  },
  drop: { message: whole(0, Number.MAX_SAFE_INTEGER, 'the number of a message') },
  deliver: { message: whole(0, Number.MAX_SAFE_INTEGER, 'the number of a message') },
} satisfies Record<FaultAction['kind'], v.ObjectEntries>;

const KINDS = Object.keys(actions)
  .map((kind) => `"${kind}"`)
  .join(', ');

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
    protocol: v.picklist(
      PROTOCOLS.map(({ id }) => id),
      `must be one of ${PROTOCOLS.map(({ id }) => `"${id}"`).join(', ')}`,
    ),
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
    network: v.exactOptional(network),
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
  return finishRun(shapeOf(input));
}

/** The same, once what the run needs is at hand: at once, if it is already. */
export function readRun(input: unknown): ResolvedRun | Promise<ResolvedRun> {
  const run = shapeOf(input);
  const loading = loadSystemOfRun(run);
  return loading === null ? finishRun(run) : fetched(loading).then(() => finishRun(run));
}

/** What could not be fetched is told in a sentence for people. */
export async function fetched<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    throw new Error(
      'A part of this page that the run needs could not be fetched; look at the network, then try again or reload the page.',
      { cause: error },
    );
  }
}

function shapeOf(input: unknown): Run {
  return parse(runSchema, typeof input === 'string' ? parseJson(input) : input, 'The run') as Run;
}

function finishRun(run: Run): ResolvedRun {
  checkNames(run);
  checkSettings(run);
  const faults = (run.faults ?? []).map((fault) => ({
    ...fault,
    atMs: Math.round(fault.atMs * 1000) / 1000,
  }));
  faults.forEach((fault, at) => checkFaultNames(fault, run, `faults[${at}].`));
  checkLinkChanges(faults, membersOf(run).length);
  return resolveRun({ ...run, faults });
}

/**
 * A fault to be applied at `timeUs` of a run whose faults are all those that have happened by then, and those that will.
 * Throws an `Error` whose message is for people.
 */
export function parseFault(input: unknown, run: ResolvedRun, timeUs: number): FaultAction {
  const action = parse(actionSchema, input, 'The fault') as FaultAction;
  checkFaultNames(action, run, '');
  if (action.kind === 'configure') {
    const protocol = systemOfRun(run);
    checkFields(protocol, action, '');
    let config: Config = { ...settingsAt(run, timeUs).config, ...action.config };
    checkAgreement(protocol, config, '');
    for (const fault of run.faults) {
      if (fault.kind !== 'configure' || Math.round(fault.atMs * 1000) <= timeUs) continue;
      config = { ...config, ...fault.config };
      checkAgreement(
        protocol,
        config,
        `The run itself changes the settings at ${fault.atMs / 1000} s, and then `,
      );
    }
  }
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

function checkNames(run: Run): void {
  const ids = membersOf(run).map(({ id }) => id);
  const taken = run.nodes.find((id, at) => ids.indexOf(id, at + 1) >= 0);
  if (taken !== undefined) {
    throw new Error(`nodes: must not name "${taken}": that is what the run calls its store or a client.`);
  }
  if (run.bootstrap != null) checkNode(run.bootstrap, run.nodes, 'bootstrap');
}

/** The names, the bounds, and that the numbers agree with each other, at the start and after every change. */
function checkSettings(run: Run): void {
  const protocol = systemOfRun(run);
  checkFields(protocol, run, '');
  let { config } = resolveRun({ ...run, faults: [] });
  checkAgreement(protocol, config, '');
  // In the order in which they happen, which need not be that of the list.
  const inTime = [...(run.faults ?? []).entries()].sort(([, a], [, b]) => a.atMs - b.atMs);
  inTime.forEach(([at, fault]) => {
    if (fault.kind !== 'configure') return;
    checkFields(protocol, fault, `faults[${at}].`);
    config = { ...config, ...fault.config };
    checkAgreement(protocol, config, `faults[${at}]: `);
  });
}

function checkAgreement(protocol: AnyProtocol, config: Config, prefix: string): void {
  const contradiction = protocol.checkConfig(config);
  if (contradiction !== null) throw new Error(prefix + contradiction);
}

function checkFields(protocol: AnyProtocol, given: Pick<Run, 'config' | 'safeguards'>, prefix: string): void {
  for (const [name, value] of Object.entries(given.config ?? {})) {
    const field = protocol.config.find((candidate) => candidate.name === name);
    if (field === undefined) {
      const known = protocol.config.map((candidate) => candidate.name).join(', ');
      throw new Error(
        `${prefix}config.${name}: is not a setting of protocol "${protocol.id}"; it has ${known}.`,
      );
    }
    if (!Number.isInteger(value) || value < field.min || value > field.max) {
      const unit = field.unit === '' ? '' : ` ${field.unit}`;
      throw new Error(
        `${prefix}config.${name}: must be a whole number from ${field.min} to ${field.max}${unit}.`,
      );
    }
  }
  for (const name of Object.keys(given.safeguards ?? {})) {
    if (protocol.safeguards.some((safeguard) => safeguard.name === name)) continue;
    const known = protocol.safeguards.map((safeguard) => safeguard.name).join(', ') || 'none';
    throw new Error(
      `${prefix}safeguards.${name}: is not a safeguard of protocol "${protocol.id}"; it has ${known}.`,
    );
  }
}

/** One such fault may change every link, at one instant, and nobody gets a turn in between. */
function checkLinkChanges(faults: readonly FaultAction[], nodeCount: number): void {
  const links = nodeCount * (nodeCount - 1);
  const sweeping = faults.filter(
    (fault) =>
      fault.kind === 'partition' ||
      fault.kind === 'healAll' ||
      (fault.kind === 'configure' && fault.network !== undefined),
  ).length;
  if (sweeping * links <= MOST_LINK_CHANGES) return;
  const most = Math.floor(MOST_LINK_CHANGES / links);
  throw new Error(
    `faults: has ${sweeping} that change every link ("partition", "healAll", "configure" of the network); ` +
      `with ${nodeCount} nodes use at most ${most}.`,
  );
}

/** Whom it is about, and that the run has what it is about. */
function checkFaultNames(fault: FaultAction, run: Run, prefix: string): void {
  const impossible = whyImpossible(fault, run);
  if (impossible !== null) throw new Error(prefix + impossible);
  if ('from' in fault && fault.from === fault.to) {
    throw new Error(`${prefix}to: must be another node than "from"; a node has no link to itself.`);
  }
  if (fault.kind === 'partition') {
    const all = fault.groups.flat();
    const twice = all.find((id, at) => all.indexOf(id) !== at);
    if (twice !== undefined) throw new Error(`${prefix}groups: "${twice}" must be in one group only.`);
  }
}

export function checkNode(id: string, nodes: readonly string[], field: string): void {
  if (!nodes.includes(id)) throw new Error(`${field}: ${unknownNode(id, nodes)}`);
}
