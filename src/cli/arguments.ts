/** What the command lines here have in common. Each refusal is a sentence that names the option. */
import type { Config, Safeguards } from '../core/protocol';

/** A value may begin with a dash, as in `--safeguards -stickyVoters`, which the parser takes only behind an equals sign. */
export function withValues(args: readonly string[]): string[] {
  const at = args.indexOf('--safeguards');
  const value = args[at + 1];
  return at < 0 || value === undefined ? [...args] : [...args].toSpliced(at, 2, `--safeguards=${value}`);
}

/** As `-stickyVoters,-bootGrace`, with the dashes or without: those are off. */
export function offFrom(list: string): Safeguards {
  return Object.fromEntries(listOf(list).map((name) => [name.replace(/^-/, ''), false]));
}

/** As `downAfterMs=300,hbIntervalMs=40`. What a number may be is for others to check. */
export function numbersFrom(list: string): Config {
  return Object.fromEntries(
    listOf(list).map((pair) => {
      const [name, value] = pair.split('=');
      if (name === undefined || value === undefined || value === '' || !Number.isFinite(Number(value))) {
        throw new Error(`--config: "${pair}" must be a name and a number, as downAfterMs=300.`);
      }
      return [name, Number(value)];
    }),
  );
}

/** Parts between commas. */
export const listOf = (text: string): readonly string[] => text.split(',').filter((part) => part !== '');
