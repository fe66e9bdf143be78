/** A world between two windows, as plain data: what replay, forks and links back to an instant start from. */
import type { NodeLog } from '../../core/log';
import type { DiskRecord, Observation } from '../../core/program';
import type { Config, Safeguards } from '../../core/protocol';
import type { NodeClock } from '../clock';
import type { NodeConfig } from '../node-config';
import type { LinkState } from '../network/link';
import type { SavedProcess } from '../node/step';
import type { Network } from '../run';
import type { TraceMark } from '../trace/trace';
import type { NodeStatus } from '../view';
import type { Envelope } from './envelope';
import type { ImpairmentState } from './impairment';

export interface SlotState {
  readonly status: NodeStatus;
  readonly error: string | null;
  readonly incarnation: number;
  readonly disk: DiskRecord | null;
  readonly log: NodeLog;
  readonly clock: NodeClock;
  readonly wallOffsetMs: number;
  readonly observation: Observation;
  readonly observed: boolean;
  readonly authoritySpanUs: number;
  readonly rejectedFrames: number;
  readonly notBeforeUs: number;
  readonly wakeReadingUs: number;
  readonly held: readonly Envelope[];
  readonly impairment: ImpairmentState | null;
  /** Null for a node that is not running. */
  readonly process: SavedProcess | null;
}

export interface WorldState {
  readonly headUs: number;
  readonly faultsDone: number;
  readonly stepCount: number;
  readonly inFlight: number;
  readonly config: Config;
  readonly nodeConfig: NodeConfig;
  readonly network: Network;
  readonly safeguards: Safeguards;
  readonly slots: readonly SlotState[];
  readonly links: readonly LinkState[];
  readonly queued: readonly Envelope[];
  readonly trace: TraceMark;
}
