/** The numbers of a setup that can be varied: those of the protocol, of the network, and how many nodes there are. */
import { resolveConfig } from '../../sim/run';
import { paceOf, problemOf, systemOfSetup, type LabSetup } from './setup';

export interface Parameter {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const NODE_COUNT: Parameter = { id: 'nodeCount', label: 'Nodes', unit: '', min: 1, max: 9, whole: true };
const LATENCY: Parameter = {
  id: 'latencyMostMs',
  label: 'Latency, most',
  unit: 'ms',
  min: 1,
  max: 60_000,
  whole: false,
};
const LOSS: Parameter = { id: 'lossPercent', label: 'Loss', unit: '%', min: 0, max: 100, whole: false };

/** Those of the protocol first, in its own order. */
export function parametersOf(setup: LabSetup): readonly Parameter[] {
  const own = systemOfSetup(setup)
    .config.filter(({ toggle }) => toggle !== true)
    .map(({ name, label, unit, min, max }): Parameter => ({ id: name, label, unit, min, max, whole: true }));
  return [...own, LATENCY, LOSS, NODE_COUNT];
}

/** Throws on an id that is not among `parametersOf(setup)`. */
export function parameterOf(setup: LabSetup, id: string): Parameter {
  const found = parametersOf(setup).find((parameter) => parameter.id === id);
  if (found === undefined)
    throw new RangeError(`no number of protocol "${setup.protocol}" is called "${id}".`);
  return found;
}

export function valueIn(setup: LabSetup, id: string): number {
  switch (id) {
    case NODE_COUNT.id:
      return setup.nodes.length;
    case LATENCY.id:
      return setup.network.latencyMs[1];
    case LOSS.id:
      // A ratio is a binary fraction: 0.07 times 100 must not read 7.000000000000001.
      return Math.round(setup.network.lossRatio * 1e8) / 1e6;
    default:
      return resolveConfig(systemOfSetup(setup), setup.config)[parameterOf(setup, id).id]!;
  }
}

/** The same with one number changed; what follows from that number follows. */
export function changed(setup: LabSetup, id: string, value: number): LabSetup {
  const { network } = setup;
  switch (id) {
    case NODE_COUNT.id:
      return { ...setup, nodes: Array.from({ length: value }, (_, at) => `n${at + 1}`) };
    case LATENCY.id:
      return {
        ...setup,
        network: { ...network, latencyMs: [Math.min(network.latencyMs[0], value), value] },
      };
    case LOSS.id:
      return { ...setup, network: { ...network, lossRatio: value / 100 } };
    default:
      return { ...setup, config: { ...setup.config, [parameterOf(setup, id).id]: value } };
  }
}

/** The number that a leader's absence is measured by: what a person wants to vary first. */
export function mainParameter(setup: LabSetup): Parameter {
  const all = parametersOf(setup);
  const { missedMs } = paceOf(setup);
  const moves = ({ id }: Parameter): boolean =>
    paceOf(changed(setup, id, valueIn(setup, id) + 1)).missedMs !== missedMs;
  return (
    all.find((parameter) => parameter.id in setup.config && moves(parameter)) ?? all.find(moves) ?? all[0]!
  );
}

/** A sentence that says why that value cannot be; null if it can. */
export function problemWith(setup: LabSetup, id: string, value: number): string | null {
  const { label, unit, min, max, whole } = parameterOf(setup, id);
  if (!Number.isFinite(value)) return `${label}: give a number.`;
  if (whole && !Number.isInteger(value)) return `${label}: give a whole number.`;
  if (value < min || value > max) {
    return `${label}: give a number from ${min} to ${max}${unit === '' ? '' : ` ${unit}`}.`;
  }
  return problemOf(changed(setup, id, value));
}
