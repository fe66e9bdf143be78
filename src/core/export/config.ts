/** The timing of export rounds. */
import type { Config, ConfigField } from '../protocol';

/** All in milliseconds; the rounds and the lease are measured on wall clocks, the rest on the node's monotonic one. */
export interface ExportConfig {
  readonly exportEveryMs: number;
  readonly exportLeaseMs: number;
  readonly exportWorkMs: number;
  readonly storeTimeoutMs: number;
}

const HOUR_MS = 3_600_000;

export const EXPORT_CONFIG_FIELDS: readonly ConfigField[] = [
  {
    name: 'exportEveryMs',
    label: 'Export round',
    unit: 'ms',
    min: 2000,
    max: HOUR_MS,
    default: 10_000,
    help: 'How often one node is to do an export, by the wall clocks of all: shorter exports more often, and leaves less time for each.',
  },
  {
    name: 'exportLeaseMs',
    label: 'Export lease',
    unit: 'ms',
    min: 1000,
    max: HOUR_MS,
    // Whole seconds already, as they are used.
    default: (config) => Math.max(1, Math.floor((fieldOf(config, 'exportEveryMs') * 4) / 5000)) * 1000,
    help: 'How long a round belongs to the node that won it, in whole seconds: longer tolerates more skew between clocks, and blocks longer after a crash.',
  },
  {
    name: 'exportWorkMs',
    label: 'Export work',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 2000,
    help: 'How long one export takes: longer leaves more time for it to be killed, given up or overtaken.',
  },
  {
    name: 'storeTimeoutMs',
    label: 'Store timeout',
    unit: 'ms',
    min: 1,
    max: HOUR_MS,
    default: 500,
    help: 'How long a node waits for the store before it asks again, then twice as long, up to eight times: shorter recovers sooner from loss, and sends more.',
  },
];

/** Contradictions between fields that are each within their bounds; null when there are none. */
export function checkExportConfig(config: Config): string | null {
  const { exportEveryMs, exportLeaseMs, exportWorkMs, storeTimeoutMs } = exportConfig(config);
  if (exportLeaseMs >= exportEveryMs) {
    return `exportLeaseMs (${exportLeaseMs}) must be below exportEveryMs (${exportEveryMs}), or a round is still taken when the next one begins.`;
  }
  const leaseMs = leaseSecsOf(exportLeaseMs) * 1000;
  if (exportWorkMs >= leaseMs) {
    const used = leaseMs === exportLeaseMs ? '' : `, of which whole seconds count`;
    return `exportWorkMs (${exportWorkMs}) must be below exportLeaseMs (${exportLeaseMs}${used}), or the lease is over before the work is done.`;
  }
  if (exportWorkMs + storeTimeoutMs >= leaseMs) {
    return `exportWorkMs (${exportWorkMs}) + storeTimeoutMs (${storeTimeoutMs}) must stay below exportLeaseMs (${exportLeaseMs}), or one request to the store that is lost ends a lease before the work is done; shorten either of the two, or lengthen exportLeaseMs.`;
  }
  return null;
}

/** Absent fields take their defaults. */
export function exportConfig(config: Config): ExportConfig {
  return {
    exportEveryMs: fieldOf(config, 'exportEveryMs'),
    exportLeaseMs: fieldOf(config, 'exportLeaseMs'),
    exportWorkMs: fieldOf(config, 'exportWorkMs'),
    storeTimeoutMs: fieldOf(config, 'storeTimeoutMs'),
  };
}

/** A lease record counts in seconds. */
export function leaseSecsOf(exportLeaseMs: number): number {
  return Math.max(1, Math.floor(exportLeaseMs / 1000));
}

function fieldOf(config: Config, name: keyof ExportConfig): number {
  const given = config[name];
  if (given !== undefined) return given;
  const field = EXPORT_CONFIG_FIELDS.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`no config field is named ${name}`);
  return typeof field.default === 'function' ? field.default(config) : field.default;
}
