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
  readonly suites: readonly PlaywrightSuite[];
}

interface PlaywrightSuite {
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[];
}

const browser = read('e2e') as PlaywrightReport;
for (const title of browser.suites.flatMap(flakyIn))
  console.log(`Passed only at its second try, a bug: ${title}`);
const parts = [vitestTotals('node'), playwrightTotals(browser)];
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

function playwrightTotals({ stats }: PlaywrightReport): Totals {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function flakyIn({ specs, suites = [] }: PlaywrightSuite): readonly string[] {
  const here = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return [...here.map(({ title }) => title), ...suites.flatMap(flakyIn)];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../test-results/${name}.json`, import.meta.url), 'utf8'));
}
