/**
 * All that the members of a cluster run: a protocol, and beside it what a run adds: clients with their register, exports,
 * a shared store. To everybody else the whole of it looks like one protocol with more verbs, settings and safeguards.
 */
import type { Pack } from './pack';
import type { NodeId, Program, WireMessage } from './program';
import type { AnyProtocol, Boot, Codec, ConfigField, SafeguardField, VerbLook, Words } from './protocol';
import {
  hasPack,
  hasProtocol,
  loadPacks,
  loadProtocol,
  packNamed,
  protocolOf,
  type Packs,
  type Which,
} from './registry';
import type { Part } from './service';
import { makeCodec } from './wire/resp-codec';

export const MOST_CLIENTS = 5;
export const STORE_ID: NodeId = 'store';

/** What decides about the members and their programs. */
export interface SystemSpec extends Which {
  /** How many clients write; 0 … `MOST_CLIENTS`. None: no register either. */
  readonly clients: number;
  /** Whether the nodes do exports. */
  readonly exports: boolean;
}

export interface Member {
  readonly id: NodeId;
  readonly part: Part;
}

export interface System extends AnyProtocol {
  readonly spec: SystemSpec;
  /** The elector without what is beside it. */
  readonly elector: AnyProtocol;
  /** Whether anything here reads the wall clock, and has to hear when it is set. */
  readonly readsWall: boolean;
  /** Everybody in a cluster of these nodes: the nodes first, then the store, then the clients. */
  members(nodes: readonly NodeId[]): readonly Member[];
  createPart(part: Part, boot: Boot): Program;
  restorePart(part: Part, boot: Boot, state: unknown): Program;
}

/**
 * Null if all that such a run needs is at hand, or else what to wait for before a world is made of it. It rejects with what
 * a loader rejects with; the next call tries again. Throws a sentence on an unknown protocol.
 */
export function loadSystem(spec: SystemSpec): Promise<void> | null {
  // Only the protocol itself says what it needs.
  if (!hasProtocol(spec)) {
    return loadProtocol(spec).then((elector) => loadPacks(missingPacks(spec, elector)));
  }
  const missing = missingPacks(spec, protocolOf(spec));
  return missing.length === 0 ? null : loadPacks(missing);
}

function packsOf({ clients, exports }: SystemSpec, elector: AnyProtocol): readonly (keyof Packs)[] {
  return [
    ...(elector.store !== undefined || exports ? (['store'] as const) : []),
    ...(clients > 0 ? (['register'] as const) : []),
    ...(exports ? (['exports'] as const) : []),
    ...(clients > 0 || exports ? (['server'] as const) : []),
    ...(elector.replicatesLog === true ? (['log'] as const) : []),
  ];
}

const missingPacks = (spec: SystemSpec, elector: AnyProtocol): readonly (keyof Packs)[] =>
  packsOf(spec, elector).filter((name) => !hasPack(name));

/** Throws a sentence on an unknown protocol, and on one that is not loaded. The same object again for equal specs. */
export function systemOf(spec: SystemSpec): System {
  const { protocol, source, clients, exports } = spec;
  const elector = protocolOf(spec);
  let ofElector = systems.get(elector);
  if (ofElector === undefined) systems.set(elector, (ofElector = new Map()));
  const key = `${clients}/${exports}`;
  const known = ofElector.get(key);
  if (known !== undefined) return known;
  const which = source === undefined ? { protocol } : { protocol, source };
  const system = makeSystem({ ...which, clients, exports }, elector);
  ofElector.set(key, system);
  return system;
}

const systems = new WeakMap<AnyProtocol, Map<string, System>>();

export const clientId = (place: number): NodeId => `c${place + 1}`;

function makeSystem(spec: SystemSpec, elector: AnyProtocol): System {
  const electsByStore = elector.store !== undefined;
  const hasStore = electsByStore || spec.exports;
  const store = hasStore ? packNamed('store') : null;
  const registers = spec.clients > 0 ? packNamed('register') : null;
  const register: Pack | null = elector.replicatesLog === true ? (registers?.throughLog ?? null) : registers;
  const exports = spec.exports ? packNamed('exports') : null;
  const server = registers !== null || exports !== null ? packNamed('server') : null;
  const services = [register, exports].filter((pack) => pack !== null);
  // Where the protocol itself speaks to the store, those are its own words.
  const speaking: readonly Pack[] = [
    ...(store !== null && !electsByStore ? [store] : []),
    ...(register !== null ? [register] : []),
  ];

  const members = (nodes: readonly NodeId[]): readonly Member[] => [
    ...nodes.map((id) => ({ id, part: 'node' }) as const),
    ...(hasStore ? [{ id: STORE_ID, part: 'store' } as const] : []),
    ...Array.from({ length: spec.clients }, (_, place) => ({ id: clientId(place), part: 'client' }) as const),
  ];

  const startPart = (part: Part, boot: Boot, state?: unknown): Program => {
    switch (part) {
      case 'store':
        return startMember(store, part, boot, elector.words, state);
      case 'client':
        return startMember(register, part, boot, elector.words, state);
      case 'node':
        if (server !== null)
          return server.createServer(elector, { register: registers, exports }, boot, state);
        return state === undefined ? elector.create(boot) : elector.restore(boot, state);
    }
  };

  const ownVerbs = new Set(Object.keys(elector.codec.spec));

  return {
    ...elector,
    spec,
    elector,
    config: services
      .reduce<readonly ConfigField[]>((own, pack) => merged(own, pack.config), elector.config)
      .map((field) => withDefault(field, elector.clientDefaults?.[field.name])),
    // A log is replicated by the protocol's own rules.
    safeguards: (elector.replicatesLog === true ? [] : services).reduce<readonly SafeguardField[]>(
      (own, pack) => merged(own, pack.safeguards),
      elector.safeguards,
    ),
    verbs: speaking.reduce<readonly VerbLook[]>((own, pack) => [...own, ...pack.verbs], elector.verbs),
    codec: codecOf(elector, speaking),
    readsWall: hasStore,
    // A service may answer to what changes beside the election, as a primary that gains authority.
    isQuiet: hasStore || server !== null ? undefined : elector.isQuiet,
    checkConfig: (values, off) =>
      elector.checkConfig(values, off) ??
      register?.checkConfig(values) ??
      exports?.checkConfig(values) ??
      null,
    concerns: (values, latencyMs) =>
      [elector, register, exports].flatMap((part) => part?.concerns?.(values, latencyMs) ?? []),
    describe(message: WireMessage): string {
      if (ownVerbs.has(message.verb)) return elector.describe(message);
      return (
        speaking.find(({ wire }) => message.verb in wire)?.describe(message, elector.words) ?? message.verb
      );
    },
    members,
    createPart: (part, boot) => startPart(part, boot),
    restorePart: (part, boot, state) => startPart(part, boot, state),
  };
}

function startMember(pack: Pack | null, part: Part, boot: Boot, words: Words, state?: unknown): Program {
  const program = pack?.createMember?.(boot, words, state);
  if (program === undefined) throw new Error(`a run without a ${part} starts none`);
  return program;
}

function codecOf(elector: AnyProtocol, speaking: readonly Pack[]): Codec {
  if (speaking.length === 0) return elector.codec as Codec;
  const spec = Object.assign({}, elector.codec.spec, ...speaking.map(({ wire }) => wire));
  return makeCodec(
    spec,
    new Set([...elector.codec.noneFields, ...speaking.flatMap(({ noneFields }) => noneFields)]),
  );
}

function withDefault(field: ConfigField, own: number | undefined): ConfigField {
  return own === undefined ? field : { ...field, default: own };
}

/** What the protocol names itself is not listed twice: its own default and words stand. */
function merged<T extends { readonly name: string }>(own: readonly T[], more: readonly T[]): readonly T[] {
  return [...own, ...more.filter(({ name }) => own.every((field) => field.name !== name))];
}
