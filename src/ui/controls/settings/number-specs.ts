/** Every number that a person may set: its words, its unit and its bounds. */
import type { AnyProtocol, ConfigField } from '../../../core/protocol';
import { REGISTER_CONFIG_FIELDS } from '../../../core/register/config';
import type { System } from '../../../core/system';

export interface NumberSpec {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly help: string;
  /** Left empty, it follows from the others. */
  readonly optional: boolean;
  /** It is a switch: 0 is off, 1 is on. */
  readonly toggle: boolean;
}

/** Numbers under one heading. */
export interface NumberGroup {
  readonly title: string;
  readonly specs: readonly NumberSpec[];
}

const MINUTE_MS = 60_000;

const LATENCY_MIN: NumberSpec = {
  key: 'latencyMinMs',
  label: 'Latency, least',
  unit: 'ms',
  min: 1,
  max: MINUTE_MS,
  whole: false,
  help: '',
  optional: false,
  toggle: false,
};
const LATENCY_MAX: NumberSpec = {
  ...LATENCY_MIN,
  key: 'latencyMaxMs',
  label: 'Latency, most',
  help: 'Each message draws its own latency between the two.',
};
const LOSS: NumberSpec = {
  key: 'lossPercent',
  label: 'Loss',
  unit: '%',
  min: 0,
  max: 100,
  whole: false,
  help: 'How many of all messages vanish on their way.',
  optional: false,
  toggle: false,
};
const DUPLICATION: NumberSpec = {
  ...LOSS,
  key: 'duplicatePercent',
  label: 'Duplication',
  help: 'How many arrive twice.',
};

export const NETWORK_SPECS: readonly NumberSpec[] = [LATENCY_MIN, LATENCY_MAX, LOSS, DUPLICATION];

const DISK_MIN: NumberSpec = {
  ...LATENCY_MIN,
  key: 'diskMinMs',
  label: 'Disk write, least',
  min: 0,
};
const DISK_MAX: NumberSpec = {
  ...DISK_MIN,
  key: 'diskMaxMs',
  label: 'Disk write, most',
  help: 'How long a node is busy with each durable write; what it decided leaves only then.',
};

export const DISK_SPECS: readonly NumberSpec[] = [DISK_MIN, DISK_MAX];

export const SEED_SPEC: NumberSpec = {
  key: 'seed',
  label: 'Seed',
  unit: '',
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  whole: true,
  help: 'All chance in a run comes from this number: the same seed, the same run.',
  optional: false,
  toggle: false,
};

export function configSpecs(protocol: Pick<AnyProtocol, 'config'>): readonly NumberSpec[] {
  return protocol.config.map(specOf);
}

/** By what they are about. What the elector shares with others is its own. */
export function configGroups({
  config,
  elector,
}: Pick<System, 'config' | 'elector'>): readonly NumberGroup[] {
  const isIn = (fields: readonly ConfigField[], { name }: ConfigField) =>
    fields.some((field) => field.name === name);
  const rest = config.filter((field) => !isIn(elector.config, field));
  const groups = [
    { title: 'Elector', specs: elector.config.map(specOf) },
    {
      title: 'Clients and register',
      specs: rest.filter((field) => isIn(REGISTER_CONFIG_FIELDS, field)).map(specOf),
    },
    { title: 'Exports', specs: rest.filter((field) => !isIn(REGISTER_CONFIG_FIELDS, field)).map(specOf) },
  ];
  return groups.filter(({ specs }) => specs.length > 0);
}

const specOf = (field: ConfigField): NumberSpec => ({
  key: field.name,
  label: field.label,
  unit: field.unit,
  min: field.min,
  max: field.max,
  whole: true,
  help: field.help,
  optional: typeof field.default === 'function',
  toggle: field.toggle === true,
});
