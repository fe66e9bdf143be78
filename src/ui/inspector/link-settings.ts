/** The settings of one direction of a link, from what a person typed to the fault that sets them. */
import type { FaultAction } from '../../sim/run';
import type { LinkSnapshot } from '../../sim/view';
import { parseBounded, type Bounds } from './bounds';

export type SettingName = 'latencyMin' | 'latencyMax' | 'loss' | 'duplicate';

export interface Setting extends Bounds {
  readonly name: SettingName;
}

/** A minute on the way is as good as lost. */
const LONGEST_MS = 60_000;

export const SETTINGS: readonly Setting[] = [
  { name: 'latencyMin', label: 'Shortest latency', min: 1, max: LONGEST_MS, unit: ' ms' },
  { name: 'latencyMax', label: 'Longest latency', min: 1, max: LONGEST_MS, unit: ' ms' },
  { name: 'loss', label: 'Loss', min: 0, max: 100, unit: ' %' },
  { name: 'duplicate', label: 'Duplication', min: 0, max: 100, unit: ' %' },
];

export function settingOf(link: LinkSnapshot, name: SettingName): number {
  switch (name) {
    case 'latencyMin':
      return link.latencyMs[0];
    case 'latencyMax':
      return link.latencyMs[1];
    case 'loss':
      return percent(link.lossRatio);
    case 'duplicate':
      return percent(link.duplicateRatio);
    default:
      return name satisfies never;
  }
}

/** Throws a sentence on what cannot be. A latency that passes the other end of its range takes that along. */
export function settingFault(link: LinkSnapshot, setting: Setting, text: string): FaultAction {
  const value = parseBounded(text, setting);
  const { from, to, latencyMs } = link;
  switch (setting.name) {
    case 'latencyMin':
      return { kind: 'link', from, to, latencyMs: [value, Math.max(value, latencyMs[1])] };
    case 'latencyMax':
      return { kind: 'link', from, to, latencyMs: [Math.min(value, latencyMs[0]), value] };
    case 'loss':
      return { kind: 'link', from, to, lossRatio: value / 100 };
    case 'duplicate':
      return { kind: 'link', from, to, duplicateRatio: value / 100 };
    default:
      return setting.name satisfies never;
  }
}

/** Without the dust that binary fractions leave. */
const percent = (ratio: number): number => Math.round(ratio * 1e6) / 1e4;
