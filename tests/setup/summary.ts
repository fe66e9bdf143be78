/** Adds up what the runners reported and prints one line for whoever reads only the end of the log. */
import { readFileSync } from 'node:fs';

interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

const parts = [vitestTotals('node'), playwrightTotals('e2e')];
const sum = (key: keyof Totals): number => parts.reduce((total, part) => total + part[key], 0);
const skipped = sum('skipped');
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);

function vitestTotals(name: string): Totals {
  const report = read(name) as VitestReport;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function playwrightTotals(name: string): Totals {
  const { stats } = read(name) as PlaywrightReport;
  // One that passed only on a second try would be no failure to the runner; it is to us.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../test-results/${name}.json`, import.meta.url), 'utf8'));
}
