/**
 * Every protocol that the playground can run. A new one is a folder in `protocols/` and a line here.
 *
 * What a run needs is loaded when a run needs it: its protocol, and the packs that it has beside that. Whoever makes a
 * world sees to it first (`loadSystem` in `system.ts`); from then on everything is looked up at once. Where it does not
 * matter how much is loaded, `everything.ts` has it all at hand.
 */
import type { ExportsPack, LogPack, RegisterPack, ServerPack, StorePack } from './pack';
import type { About, AnyProtocol } from './protocol';
import { BALLOT } from './protocols/ballot-lease/about';
import { KEVY } from './protocols/kevy/about';
import { KUBERNETES } from './protocols/kubernetes-lease/about';
import { OWN } from './protocols/own/about';
import { QUORUM } from './protocols/quorum/about';
import { RAFT } from './protocols/raft/about';

export interface ProtocolEntry extends About {
  readonly load: () => Promise<AnyProtocol>;
}

/** In the order of the picker; the first is the default. */
export const PROTOCOLS: readonly ProtocolEntry[] = [
  { ...QUORUM, load: () => import('./protocols/quorum/protocol').then((own) => own.quorumProtocol) },
  { ...KEVY, load: () => import('./protocols/kevy/protocol').then((own) => own.kevyProtocol) },
  { ...BALLOT, load: () => import('./protocols/ballot-lease/protocol').then((own) => own.ballotProtocol) },
  {
    ...KUBERNETES,
    load: () => import('./protocols/kubernetes-lease/protocol').then((own) => own.kubernetesProtocol),
  },
  { ...RAFT, load: () => import('./protocols/raft/protocol').then((own) => own.raftProtocol) },
];

/** What the `protocol` of a run may be: one of these, or what somebody wrote. */
export const PROTOCOL_IDS: readonly string[] = [...PROTOCOLS, OWN].map(({ id }) => id);

/** What a run may have beside its protocol. */
export interface Packs {
  readonly store: StorePack;
  readonly register: RegisterPack;
  readonly exports: ExportsPack;
  readonly log: LogPack;
  /** A node that does more than elect. */
  readonly server: ServerPack;
}

const PACKS: { readonly [Name in keyof Packs]: () => Promise<Packs[Name]> } = {
  store: () => import('./store/pack').then((own) => own.storePack),
  register: () => import('./register/pack').then((own) => own.registerPack),
  exports: () => import('./export/pack').then((own) => own.exportsPack),
  log: () => import('./replicated-log/pack').then((own) => own.logPack),
  server: () => import('./server').then((own) => own.serverPack),
};

/** Which protocol a run is of. */
export interface Which {
  readonly protocol: string;
  /** The text of the protocol itself, where somebody wrote it: `protocol` is "own" then. */
  readonly source?: string | undefined;
}

const protocols = new Map<string, AnyProtocol>();
/** Those that somebody wrote, by their text. */
const written = new Map<string, AnyProtocol>();
let readSource: ((source: string) => Promise<AnyProtocol>) | null = null;
const packs: { -readonly [Name in keyof Packs]?: Packs[Name] } = {};

/** From now on it is at hand. */
export function addProtocol(protocol: AnyProtocol): void {
  protocols.set(protocol.id, protocol);
}

/** From now on what is written there is at hand. */
export function addWritten(source: string, protocol: AnyProtocol): void {
  written.set(source, protocol);
}

/** How a text becomes a protocol: where it may run, and whether it may, is for others to say. */
export function readSourcesBy(read: (source: string) => Promise<AnyProtocol>): void {
  readSource = read;
}

export function addPack<Name extends keyof Packs>(name: Name, pack: Packs[Name]): void {
  packs[name] = pack;
}

export const hasProtocol = (which: Which): boolean => known(which) !== undefined;
export const hasPack = (name: keyof Packs): boolean => packs[name] !== undefined;

/** What is known of it without loading it. Throws a sentence that lists the known ids. */
export function aboutProtocol(id: string): About {
  if (id === OWN.id) return OWN;
  return entryOf(id);
}

function entryOf(id: string): ProtocolEntry {
  const found = PROTOCOLS.find((protocol) => protocol.id === id);
  if (found !== undefined) return found;
  const known = PROTOCOLS.map((protocol) => `"${protocol.id}"`).join(', ');
  throw new RangeError(`protocol: "${id}" is not known here; use one of ${known}.`);
}

const known = ({ protocol, source }: Which): AnyProtocol | undefined =>
  protocol === OWN.id && source !== undefined ? written.get(source) : protocols.get(protocol);

/** Throws a sentence if it is not known, or not loaded. */
export function protocolOf(which: Which): AnyProtocol {
  const found = known(which);
  if (found !== undefined) return found;
  if (which.protocol === OWN.id) throw new RangeError(whySourceless(which) ?? 'source: is not loaded yet.');
  const { id } = entryOf(which.protocol);
  throw new RangeError(`protocol: "${id}" is not loaded; load the system of a run first.`);
}

export const protocolById = (id: string): AnyProtocol => protocolOf({ protocol: id });

/** What is wrong with having that source, or none, in a sentence; null for nothing. */
export function whySourceless({ protocol, source }: Which): string | null {
  if (protocol !== OWN.id)
    return source === undefined ? null : `source: belongs to protocol "${OWN.id}" alone; leave it out.`;
  return typeof source === 'string' && source.trim() !== ''
    ? null
    : `source: is missing: protocol "${OWN.id}" is what its text says.`;
}

/** Throws a sentence if it is not loaded. */
export function packNamed<Name extends keyof Packs>(name: Name): Packs[Name] {
  const found = packs[name];
  if (found !== undefined) return found;
  throw new RangeError(`${name}: is not loaded; load the system of a run first.`);
}

/** Rejects with what the loader rejects with; the next call tries again. Throws a sentence on an unknown id. */
export function loadProtocol(which: Which): Promise<AnyProtocol> {
  if (which.protocol === OWN.id) return loadWritten(which);
  return entryOf(which.protocol)
    .load()
    .then((protocol) => {
      addProtocol(protocol);
      return protocol;
    });
}

function loadWritten(which: Which): Promise<AnyProtocol> {
  const { source } = which;
  const wrong = whySourceless(which);
  if (source === undefined || wrong !== null) throw new RangeError(wrong ?? '');
  if (readSource === null) throw new RangeError('source: protocols of one’s own cannot be run here.');
  return readSource(source).then((protocol) => {
    addWritten(source, protocol);
    return protocol;
  });
}

export function loadPacks(names: readonly (keyof Packs)[]): Promise<void> {
  return Promise.all(names.map(loadPack)).then(() => undefined);
}

function loadPack<Name extends keyof Packs>(name: Name): Promise<void> {
  return PACKS[name]().then((pack) => addPack(name, pack));
}

/** For those who compare all protocols. */
export function loadEverything(): Promise<void> {
  const missing = PROTOCOLS.map(({ id }) => ({ protocol: id }))
    .filter((which) => !hasProtocol(which))
    .map(loadProtocol);
  const names = (Object.keys(PACKS) as (keyof Packs)[]).filter((name) => !hasPack(name));
  return Promise.all([...missing, loadPacks(names)]).then(() => undefined);
}
