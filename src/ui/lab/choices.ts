/** What the lab tries: the cluster on the page, and another one to hold beside it. */
import { givenConfig } from '../../app/run/next-run';
import { presetConfig } from '../../app/run/opening-run';
import { presetOf, presetsFor } from '../../app/run/presets';
import { changed, parametersOf, problemWith, valueIn, type Parameter } from '../../check/lab/parameter';
import { systemOfSetup, type LabSetup } from '../../check/lab/setup';
import { PROTOCOLS } from '../../core/registry';
import { resolveConfig, whichOf, type ResolvedRun } from '../../sim/run';
import type { Settings } from '../../sim/settings';
import { count } from '../format';

/** The cluster of a run with the settings that are in force; its clients and exports stay out. */
export function setupOf(
  run: Pick<ResolvedRun, 'protocol' | 'source' | 'nodes'>,
  inForce: Settings,
): LabSetup {
  const { config, network, safeguards } = inForce;
  const { nodes } = run;
  const which = whichOf(run);
  const system = systemOfSetup({ ...which, nodes, config, network, safeguards });
  const own = Object.fromEntries(system.config.map(({ name }) => [name, config[name]!]));
  return {
    ...which,
    nodes: [...nodes],
    // What follows from another number goes on following it while that one is varied.
    config: { ...givenConfig(system, own) },
    network: { ...network },
    safeguards: Object.fromEntries(system.safeguards.map(({ name }) => [name, safeguards[name] ?? true])),
  };
}

/** "Quorum, 5 nodes, LAN", and what is not as usual about it. */
export function setupWords(setup: LabSetup): string {
  const system = systemOfSetup(setup);
  const { network } = setup;
  const calm = { ...network, lossRatio: 0, duplicateRatio: 0 };
  const timing = presetOf(system, resolveConfig(system, setup.config), calm)?.title ?? 'custom timing';
  const loss = network.lossRatio > 0 ? [`${valueIn(setup, 'lossPercent')} % loss`] : [];
  const off = system.safeguards.filter(({ name }) => setup.safeguards[name] === false).length;
  const without = off > 0 ? [`${count(off, 'safeguard')} off`] : [];
  return [system.title, count(setup.nodes.length, 'node'), timing, ...loss, ...without].join(', ');
}

/** What another setup had otherwise than `now`, in words: "Down after 5000 ms". Empty if they are alike. */
export function changesOf(before: LabSetup, now: LabSetup): readonly string[] {
  if (before.protocol !== now.protocol || before.source !== now.source) return [setupWords(before)];
  const system = systemOfSetup(now);
  const numbers = parametersOf(now).flatMap((parameter) => {
    const value = valueIn(before, parameter.id);
    return value === valueIn(now, parameter.id) ? [] : [`${parameter.label} ${numberText(value, parameter)}`];
  });
  const least = before.network.latencyMs[0];
  const copies = before.network.duplicateRatio;
  const switches = system.config.filter(({ toggle }) => toggle === true);
  const [was, is] = [before, now].map(({ config }) => resolveConfig(system, config));
  return [
    ...numbers,
    ...(least === now.network.latencyMs[0] ? [] : [`Latency, least ${least} ms`]),
    ...(copies === now.network.duplicateRatio ? [] : [`Duplication ${Number((copies * 100).toFixed(6))} %`]),
    ...switches.flatMap(({ name, label }) => {
      return was![name] === is![name] ? [] : [`${label} ${was![name] === 1 ? 'on' : 'off'}`];
    }),
    ...system.safeguards.flatMap(({ name, label }) => {
      const on = before.safeguards[name] ?? true;
      return on === (now.safeguards[name] ?? true) ? [] : [`${label} ${on ? 'on' : 'off'}`];
    }),
  ];
}

/** What B can be; an id is a kind and a name. */
export interface Choice {
  readonly id: string;
  readonly title: string;
}

export const NOTHING = 'none';
export const ONE_NUMBER = 'number';

export function presetChoices(setup: LabSetup): readonly Choice[] {
  const system = systemOfSetup(setup);
  const own = presetOf(system, resolveConfig(system, setup.config), setup.network);
  return presetsFor(system)
    .filter((preset) => preset !== own)
    .map(({ id, title }) => ({ id: `preset ${id}`, title }));
}

export function protocolChoices(setup: LabSetup): readonly Choice[] {
  return PROTOCOLS.filter(({ id }) => id !== setup.protocol).map(({ id, title }) => ({
    id: `protocol ${id}`,
    title,
  }));
}

export interface Named {
  readonly title: string;
  readonly setup: LabSetup;
}

/** B for what was chosen; null for nothing. `number` is the one that differs, if that was chosen. */
export function chosenSetup(
  base: LabSetup,
  choice: string,
  number: { readonly id: string; readonly value: number },
): Named | null {
  if (choice === ONE_NUMBER) {
    const parameter = parametersOf(base).find(({ id }) => id === number.id);
    if (parameter === undefined) return null;
    const setup = changed(base, parameter.id, number.value);
    return { title: `${parameter.label} ${numberText(number.value, parameter)}`, setup };
  }
  const preset = presetsFor(systemOfSetup(base)).find(({ id }) => choice === `preset ${id}`);
  if (preset !== undefined) {
    const config = presetConfig(preset, systemOfSetup(base));
    return { title: preset.title, setup: { ...base, config, network: { ...preset.network } } };
  }
  const protocol = PROTOCOLS.find(({ id }) => choice === `protocol ${id}`);
  if (protocol === undefined) return null;
  return { title: protocol.title, setup: underProtocol(base, protocol.id) };
}

/** A preset stays that preset; other numbers go with their names. */
function underProtocol(base: LabSetup, protocol: string): LabSetup {
  const before = systemOfSetup(base);
  const other: LabSetup = { ...base, protocol, source: undefined };
  const after = systemOfSetup(other);
  const preset = presetOf(before, resolveConfig(before, base.config), base.network);
  const kept = after.config.flatMap(({ name }) => {
    const value = base.config[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const config = preset === null ? Object.fromEntries(kept) : presetConfig(preset, after);
  return { ...other, config, safeguards: {} };
}

/** Ends of a range around what holds now, as text for a form. */
export function usualRange(
  setup: LabSetup,
  parameter: Parameter,
): { readonly from: string; readonly to: string } {
  const value = valueIn(setup, parameter.id);
  if (parameter.id === 'lossPercent') return { from: '0', to: '40' };
  if (parameter.id === 'nodeCount') return { from: '3', to: '9' };
  const from = Math.max(parameter.min, Math.round(value / 2));
  const to = Math.min(parameter.max, Math.max(value * 2, from + 10));
  return { from: String(from), to: String(to) };
}

/** A number as typed; a sentence if it cannot be one, or not for this setup. */
export function readNumber(setup: LabSetup, id: string, text: string): number | string {
  const value = text.trim() === '' ? NaN : Number(text);
  return problemWith(setup, id, value) ?? value;
}

/** A whole number as typed; a sentence if it cannot be. */
export function readWhole(label: string, text: string, min: number, max: number): number | string {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isInteger(value) && value >= min && value <= max
    ? value
    : `${label}: give a whole number from ${min} to ${max}.`;
}

export function numberText(value: number, { unit }: Pick<Parameter, 'unit'>): string {
  return unit === '' ? String(value) : `${value} ${unit}`;
}
