/**
 * What a run must be beside well formed: names that are there, numbers within their bounds that agree with each other, at
 * the start and after every change, and no more of anything than a machine can hold. Each refusal is an `Error` whose
 * message is a sentence for people: it names the field and the fix.
 */
import type { AnyProtocol, Config, Safeguards } from '../core/protocol';
import { whySourceless, type Which } from '../core/registry';
import { MOST_CLIENTS } from '../core/system';
import { utf8Length } from '../core/wire/utf8';
import { whyTooMuch } from './air';
import {
  LONGEST_LATENCY_MS,
  LONGEST_RUN_MS,
  LONGEST_SLOWNESS_MS,
  LONGEST_SOURCE_BYTES,
  membersOf,
  resolveRun,
  systemOfRun,
  type DiskLatency,
  type Fault,
  type FaultAction,
  type Network,
  type ResolvedRun,
  type Run,
} from './run';
import { changedConfigs, configFor, everyConfig, type Configs } from './node-config';
import { unknownNode, whyImpossible } from './impossible';
import { settingsAt } from './settings';

export const MOST_NODES = 50;
export const MOST_FAULTS = 10_000;
/** Nobody gets a turn between them, and each may start a process. */
export const MOST_FAULTS_AT_ONCE = 500;
/** A microsecond: the message leaves later, or nothing was held back. */
export const SHORTEST_STALL_MS = 0.001;
/** A day. */
export const LONGEST_OFFSET_MS = 86_400_000;
export const CLOCK_RATES = [0.1, 10] as const;
export const NODE_ID = /^[A-Za-z0-9_.-]{1,16}$/;

/** In the order in which they are listed to people. */
const KINDS: Readonly<Record<FaultAction['kind'], true>> = {
  kill: true,
  restart: true,
  freeze: true,
  thaw: true,
  crash: true,
  cut: true,
  heal: true,
  partition: true,
  healAll: true,
  link: true,
  clock: true,
  replOffset: true,
  priority: true,
  resign: true,
  transfer: true,
  campaign: true,
  forgetLeader: true,
  export: true,
  store: true,
  corrupt: true,
  disk: true,
  throttle: true,
  stall: true,
  configure: true,
  drop: true,
  deliver: true,
};
export const FAULT_KINDS = Object.keys(KINDS) as readonly FaultAction['kind'][];

const MOST_LINK_CHANGES = 1_000_000;

/** A run of the right shape with every default filled in. Throws. */
export function checkedRun(run: Run): ResolvedRun {
  checkSource(run);
  checkNumbers(run);
  checkNames(run);
  checkSettings(run);
  const faults = (run.faults ?? []).map((fault) => ({
    ...fault,
    atMs: Math.round(fault.atMs * 1000) / 1000,
  }));
  faults.forEach((fault, at) => checkFaultNames(fault, run, `faults[${at}].`));
  checkLinkChanges(faults, membersOf(run).length);
  const resolved = resolveRun({ ...run, faults });
  checkInstants(resolved.faults);
  checkAir(resolved);
  return resolved;
}

/** What `checkedRun` throws; null if it is satisfied. */
export function whyRefused(run: Run): string | null {
  try {
    checkedRun(run);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Throws if it cannot be applied at `timeUs` of a run whose faults are all that have happened by then, and those that will. */
export function checkFault(action: FaultAction, run: ResolvedRun, timeUs: number): void {
  checkFaultNames(action, run, '');
  if (action.kind === 'configure') checkChange(action, run, timeUs);
  const fault: Fault = { atMs: timeUs / 1000, ...action };
  const faults = [...run.faults, fault].sort((a, b) => a.atMs - b.atMs);
  checkInstants(faults);
  if (changesAir(fault)) checkAir({ ...run, faults });
}

function checkChange(
  action: Extract<FaultAction, { kind: 'configure' }>,
  run: ResolvedRun,
  timeUs: number,
): void {
  const protocol = systemOfRun(run);
  checkFields(protocol, action, '');
  const settings = settingsAt(run, timeUs);
  let configs = changedConfigs(settings, action);
  let safeguards = { ...settings.safeguards, ...action.safeguards };
  checkAgreements(protocol, configs, safeguards, '');
  for (const fault of run.faults) {
    if (fault.kind !== 'configure' || Math.round(fault.atMs * 1000) <= timeUs) continue;
    configs = changedConfigs(configs, fault);
    safeguards = { ...safeguards, ...fault.safeguards };
    checkAgreements(
      protocol,
      configs,
      safeguards,
      `The run itself changes the settings at ${fault.atMs / 1000} s, and then `,
    );
  }
}

/** Throws a sentence if a run of that protocol cannot have that source, or none. */
export function checkSource(which: Which): void {
  const wrong = whySourceless(which);
  if (wrong !== null) throw new Error(wrong);
  const bytes = utf8Length(which.source ?? '');
  require(bytes <=
    LONGEST_SOURCE_BYTES, `source: has ${bytes} bytes; a protocol has at most ${LONGEST_SOURCE_BYTES}.`);
}

/** What the type of a run leaves open, for runs that were made in code and come from no schema. Throws. */
function checkNumbers({ version, nodes, seed, clients = 0, network, disk, faults = [] }: Run): void {
  require((version as number) === 1, 'version: must be 1.');
  const isList = Array.isArray(nodes) && nodes.length >= 1 && nodes.length <= MOST_NODES;
  require(isList, `nodes: must be a list of 1 to ${MOST_NODES} node ids.`);
  const odd = nodes.find((id) => typeof id !== 'string' || !NODE_ID.test(id));
  require(odd === undefined, `nodes: "${odd}" must be 1 to 16 letters, digits, dots, dashes or underscores.`);
  const twice = nodes.find((id, at) => nodes.indexOf(id) !== at);
  require(twice === undefined, `nodes: must not name "${twice}" twice.`);
  requireWithin(seed, 0, Number.MAX_SAFE_INTEGER, 'seed', true);
  requireWithin(clients, 0, MOST_CLIENTS, 'clients', true);
  checkNetwork(network ?? {}, 'network.');
  if (disk !== undefined) checkDisk(disk.latencyMs, 'disk.');
  require(faults.length <= MOST_FAULTS, `faults: has ${faults.length}; use at most ${MOST_FAULTS}.`);
  faults.forEach((fault, at) => checkFaultNumbers(fault, `faults[${at}].`));
}

function checkFaultNumbers(fault: Fault, prefix: string): void {
  requireWithin(fault.atMs, 0, LONGEST_RUN_MS, `${prefix}atMs`);
  require(Object.hasOwn(KINDS, fault.kind), `${prefix}kind: must be one of ${FAULT_KINDS.join(', ')}.`);
  if (fault.kind === 'configure') {
    checkNetwork(fault.network ?? {}, `${prefix}network.`);
    if (fault.disk !== undefined) checkDisk(fault.disk.latencyMs, `${prefix}disk.`);
  }
  if (fault.kind === 'disk') checkDisk(fault.latencyMs, prefix);
  if (fault.kind === 'throttle') requireWithin(fault.everyMs, 0, LONGEST_SLOWNESS_MS, `${prefix}everyMs`);
  if (fault.kind === 'stall') requireWithin(fault.ms, SHORTEST_STALL_MS, LONGEST_SLOWNESS_MS, `${prefix}ms`);
  if (fault.kind === 'link') checkNetwork(fault, prefix);
  if (fault.kind === 'clock') {
    requireWithin(fault.rate ?? 1, ...CLOCK_RATES, `${prefix}rate`);
    requireWithin(fault.offsetMs ?? 0, -LONGEST_OFFSET_MS, LONGEST_OFFSET_MS, `${prefix}offsetMs`);
  }
}

function checkNetwork(
  { latencyMs = [1, 1], lossRatio = 0, duplicateRatio = 0 }: Partial<Network>,
  prefix: string,
): void {
  const [least, most] = latencyMs;
  require(least >= 1 &&
    least <= most &&
    most <=
      LONGEST_LATENCY_MS, `${prefix}latencyMs: must be the smallest and the largest latency, from 1 to ${LONGEST_LATENCY_MS} milliseconds.`);
  requireWithin(lossRatio, 0, 1, `${prefix}lossRatio`);
  requireWithin(duplicateRatio, 0, 1, `${prefix}duplicateRatio`);
}

function checkDisk([least, most]: DiskLatency, prefix: string): void {
  require(least >= 0 &&
    least <= most &&
    most <=
      LONGEST_SLOWNESS_MS, `${prefix}latencyMs: must be how long a write takes at least and at most, from 0 to ${LONGEST_SLOWNESS_MS} milliseconds.`);
}

function require(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}

/** Both bounds included; NaN is not within. */
function requireWithin(value: number, min: number, max: number, field: string, whole = false): void {
  require(typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (!whole ||
      Number.isInteger(
        value,
      )), `${field}: must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, not ${String(value)}.`);
}

/** In order of time. */
function checkInstants(faults: readonly Fault[]): void {
  let from = 0;
  for (let at = 0; at < faults.length; at += 1) {
    if (faults[at]!.atMs !== faults[from]!.atMs) from = at;
    if (at - from < MOST_FAULTS_AT_ONCE) continue;
    throw new Error(
      `faults: more than ${MOST_FAULTS_AT_ONCE} happen at ${faults[at]!.atMs / 1000} s; let them happen at different times.`,
    );
  }
}

function checkNames(run: Run): void {
  const ids = membersOf(run).map(({ id }) => id);
  const taken = run.nodes.find((id, at) => ids.indexOf(id, at + 1) >= 0);
  if (taken !== undefined) {
    throw new Error(`nodes: must not name "${taken}": that is what the run calls its store or a client.`);
  }
  if (run.bootstrap == null) return;
  if (!systemOfRun(run).bootstraps) {
    throw new Error(
      `bootstrap: means nothing to protocol "${run.protocol}", whose nodes all start as replicas; leave it out.`,
    );
  }
  checkNode(run.bootstrap, run.nodes, 'bootstrap');
}

/** As far as it can be foreseen: that what is on its way fits into a machine, at the start and after every change. */
function checkAir(run: ResolvedRun): void {
  let configs: Configs = run;
  let { network } = run;
  const changed = new Map<string, Network>();
  const check = (prefix: string): void => {
    // As if all were like the one that sends most.
    for (const config of everyConfig(configs)) {
      const sentence = whyTooMuch(run, config, network, [...changed.values()]);
      if (sentence !== null) throw new Error(prefix + sentence);
    }
  };
  check('');
  for (const fault of run.faults) {
    if (!changesAir(fault)) continue;
    if (fault.kind === 'healAll') changed.clear();
    else if (fault.kind === 'configure') {
      configs = changedConfigs(configs, fault);
      network = { ...network, ...fault.network };
      for (const [link, own] of changed) changed.set(link, { ...own, ...fault.network });
    } else {
      const link = `${fault.from} ${fault.to}`;
      if (run.nodes.includes(fault.from) && run.nodes.includes(fault.to)) {
        changed.set(link, { ...(changed.get(link) ?? network), ...fault });
      }
    }
    if (fault.kind !== 'healAll') check(`From ${fault.atMs / 1000} s on: `);
  }
}

type ChangesAir = Extract<Fault, { kind: 'healAll' | 'configure' | 'link' }>;
const changesAir = (fault: Fault): fault is ChangesAir =>
  fault.kind === 'healAll' || fault.kind === 'configure' || fault.kind === 'link';

/** The names, the bounds, and that the numbers agree with each other, at the start and after every change. */
function checkSettings(run: Run): void {
  const protocol = systemOfRun(run);
  checkFields(protocol, run, '');
  checkNodeFields(protocol, run);
  let configs: Configs = resolveRun({ ...run, faults: [] });
  let { safeguards = {} } = run;
  checkAgreements(protocol, configs, safeguards, '');
  // In the order in which they happen, which need not be that of the list.
  const inTime = [...(run.faults ?? []).entries()].sort(([, a], [, b]) => a.atMs - b.atMs);
  inTime.forEach(([at, fault]) => {
    if (fault.kind !== 'configure') return;
    checkFields(protocol, fault, `faults[${at}].`);
    configs = changedConfigs(configs, fault);
    safeguards = { ...safeguards, ...fault.safeguards };
    checkAgreements(protocol, configs, safeguards, `faults[${at}]: `);
  });
}

/** On every node, with what it has of its own. */
function checkAgreements(
  protocol: AnyProtocol,
  configs: Configs,
  safeguards: Safeguards,
  prefix: string,
): void {
  const check = (config: Config, whose: string): void => {
    const contradiction = protocol.checkConfig(config, safeguards);
    if (contradiction !== null) throw new Error(prefix + whose + contradiction);
  };
  check(configs.config, '');
  for (const node of Object.keys(configs.nodeConfig ?? {})) check(configFor(node, configs), `On ${node}: `);
}

function checkNodeFields(protocol: AnyProtocol, { nodes, nodeConfig = {} }: Run): void {
  for (const [node, config] of Object.entries(nodeConfig)) {
    checkNode(node, nodes, 'nodeConfig');
    checkFields(protocol, { config }, `nodeConfig.${node}.`, '');
  }
}

function checkFields(
  protocol: AnyProtocol,
  given: Pick<Run, 'config' | 'safeguards'>,
  prefix: string,
  part = 'config.',
): void {
  for (const [name, value] of Object.entries(given.config ?? {})) {
    const field = protocol.config.find((candidate) => candidate.name === name);
    if (field === undefined) {
      const known = protocol.config.map((candidate) => candidate.name).join(', ');
      throw new Error(
        `${prefix}${part}${name}: is not a setting of protocol "${protocol.id}"; it has ${known}.`,
      );
    }
    if (!Number.isInteger(value) || value < field.min || value > field.max) {
      const unit = field.unit === '' ? '' : ` ${field.unit}`;
      throw new Error(
        `${prefix}${part}${name}: must be a whole number from ${field.min} to ${field.max}${unit}.`,
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
  if (fault.kind === 'transfer' && fault.node === fault.to) {
    throw new Error(`${prefix}to: must be another node than "node"; nobody hands over to itself.`);
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
