/** What can be chosen for an exploration, in the words of those who choose. */
import { STARTS, type Budgets, type ExploreSpec, type Start } from '../../check/explore/spec';
import type { Safeguards } from '../../core/protocol';
import type { System } from '../../core/system';
import { whichOf } from '../../sim/run';
import { amount, START_TITLES } from './words';

export interface StartChoice {
  readonly id: Start;
  readonly title: string;
  readonly sentence: string;
}

const START_SENTENCES: Readonly<Record<Start, string>> = {
  boot: 'All nodes were just started, and none has had a turn.',
  settled: 'One node leads, all know it, and nothing is on its way.',
  unheard: 'One node leads; another has not heard it for so long that it is about to stand for election.',
  alone: 'One node leads; nobody has heard it for so long that they are about to stand for election.',
};

export const START_CHOICES: readonly StartChoice[] = STARTS.map((id) => ({
  id,
  title: START_TITLES[id],
  sentence: START_SENTENCES[id],
}));

export interface BudgetPreset {
  readonly id: string;
  readonly title: string;
  readonly budgets: Budgets;
}

const MILLION = 1_000_000;

export const BUDGET_PRESETS: readonly BudgetPreset[] = [
  { id: 'quick', title: 'Quick', budgets: { moves: 6, restarts: 1, late: 0, copies: 0, states: MILLION } },
  { id: 'usual', title: 'Usual', budgets: { moves: 8, restarts: 1, late: 0, copies: 0, states: MILLION } },
  {
    id: 'rough',
    title: 'Late and twice',
    budgets: { moves: 5, restarts: 1, late: 1, copies: 1, states: MILLION },
  },
  {
    id: 'long',
    title: 'Long, no restarts',
    budgets: { moves: 10, restarts: 0, late: 0, copies: 0, states: 3 * MILLION },
  },
];

export const USUAL_BUDGETS: Budgets = BUDGET_PRESETS[1]!.budgets;

export interface BudgetField {
  readonly name: keyof Budgets;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly width: number;
}

/** More states than that would take more memory than a page should. */
const MOST_STATES = 5 * MILLION;

export const BUDGET_FIELDS: readonly BudgetField[] = [
  { name: 'moves', label: 'Moves in a row', min: 0, max: 255, width: 88 },
  { name: 'restarts', label: 'Restarts', min: 0, max: 255, width: 64 },
  { name: 'late', label: 'Late messages', min: 0, max: 255, width: 88 },
  { name: 'copies', label: 'Messages twice', min: 0, max: 255, width: 88 },
  { name: 'states', label: 'Most states', min: 1, max: MOST_STATES, width: 104 },
];

export type BudgetTexts = Readonly<Record<keyof Budgets, string>>;

export function textsOf(budgets: Budgets): BudgetTexts {
  const { moves, restarts, late, copies, states } = budgets;
  return {
    moves: String(moves),
    restarts: String(restarts),
    late: String(late),
    copies: String(copies),
    states: amount(states),
  };
}

/** Budgets as typed; a sentence if they cannot be. */
export function readBudgets(texts: BudgetTexts): Budgets | string {
  const budgets = { ...USUAL_BUDGETS } as { -readonly [name in keyof Budgets]: number };
  for (const { name, label, min, max } of BUDGET_FIELDS) {
    const text = texts[name].replaceAll(',', '').trim();
    const value = text === '' ? NaN : Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      return `${label}: give a whole number from ${min} to ${amount(max)}.`;
    }
    budgets[name] = value;
  }
  return budgets;
}

/** The one that says just this; null for none. */
export function presetOf(budgets: Budgets | string): string | null {
  if (typeof budgets === 'string') return null;
  const same = ({ budgets: own }: BudgetPreset): boolean =>
    BUDGET_FIELDS.every(({ name }) => own[name] === budgets[name]);
  return BUDGET_PRESETS.find(same)?.id ?? null;
}

/** What of a run is explored: its protocol and its safeguards, those of its clients and exports left out. */
export type Explored = Required<Pick<ExploreSpec, 'protocol' | 'safeguards'>> & Pick<ExploreSpec, 'source'>;

export function exploredOf({ spec, elector }: System, safeguards: Safeguards): Explored {
  const own = elector.safeguards.map(({ name }) => [name, safeguards[name] ?? true] as const);
  return { ...whichOf(spec), safeguards: Object.fromEntries(own) };
}

/** Labels of the rules that are off. */
export function rulesOff({ elector }: System, { safeguards }: Explored): readonly string[] {
  return elector.safeguards.filter(({ name }) => safeguards[name] === false).map(({ label }) => label);
}
