/** The timing of clients and of the register that they write, and the two rules of it that may be switched off. */
import type { Config, ConfigField, SafeguardField, Safeguards } from '../protocol';

/** Milliseconds, on the client's or the node's own clock; and two switches. */
export interface RegisterConfig {
  readonly writeIntervalMs: number;
  readonly writeTimeoutMs: number;
  readonly giveUpMs: number;
  readonly leaderTtlMs: number;
  readonly replIntervalMs: number;
  readonly tlsRequired: boolean;
  readonly httpHints: boolean;
  /** Of all that clients do, per cent. */
  readonly readShare: number;
  readonly confirmReads: boolean;
}

export type RegisterSafeguardName = 'fencing' | 'majorityAck';
export type RegisterSafeguards = Readonly<Record<RegisterSafeguardName, boolean>>;

const HOUR_MS = 3_600_000;

export const REGISTER_CONFIG_FIELDS: readonly ConfigField[] = [
  {
    name: 'writeIntervalMs',
    label: 'Write interval',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 300,
    help: 'How often a client begins a write: shorter writes more, and notices a gap sooner.',
  },
  {
    name: 'writeTimeoutMs',
    label: 'Write timeout',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 1000,
    help: 'How long a client waits for an answer before it asks another node: shorter finds a new leader sooner, and asks twice on slow links.',
  },
  {
    name: 'giveUpMs',
    label: 'Give up after',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 5000,
    help: 'How long a client tries one write before it begins the next: longer abandons fewer writes to an unknown outcome.',
  },
  {
    name: 'leaderTtlMs',
    label: 'Leader remembered for',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 5000,
    help: 'How long a client prefers the leader that was last confirmed to others it hears of: shorter believes new hints sooner, outdated ones included.',
  },
  {
    name: 'replIntervalMs',
    label: 'Replication retry',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 500,
    help: 'How long the primary waits before it repeats a copy that was not acknowledged: shorter recovers sooner from loss, and sends more.',
  },
  {
    name: 'tlsRequired',
    label: 'Clients insist on TLS',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 1,
    help: 'On: clients reject hints that begin with http://, which would take them off TLS.',
  },
  {
    name: 'httpHints',
    label: 'Hints with http://',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 0,
    help: "An operator's mistake: on, nodes put http:// before the endpoints in their hints.",
  },
  {
    name: 'readShare',
    label: 'Reads',
    unit: '%',
    min: 0,
    max: 100,
    default: 0,
    help: 'How much of what clients do is reading what is written: at 0 they only write, at 100 they only read.',
  },
  {
    name: 'confirmReads',
    label: 'Reads ask a majority',
    unit: '',
    min: 0,
    max: 1,
    toggle: true,
    default: 0,
    help: 'On: even a leader that trusts its authority asks a majority before it answers a read, so that no successor can have written meanwhile.',
  },
];

export const REGISTER_SAFEGUARDS: readonly (SafeguardField & { readonly name: RegisterSafeguardName })[] = [
  {
    name: 'fencing',
    label: 'Fencing',
    protects:
      'A deposed primary that does not know it yet would overwrite copies with its own, and what its successor acknowledged would be lost.',
    needsClients: 2,
  },
  {
    name: 'majorityAck',
    label: 'Acknowledge only what a majority holds',
    protects: 'What only the primary has would be acknowledged, and lost with it.',
    needsClients: 2,
  },
];

/** Contradictions between fields that are each within their bounds; null when there are none. */
export function checkRegisterConfig(config: Config): string | null {
  const { writeTimeoutMs, giveUpMs } = registerConfig(config);
  if (writeTimeoutMs >= giveUpMs) {
    return `writeTimeoutMs (${writeTimeoutMs}) must be below giveUpMs (${giveUpMs}), or a client gives a write up before it has asked a second node.`;
  }
  return null;
}

/** To the leader, on to a copy, and back the same way. */
const WAYS_OF_A_WRITE = 4;

export function registerConcerns(
  config: Config,
  [least, most]: readonly [least: number, most: number],
): readonly string[] {
  const { writeTimeoutMs, giveUpMs } = registerConfig(config);
  if (giveUpMs <= WAYS_OF_A_WRITE * least) {
    return [
      `giveUpMs (${giveUpMs}) is not above the four latencies of a write (at least ${WAYS_OF_A_WRITE * least} ms): every write is given up before its answer is there.`,
    ];
  }
  if (writeTimeoutMs >= WAYS_OF_A_WRITE * most) return [];
  return [
    `writeTimeoutMs (${writeTimeoutMs}) is below the four latencies of a write (up to ${WAYS_OF_A_WRITE * most} ms): clients may ask another node while the answer is on its way.`,
  ];
}

/** Absent fields take their defaults. */
export function registerConfig(config: Config): RegisterConfig {
  return {
    writeIntervalMs: fieldOf(config, 'writeIntervalMs'),
    writeTimeoutMs: fieldOf(config, 'writeTimeoutMs'),
    giveUpMs: fieldOf(config, 'giveUpMs'),
    leaderTtlMs: fieldOf(config, 'leaderTtlMs'),
    replIntervalMs: fieldOf(config, 'replIntervalMs'),
    tlsRequired: fieldOf(config, 'tlsRequired') !== 0,
    httpHints: fieldOf(config, 'httpHints') !== 0,
    readShare: fieldOf(config, 'readShare'),
    confirmReads: fieldOf(config, 'confirmReads') !== 0,
  };
}

/** Everything is on unless it is switched off by name. */
export function registerSafeguards(safeguards: Safeguards): RegisterSafeguards {
  return { fencing: safeguards['fencing'] ?? true, majorityAck: safeguards['majorityAck'] ?? true };
}

function fieldOf(config: Config, name: keyof RegisterConfig): number {
  const given = config[name];
  if (given !== undefined) return given;
  const field = REGISTER_CONFIG_FIELDS.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`no config field is named ${name}`);
  return typeof field.default === 'function' ? field.default(config) : field.default;
}
