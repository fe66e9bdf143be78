/** One thread of the hunt: tries families, one batch of seeds after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { tryFamily, type FamilyReport, type Found } from '../check/hunt/family';
import type { Prey } from '../check/hunt/prey';

export interface BatchReport {
  readonly schedules: number;
  readonly steps: number;
  readonly virtualMs: number;
  readonly situations: readonly number[];
  readonly nearestUs: number;
  /** In the family with the lowest seed of the batch that found anything. */
  readonly found: Found | null;
}

const prey = workerData as Prey;

parentPort?.on('message', (seeds: readonly number[]) => {
  const reports: FamilyReport[] = [];
  for (const seed of seeds) {
    const report = tryFamily(prey, seed);
    reports.push(report);
    if (report.found !== null) break;
  }
  const batch: BatchReport = {
    schedules: sum(reports, ({ schedules }) => schedules),
    steps: sum(reports, ({ steps }) => steps),
    virtualMs: sum(reports, ({ virtualMs }) => virtualMs),
    situations: [...new Set(reports.flatMap(({ situations }) => [...situations]))],
    nearestUs: Math.min(...reports.map(({ nearestUs }) => nearestUs)),
    found: reports.find(({ found }) => found !== null)?.found ?? null,
  };
  parentPort?.postMessage(batch);
});

function sum(reports: readonly FamilyReport[], of: (report: FamilyReport) => number): number {
  return reports.reduce((total, report) => total + of(report), 0);
}
