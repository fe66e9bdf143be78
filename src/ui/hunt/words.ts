/** What the hunt says. */
import type { HuntState } from '../../app/search/hunting';
import { presetOf } from '../../app/run/presets';
import { inWords } from '../../core/words';
import { everyInvariantOf, whyNotPromisedBy } from '../../check/invariants/of-protocol';
import type { Prey } from '../../check/hunt/prey';
import type { Shrunk } from '../../check/hunt/shrink';
import { systemOfRun } from '../../sim/run';
import { count, thousands } from '../format';

/** `Quorum with 2 to 5 nodes and 2 clients, Classroom timing, without Durable votes`. */
export function preyWords(prey: Prey): string {
  const system = systemOfRun(prey);
  const [fewest, most] = prey.nodes;
  const beside = [
    fewest === most ? count(most, 'node') : `${fewest} to ${count(most, 'node')}`,
    ...(prey.clients > 0 ? [count(prey.clients, 'client')] : []),
    ...(prey.exports ? ['exports'] : []),
  ];
  const preset = presetOf(system, prey.config, prey.network);
  const off = system.safeguards.filter(({ name }) => prey.safeguards[name] === false);
  const rules =
    system.safeguards.length === 0
      ? []
      : [off.length === 0 ? 'all safeguards on' : `without ${listed(off.map(({ label }) => label))}`];
  const timing = preset === null ? 'its own timing' : `${preset.title} timing`;
  return [`${system.title} with ${listed(beside)}`, timing, ...rules].join(', ');
}

/** What such a protocol does not promise, and is therefore no find: a sentence, or null. */
export function unpromised(prey: Prey): string | null {
  const system = systemOfRun(prey);
  const titles = everyInvariantOf(system)
    .filter(
      (invariant) =>
        invariant.isPromisedBy?.(system) === false ||
        whyNotPromisedBy(invariant, system, prey.config) !== null,
    )
    .map(({ title }) => `“${inWords(system.words, title)}”`);
  return titles.length === 0
    ? null
    : `Not hunted: ${listed(titles)}, which such a protocol does not promise.`;
}

export interface Counter {
  readonly label: string;
  readonly value: string;
}

export function countersOf(state: HuntState): readonly Counter[] {
  const { schedules, most, steps, virtualMs, elapsedMs, situations, nearestUs, workers } = state;
  const seconds = elapsedMs / 1000;
  return [
    { label: 'Schedules', value: `${thousands(schedules)} of ${thousands(most)}` },
    { label: 'Per second', value: seconds > 0 ? thousands(Math.round(schedules / seconds)) : '–' },
    { label: 'Events', value: thousands(steps) },
    { label: 'Virtual hours', value: hoursText(virtualMs) },
    { label: 'Situations', value: thousands(situations) },
    { label: 'Closest authorities', value: nearestUs === Infinity ? '–' : `${msText(nearestUs)} apart` },
    { label: 'Elapsed', value: elapsedText(seconds) },
    ...(workers > 0 ? [{ label: 'Workers', value: String(workers) }] : []),
  ];
}

/** How it ended, in a sentence; empty while it goes on. */
export function outcomeWords(state: HuntState): string {
  const { mode, schedules, virtualMs, elapsedMs, failed, prey } = state;
  const tried = `${thousands(schedules)} schedules, ${hoursText(virtualMs)} virtual hours`;
  switch (mode) {
    case 'clean':
      return `${cleanWords(prey)} in ${tried}.`;
    case 'found':
      return `Found after ${thousands(schedules)} schedules, in ${elapsedText(elapsedMs / 1000)}.`;
    case 'idle':
      if (prey === null) return '';
      if (failed > 0 && schedules === 0) return 'Nothing could be tried: no worker did its work.';
      return `Stopped. ${cleanWords(prey)} in ${tried}.`;
    default:
      return '';
  }
}

const cleanWords = (prey: Prey | null): string =>
  prey?.safetyOnly === true ? 'No violation' : 'No violation, and nothing that stays broken,';

/** `Shrunk from 21 faults to 2, with 3 nodes, in 87 tries.` */
export function shrunkWords(state: HuntState): string {
  const { found, shrunk } = state;
  if (found === null) return '';
  const before = faultsIn(found);
  if (shrunk === null)
    return state.mode === 'shrinking'
      ? `Shrinking ${count(before, 'fault')}…`
      : `${count(before, 'fault')}, not shrunk.`;
  const size = `from ${count(before, 'fault')} to ${faultsIn(shrunk)}, with ${count(shrunk.run.nodes.length, 'node')}`;
  const tries = shrunk.tries === 1 ? '1 try' : `${thousands(shrunk.tries)} tries`;
  return shrunk.done ? `Shrunk ${size}, in ${tries}.` : `Shrinking: ${size} so far, in ${tries}…`;
}

const faultsIn = ({ run }: Pick<Shrunk, 'run'>): number => run.faults?.length ?? 0;

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}

function msText(us: number): string {
  const ms = us / 1000;
  return ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const hoursText = (ms: number): string => (ms / 3_600_000).toFixed(1);

/** `0.4 s`, `12 s`, `3 min 20 s`. */
function elapsedText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds) % 60} s`;
}

export const MOST_SCHEDULES = 10_000_000;
export const MOST_SEED = 2 ** 40;
