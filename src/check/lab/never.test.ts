import { describe, expect, it } from 'vitest';
import { failoverTrial } from './failover';
import { whyNotAll } from './never';
import { changed } from './parameter';
import type { LabSetup } from './setup';
import { labSetup } from './test-kit';

const LAN_SETUP = labSetup();

const trialsOf = (setup: LabSetup) => [1, 2, 3].map((seed) => failoverTrial(setup, seed));
const reasonOf = (setup: LabSetup) => whyNotAll(setup, trialsOf(setup));

describe('whyNotAll', () => {
  it('has nothing to say where every trial ended with a new leader', () => {
    expect(reasonOf(LAN_SETUP)).toBeNull();
  });

  it('tells what the rules say of the numbers', () => {
    const reason = reasonOf(changed(LAN_SETUP, 'downAfterMs', 60));
    expect(reason).toMatch(/^hbIntervalMs \(50\) is not below leaseMs \(45\)/);
  });

  it('tells how short the reigns were where the rules say nothing', () => {
    const [trial] = trialsOf(LAN_SETUP);
    const unsteady = { ...trial!, outcome: 'unsteady' as const, reigns: 7, steadyUs: 450_000 };
    expect(whyNotAll(LAN_SETUP, [unsteady, { ...unsteady, reigns: 3, steadyUs: 512_000 }])).toBe(
      'No leader lasted: at best all knew one for 512 ms, and all timeouts together take 1.5 s. Up to 7 began to lead in one trial.',
    );
  });

  it('tells that nobody led at all', () => {
    const reason = reasonOf(changed(LAN_SETUP, 'lossPercent', 99));
    expect(reason).toMatch(/^Nobody began to lead within [\d.]+ s\.$/);
  });

  it('tells of a leader that has no successor how long one was waited for', () => {
    const [trial] = trialsOf(LAN_SETUP);
    const unsettled = { ...trial!, outcome: 'unsettled' as const, failoverUs: 12_345_678 };
    expect(whyNotAll(LAN_SETUP, [trial!, unsettled])).toBe(
      'After the leader was gone nobody led for 12.3 s; then it was given up.',
    );
  });
});
