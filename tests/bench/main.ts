/** `npm run bench`: measures, prints a table, and writes the same as JSON to test-results/bench.json. Asserts nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { benchFirstLoad } from './first-load';
import { benchGolden } from './golden';
import { benchHistory } from './history';
import { benchInline } from './inline';
import { benchPage } from './page';
import { benchSearch } from './search';
import type { Figure } from './figure';

const parts: readonly [string, () => Figure[] | Promise<Figure[]>][] = [
  ['inline', benchInline],
  ['search', benchSearch],
  ['golden', benchGolden],
  ['history', benchHistory],
  ['first load', benchFirstLoad],
  ['page', benchPage],
];

const wanted = process.argv.slice(2);
const figures: Figure[] = [];
for (const [name, measure] of parts) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const figure of await measure()) {
    figures.push(figure);
    console.log(row(figure));
  }
}
mkdirSync('test-results', { recursive: true });
const json = JSON.stringify(figures, null, 2);
writeFileSync('test-results/bench.json', `${json}\n`);
console.log(`\n${json}`);

function row({ name, value, unit, aim }: Figure): string {
  const shown = value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
  return `${name.padEnd(58)}${shown.padStart(14)} ${unit.padEnd(12)}${aim === undefined ? '' : `aim ${aim}`}`;
}
