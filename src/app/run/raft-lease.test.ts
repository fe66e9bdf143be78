/** What a run of Raft may not ask for together: a setting and a rule, at the start and after every change. */
import { describe, expect, test } from 'vitest';
import { preyOf, whyHuntedInVain } from '../../check/hunt/prey';
import { problemOf } from '../../check/lab/setup';
import { runOfSpec } from '../../check/explore/spec';
import { resolveRun, type Run } from '../../sim/run';
import { checkFault, whyRefused } from '../../sim/run-rules';

const RUN: Run = { version: 1, protocol: 'raft', nodes: ['n1', 'n2', 'n3'], seed: 1 };
const unchecked = { checkQuorum: false };
const byLease = { leaseReads: 1 };
const REFUSAL = /leaseReads \(1\) rests on the safeguard checkQuorum/;

describe('reads by lease without a check of the quorum are refused', () => {
  test('from the start, for all and for one node', () => {
    expect(whyRefused({ ...RUN, config: byLease })).toBeNull();
    expect(whyRefused({ ...RUN, safeguards: unchecked })).toBeNull();
    expect(whyRefused({ ...RUN, config: byLease, safeguards: unchecked })).toMatch(REFUSAL);
    const nodeConfig = { n2: byLease };
    expect(whyRefused({ ...RUN, nodeConfig, safeguards: unchecked })).toMatch(/^On n2: leaseReads/);
  });

  test('by a change of either, in the order of time', () => {
    const off = { atMs: 10, kind: 'configure', safeguards: unchecked } as const;
    const reads = { atMs: 20, kind: 'configure', config: byLease } as const;
    expect(whyRefused({ ...RUN, faults: [reads, off] })).toMatch(/^faults\[0\]: leaseReads/);
    const on = { atMs: 15, kind: 'configure', safeguards: { checkQuorum: true } } as const;
    expect(whyRefused({ ...RUN, faults: [off, on, reads] })).toBeNull();
    expect(whyRefused({ ...RUN, config: byLease, faults: [off] })).toMatch(/^faults\[0\]: leaseReads/);
  });

  test('by a person while it runs, against what is to come as well', () => {
    const run = resolveRun({ ...RUN, faults: [{ atMs: 20, kind: 'configure', config: byLease }] });
    const off = { kind: 'configure', safeguards: unchecked } as const;
    expect(() => checkFault(off, run, 10_000)).toThrow(/^The run itself changes .* at 0.02 s, .*leaseReads/);
    expect(() => checkFault(off, run, 30_000)).toThrow(REFUSAL);
    expect(() => checkFault({ ...off, config: { leaseReads: 0 } }, run, 30_000)).not.toThrow();
  });

  test('in the lab, in a hunt and in an exploration', () => {
    const run = resolveRun({ ...RUN, config: byLease, safeguards: unchecked });
    expect(problemOf(run)).toMatch(REFUSAL);
    expect(whyHuntedInVain(preyOf(run, [3, 3]))).toMatch(REFUSAL);
    expect(() => runOfSpec({ protocol: 'raft', nodes: 3, config: byLease, safeguards: unchecked })).toThrow(
      REFUSAL,
    );
  });
});
