/** What the hunt says of a Kubernetes lease: where its numbers do not hold, and where they do. */
import { describe, expect, test } from 'vitest';
import { huntedIn, tryFamily, type Found } from '../../src/check/hunt/family';
import type { Prey } from '../../src/check/hunt/prey';
import type { Config } from '../../src/core/protocol';
import { THOROUGHNESS } from './search';

const config = (leaseS: number, deadlineS: number, retryS: number, more: Config = {}): Config => ({
  leaseDurationMs: leaseS * 1000,
  renewDeadlineMs: deadlineS * 1000,
  retryPeriodMs: retryS * 1000,
  ...more,
});

/**
 * What the numbers are about: servers and ways that fail, processes that die. Not processes that stand still, nor replies
 * that take seconds: both make a leader act later than its numbers say, whatever they are.
 */
const prey = (numbers: Config, more: Partial<Prey> = {}): Prey => ({
  ...{ protocol: 'kubernetes-lease', config: numbers, safeguards: {}, clients: 0, exports: false },
  network: { latencyMs: [20, 60], lossRatio: 0, duplicateRatio: 0 },
  nodes: [2, 4],
  safetyOnly: true,
  without: ['clock', 'freeze', 'link'],
  ...more,
});

function found(what: Prey, families: number, only?: string): Found | null {
  const invariants = huntedIn(what).filter(({ id }) => only === undefined || id === only);
  for (let seed = 1; seed <= families; seed += 1) {
    const report = tryFamily(what, seed, invariants);
    if (report.found !== null) return report.found;
  }
  return null;
}

const MANY = 200;
const FEW = 40 * THOROUGHNESS;

describe('two leaders', () => {
  test('with 270/240/60, although every clock is right', () => {
    expect(found(prey(config(270, 240, 60)), MANY)?.violation.invariant).toBe('oneAuthority');
  });

  test('not if the deadline counts from the renewal', () => {
    expect(found(prey(config(270, 240, 60, { deadlineFromRenewal: 1 })), FEW)).toBeNull();
  });

  // A lost answer costs others the sight of a renewal, as below: what that takes of the margin is bounded here.
  const prompt = { requestTimeoutMs: 1000 };

  test('not with 15/10/2 while clocks differ by a twentieth', () => {
    expect(found(prey(config(15, 10, 2, prompt), { driftRatio: 0.05 }), FEW)).toBeNull();
  });

  test('with 15/10/2 where one clock runs half again as fast as another', () => {
    const what = prey(config(15, 10, 2, prompt), { driftRatio: 0.2 });
    expect(found(what, MANY)?.violation.invariant).toBe('oneAuthority');
  });

  test('with 15/10/2 where a process stands still', () => {
    const paused = prey(config(15, 10, 2), { without: ['clock', 'link'] });
    expect(found(paused, MANY)?.violation.invariant).toBe('oneAuthority');
  });
});

describe('a lease that is emptied under the feet of its holder', () => {
  const releasing = (more: Config = {}) =>
    prey(config(15, 10, 2, { releaseOnCancel: 1, ...more }), { without: [] });

  test('is found where electors release as they stop', () => {
    expect(found(releasing(), MANY, 'holderReleases')).not.toBeNull();
  });

  test('and not where they look at whose it is', () => {
    expect(found(releasing({ recheckHolderOnRelease: 1 }), FEW, 'holderReleases')).toBeNull();
  });
});
