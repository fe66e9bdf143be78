/**
 * All that the members of a cluster run: a protocol, and beside it what a run adds: clients with their register, exports,
 * a shared store. To everybody else the whole of it looks like one protocol with more verbs, settings and safeguards.
 */
import { EXPORT_CONFIG_FIELDS, checkExportConfig } from './export/config';
import { STORE_WIRE } from './store/message';
import { STORE_VERBS, describeStoreMessage } from './store/words';
import { StoreProgram } from './store/program';
import type { NodeId, Program, WireMessage } from './program';
import type { AnyProtocol, Boot, Codec, Config, ConfigField, VerbLook } from './protocol';
import { makeCodec } from './wire/resp-codec';
import { RegisterClient } from './register/client';
import { REGISTER_CONFIG_FIELDS, REGISTER_SAFEGUARDS, checkRegisterConfig } from './register/config';
import { REGISTER_NONE_FIELDS, REGISTER_WIRE } from './register/message';
import { REGISTER_VERBS, describeRegisterMessage } from './register/words';
import { protocolById } from './registry';
import { ServerProgram } from './server';
import type { Part } from './service';

export const MOST_CLIENTS = 5;
export const STORE_ID: NodeId = 'store';

/** What decides about the members and their programs. */
export interface SystemSpec {
  readonly protocol: string;
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

/** Throws a sentence on an unknown protocol. The same object again for equal specs. */
export function systemOf(spec: SystemSpec): System {
  const { protocol, clients, exports } = spec;
  const key = `${protocol}/${clients}/${exports}`;
  const known = systems.get(key);
  if (known !== undefined) return known;
  const system = makeSystem({ protocol, clients, exports });
  systems.set(key, system);
  return system;
}

const systems = new Map<string, System>();

export const clientId = (place: number): NodeId => `c${place + 1}`;

function makeSystem(spec: SystemSpec): System {
  const elector = protocolById(spec.protocol);
  const hasClients = spec.clients > 0;
  const hasStore = elector.store !== undefined || spec.exports;
  const isServer = hasClients || spec.exports;

  const members = (nodes: readonly NodeId[]): readonly Member[] => [
    ...nodes.map((id) => ({ id, part: 'node' }) as const),
    ...(hasStore ? [{ id: STORE_ID, part: 'store' } as const] : []),
    ...Array.from({ length: spec.clients }, (_, place) => ({ id: clientId(place), part: 'client' }) as const),
  ];

  const startPart = (part: Part, boot: Boot, state?: unknown): Program => {
    switch (part) {
      case 'store':
        return new StoreProgram(boot, state as never);
      case 'client':
        return new RegisterClient(boot, state as never);
      case 'node':
        if (isServer) return new ServerProgram(elector, spec, boot, state as never);
        return state === undefined ? elector.create(boot) : elector.restore(boot, state);
    }
  };

  const safeguards = hasClients ? merged(elector.safeguards, REGISTER_SAFEGUARDS) : elector.safeguards;
  const withRegister = hasClients ? merged(elector.config, REGISTER_CONFIG_FIELDS) : elector.config;
  const config: readonly ConfigField[] = spec.exports
    ? merged(withRegister, EXPORT_CONFIG_FIELDS)
    : withRegister;
  const verbs: readonly VerbLook[] = [
    ...elector.verbs,
    ...(hasStore && elector.store === undefined ? STORE_VERBS : []),
    ...(hasClients ? REGISTER_VERBS : []),
  ];
  const ownVerbs = new Set(Object.keys(elector.codec.spec));

  return {
    ...elector,
    spec,
    elector,
    config,
    safeguards,
    verbs,
    codec: codecOf(elector, hasStore, hasClients),
    readsWall: hasStore,
    checkConfig: (values: Config) =>
      elector.checkConfig(values) ??
      (hasClients ? checkRegisterConfig(values) : null) ??
      (spec.exports ? checkExportConfig(values) : null),
    describe(message: WireMessage): string {
      if (ownVerbs.has(message.verb)) return elector.describe(message);
      if (message.verb in STORE_WIRE) return describeStoreMessage(message as never);
      return describeRegisterMessage(message as never);
    },
    members,
    createPart: (part, boot) => startPart(part, boot),
    restorePart: (part, boot, state) => startPart(part, boot, state),
  };
}

function codecOf(elector: AnyProtocol, hasStore: boolean, hasClients: boolean): Codec {
  if (!hasClients && (!hasStore || elector.store !== undefined)) return elector.codec as Codec;
  const spec = {
    ...elector.codec.spec,
    ...(hasStore && STORE_WIRE),
    ...(hasClients && REGISTER_WIRE),
  };
  return makeCodec(spec, new Set([...elector.codec.noneFields, ...(hasClients ? REGISTER_NONE_FIELDS : [])]));
}

/** What the protocol names itself is not listed twice: its own default and words stand. */
function merged<T extends { readonly name: string }>(own: readonly T[], more: readonly T[]): readonly T[] {
  return [...own, ...more.filter(({ name }) => own.every((field) => field.name !== name))];
}
