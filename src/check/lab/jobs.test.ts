import { expect, test } from 'vitest';
import { quietCsv, trialsCsv } from './csv';
import { failoverTrial, quietTrial } from './failover';
import { bySeed, doLabJob, failoverJobs, quietJobs } from './jobs';
import { labSetup } from './test-kit';

const setup = labSetup();

test('jobs together are all the seeds, each once, and each job is what its seeds give', () => {
  const jobs = failoverJobs(0, setup, 'kill', 10, 12);
  expect(jobs.map((job) => job.kind === 'failovers' && [job.firstSeed, job.count])).toEqual([
    [10, 5],
    [15, 5],
    [20, 2],
  ]);
  // A worker clones what it is given, and gives back a clone.
  const trials = [...jobs].reverse().flatMap((job) => {
    const result = structuredClone(doLabJob(structuredClone(job)));
    return result.kind === 'failovers' ? result.trials : [];
  });
  expect(bySeed(trials)).toEqual(Array.from({ length: 12 }, (_, at) => failoverTrial(setup, 10 + at)));
  expect(quietJobs(1, setup, 4, 2).map((job) => doLabJob(job))).toEqual(
    [4, 5].map((seed) => ({ kind: 'quiet', group: 1, trials: [quietTrial(setup, seed, 1)] })),
  );
  expect(failoverJobs(0, setup, 'kill', 1, 0)).toEqual([]);
});

test('as a table for a spreadsheet: a row for each trial, with its series, quoted where it must be', () => {
  const trial = failoverTrial(setup, 1);
  const never = { ...trial, seed: 2, outcome: 'unsteady', leader: null, successor: null } as const;
  const csv = trialsCsv([
    { name: 'A', trials: [trial] },
    { name: 'B, with "quotes"', trials: [never] },
  ]);
  const rows = csv.split('\r\n');
  expect(rows[0]).toBe(
    'series,seed,outcome,leader,failed_at_us,successor,failover_us,observed_us,without_authority_us,two_claims_us,messages',
  );
  expect(rows[1]).toMatch(
    new RegExp(`^A,1,settled,${trial.leader},${trial.failedAtUs},${trial.successor},${trial.failoverUs},`),
  );
  expect(rows[2]).toMatch(/^"B, with ""quotes""",2,unsteady,,\d+,,/);
  expect(rows[3]).toBe('');
  expect(quietCsv([{ name: 'A', trials: [quietTrial(setup, 1, 0.01)] }]).split('\r\n')[1]).toMatch(
    /^A,1,true,600000,0,0,0,\d+$/,
  );
});
