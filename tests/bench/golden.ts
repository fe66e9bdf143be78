/** How fast the published elector's recorded logs are replayed and compared. */
import { readFileSync } from 'node:fs';
import { replayLines } from '../golden/golden-file';
import { replayKevyElector } from '../golden/replay-kevy-elector';
import { median, type Figure } from './figure';

const FILE = 'kevy-elector.ndjson';
const ROUNDS = 7;

export function benchGolden(): Figure[] {
  const text = readFileSync(new URL(`../golden/${FILE}`, import.meta.url), 'utf8');
  const steps = text
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + (JSON.parse(line) as { steps: unknown[] }).steps.length, 0);
  const rates: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const startMs = performance.now();
    replayLines(FILE, text, replayKevyElector);
    if (round > 0) rates.push(steps / ((performance.now() - startMs) / 1000));
  }
  return [
    { name: 'golden steps of kevy-elector, parsed and compared', value: median(rates), unit: 'steps/s' },
  ];
}
