/**
 * What people believe of the numbers of an election, what follows from its rules, and which trial shows it. In milliseconds,
 * but for ratios of clock rates.
 */
import type { Config, FailoverBound, Safeguards } from '../../core/protocol';

export interface Claim {
  readonly value: number;
  /** How it comes about, in the names of the numbers. */
  readonly formula: string;
  /** Who says so; of what is derived: what it supposes. */
  readonly source: string;
}

/** `leadsOn`: a leader is cut off. `crash`, `graceful`: it ends, or is told to. `soonest`: as `crash`. `outage`: all lose the store. */
export type TrialId = 'leadsOn' | 'crash' | 'soonest' | 'graceful' | 'outage';

export interface Margin {
  readonly id: string;
  readonly title: string;
  readonly unit: 'ms' | 'ratio';
  /** Null: nobody says anything of it. */
  readonly believed: Claim | null;
  readonly derived: Claim;
  /** What its figure is measured by. */
  readonly trial: TrialId;
  /** The figure by what the trial gave, milliseconds; absent: that itself. */
  readonly figureOf?: (ms: number) => number;
}

/** A cluster whose margins are asked for: all settings, defaults included. */
export interface MarginSetup {
  readonly config: Config;
  readonly latencyMs: readonly [least: number, most: number];
  readonly safeguards: Safeguards;
  /** As its protocol has them of these. */
  readonly bounds: readonly FailoverBound[];
}

/** In the order of a table. The numbers must agree with each other, as the protocol checks them. */
export type MarginsOf = (setup: MarginSetup) => readonly Margin[];

export const setting = ({ config }: MarginSetup, name: string): number => config[name]!;
