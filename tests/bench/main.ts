/**
 * `npm run bench`: measures, prints a table, and writes the same as JSON to test-results/bench.json. Asserts nothing.
 * `npm run bench -- inline search` measures these parts alone; `npm run bench -- --against FOLDER` times the core of the
 * checkout in that folder and of this one in turn.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchFirstLoad } from './first-load';
import { benchGolden } from './golden';
import { benchHistory } from './history';
import { INLINE_TRIALS } from './inline';
import { benchPage } from './page';
import { benchRaft } from './raft';
import { SEARCH_TRIALS } from './search';
import type { Figure } from './figure';
import { compared, figureOf, treeIn, type Trial } from './trial';

const TRIALS: Readonly<Record<string, readonly Trial[]>> = { inline: INLINE_TRIALS, search: SEARCH_TRIALS };
const OTHERS: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
  golden: benchGolden,
  raft: benchRaft,
  history: benchHistory,
  'first load': benchFirstLoad,
  page: benchPage,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { against: { type: 'string' } },
});
const isWanted = (part: string) => positionals.length === 0 || positionals.includes(part);
const here = await treeIn(fileURLToPath(new URL('../..', import.meta.url)));
const trials = Object.entries(TRIALS).flatMap(([part, of]) => (isWanted(part) ? of : []));
if (values.against === undefined) await measure();
else await compare(resolve(values.against));

async function measure(): Promise<void> {
  const figures: Figure[] = [];
  const take = (figure: Figure) => {
    figures.push(figure);
    console.log(row(figure));
  };
  for (const trial of trials) take(figureOf(trial, here));
  for (const [part, figuresOf] of Object.entries(OTHERS)) {
    if (isWanted(part)) (await figuresOf()).forEach(take);
  }
  write(figures);
}

async function compare(folder: string): Promise<void> {
  const there = await treeIn(folder);
  const rows = trials.map((trial) => {
    const [before, now] = compared(trial, [there, here]);
    console.log(
      `${trial.name.padEnd(58)}${shown(before).padStart(12)} → ${shown(now).padStart(12)} ` +
        `${trial.unit}/CPU s  × ${(now / before).toFixed(2)}`,
    );
    return { name: trial.name, unit: `${trial.unit}/CPU s`, before, now };
  });
  write(rows);
}

function write(rows: unknown): void {
  mkdirSync('test-results', { recursive: true });
  const json = JSON.stringify(rows, null, 2);
  writeFileSync('test-results/bench.json', `${json}\n`);
  console.log(`\n${json}`);
}

function row({ name, value, unit, aim }: Figure): string {
  return `${name.padEnd(58)}${shown(value).padStart(14)} ${unit.padEnd(16)}${aim === undefined ? '' : `aim ${aim}`}`;
}

function shown(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}
