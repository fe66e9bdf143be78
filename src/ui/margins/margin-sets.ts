/** Whose numbers stand beside each other in the table of margins. */
import { presetConfig } from '../../app/run/opening-run';
import { presetsFor } from '../../app/run/presets';
import { systemOfSetup, type LabSetup } from '../../check/lab/setup';
import { marginSetupOf, MARGINS } from '../../check/margins';
import type { Margin } from '../../check/margins/margin';
import type { Network } from '../../sim/run';

export interface MarginSet {
  readonly id: string;
  readonly title: string;
  readonly setup: LabSetup;
}

/** Those of `setup` first, then those of the presets that are made for such a protocol, on their networks. */
export function marginSets(setup: LabSetup): readonly MarginSet[] {
  const system = systemOfSetup(setup);
  const isLease = system.config.some(({ name }) => name === 'renewDeadlineMs');
  // The classroom is a pace for looking at, and no timing that anybody runs a Kubernetes lease with.
  const presets = presetsFor(system).filter(({ only }) => !isLease || only !== undefined);
  const nodes = setup.nodes.length < 3 ? ['n1', 'n2', 'n3'] : setup.nodes;
  // A request that the server refuses fails at once: the time for one that is lost must not count as part of an outage.
  const soon = ({ latencyMs: [, most] }: Network) =>
    isLease ? { requestTimeoutMs: Math.max(1000, 4 * most) } : {};
  const own = { ...setup, nodes, config: { ...soon(setup.network), ...setup.config } };
  return [
    { id: 'own', title: 'These numbers', setup: own },
    ...presets.map((preset) => ({
      id: preset.id,
      title: preset.title,
      setup: {
        ...own,
        config: { ...soon(preset.network), ...presetConfig(preset, system) },
        network: preset.network,
      },
    })),
  ];
}

/** What follows from such numbers; empty of a protocol that has nothing of the kind. */
export const marginsOf = ({ protocol, ...setup }: LabSetup): readonly Margin[] =>
  MARGINS[protocol]?.(marginSetupOf({ protocol, ...setup })) ?? [];

/** Whether the belief is off by so much that somebody would notice. */
export const isOff = ({ believed, derived }: Margin): boolean =>
  believed !== null && Math.abs(believed.value - derived.value) > 0.01 * Math.abs(believed.value);

/** `370 ms`, `2.35 s`, `133 s`; a ratio as `1 : 1.25`. */
export function toldFigure({ unit }: Pick<Margin, 'unit'>, value: number): string {
  if (unit === 'ratio') return `1 : ${value.toFixed(2)}`;
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size < 1000) return `${sign}${Math.round(size)}\u00a0ms`;
  return `${sign}${Number((size / 1000).toFixed(size < 10_000 ? 2 : 1))}\u00a0s`;
}
