/** What of a run's settings still means something under another text. */
import { systemOfRun, type ResolvedRun, type RunParts } from '../../sim/run';

/** Numbers that were changed and fit; the others take the defaults of the new text. */
export function keptConfig(run: ResolvedRun, parts: RunParts): Readonly<Record<string, number>> {
  const before = systemOfRun(run).config;
  const kept = systemOfRun(parts).config.flatMap(({ name, min, max }): [string, number][] => {
    const value = run.config[name];
    const usual = before.find((field) => field.name === name)?.default;
    return value === undefined || value === usual || value < min || value > max ? [] : [[name, value]];
  });
  return Object.fromEntries(kept);
}

export function keptSafeguards(run: ResolvedRun, parts: RunParts): Readonly<Record<string, boolean>> {
  const kept = systemOfRun(parts).safeguards.flatMap(({ name }): [string, boolean][] =>
    run.safeguards[name] === false ? [[name, false]] : [],
  );
  return Object.fromEntries(kept);
}
