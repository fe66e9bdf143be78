import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../sim/run';
import { doLabJob, type LabJob } from './jobs';
import { valueIn } from './parameter';
import { problemOf, systemOfSetup } from './setup';
import { candidatesFor, roundNumbers, TargetSearch, type Candidate, type Target } from './target';
import { labSetup } from './test-kit';

const LAN = labSetup();
const TARGET: Target = { perMille: 950, withinMs: 1000, falsePerHour: 60 };

function found(
  target: Target,
  failure: 'kill' | 'cutOff' = 'kill',
  order = (jobs: readonly LabJob[]) => jobs,
) {
  const search = new TargetSearch(LAN, target, failure);
  let rounds = 0;
  for (let jobs = search.nextRound(); jobs !== null; jobs = search.nextRound()) {
    rounds += 1;
    for (const job of order(jobs)) search.take(doLabJob(job));
  }
  return { candidates: search.candidates, rounds };
}

describe('roundNumbers', () => {
  it('are whole, ascend and keep to their bounds', () => {
    expect(roundNumbers(25, 1000)).toEqual([30, 50, 70, 100, 150, 200, 300, 500, 700, 1000]);
    expect(roundNumbers(8, 9)).toEqual([]);
  });
});

describe('candidatesFor', () => {
  const candidates = candidatesFor(LAN, TARGET);

  it('can all be, and differ', () => {
    expect(candidates.length).toBeGreaterThan(10);
    expect(candidates.map(problemOf)).toEqual(candidates.map(() => null));
    expect(new Set(candidates.map(({ config }) => JSON.stringify(config))).size).toBe(candidates.length);
  });

  it('let the patience vary, keep the other times in step with it, and what follows following', () => {
    const patient = candidates.filter((setup) => valueIn(setup, 'downAfterMs') === 1000);
    expect(patient.map(({ config }) => [config['hbIntervalMs'], config['electionTimeoutMs']])).toEqual([
      [100, 600],
      [50, 300],
      [25, 150],
    ]);
    const [first] = patient;
    expect(first!.config['leaseMs']).toBeUndefined();
    expect(resolveConfig(systemOfSetup(first!), first!.config)['leaseMs']).toBe(750);
  });

  it('leave network, nodes and rules as they are', () => {
    for (const { network, nodes, safeguards, protocol } of candidates) {
      expect({ network, nodes, safeguards, protocol }).toEqual({
        network: LAN.network,
        nodes: LAN.nodes,
        safeguards: LAN.safeguards,
        protocol: LAN.protocol,
      });
    }
  });
});

describe('TargetSearch', () => {
  it('finds numbers that keep the promise, those that send least first', () => {
    const { candidates } = found(TARGET);
    const kept = candidates.filter(({ meets }) => meets);
    expect(kept.length).toBeGreaterThan(1);
    expect(candidates.slice(0, kept.length)).toEqual(kept);
    for (const { trials, quiet, inTimeRatio } of kept) {
      const inTime = trials.filter((trial) => trial.outcome === 'settled' && trial.failoverUs <= 1_000_000);
      expect(trials).toHaveLength(200);
      expect(inTime.length / 200).toBe(inTimeRatio);
      expect(inTimeRatio).toBeGreaterThanOrEqual(0.95);
      expect(quiet.failoversPerHour).toBeLessThanOrEqual(60);
    }
    const sent = kept.map(({ quiet }) => quiet.messagesPerSecond!);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
  });

  it('says of none that it keeps what none can keep', () => {
    const { candidates, rounds } = found({ perMille: 1000, withinMs: 6, falsePerHour: 60 });
    expect(candidates.filter(({ meets }) => meets)).toEqual([]);
    expect(rounds).toBeLessThan(20);
  });

  it('does not depend on the order in which results come', () => {
    const plain = ({ setup, look, meets, withinUs, quiet }: Candidate) => ({
      setup,
      look,
      meets,
      withinUs,
      quiet,
    });
    const backwards = found(TARGET, 'cutOff', (jobs) => [...jobs].reverse());
    expect(backwards.candidates.map(plain)).toEqual(found(TARGET, 'cutOff').candidates.map(plain));
  });
});
