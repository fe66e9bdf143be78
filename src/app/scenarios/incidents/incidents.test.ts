/** Of each incident, that its run shows what was reported, and that the same faults with the fix do not. */
import { describe, expect, test } from 'vitest';
import { resolveRun } from '../../../sim';
import type { Scenario } from '../scenario';
import { leadersAt, telling } from '../test-kit';
import { deafFollower, deafFollowerAsking } from '../raft/deaf-follower';
import { partialPartition, partialPartitionBoth } from '../raft/partial-partition';
import { slowDiskPatient } from '../raft/slow-disk-patient';
import { acknowledgedByMajority } from './acknowledged-by-majority';
import { emptiedLease, recheckedRelease } from './emptied-lease';
import { INCIDENTS } from './index';
import { halfTheDeadline, oneSlowCall } from './request-timeout';
import { deadlineFromRenewal, longerThanItsLease } from './single-node-numbers';
import { holdersDurationCounts, shorterSteals } from './two-durations';
import { twoMasters, twoMastersMajority } from './two-masters';

const brokenIn = (scenario: Scenario) => telling(scenario).violations.map(({ invariant }) => invariant);

/** Who stopped leading after the first fault, in order. */
const deposedIn = (scenario: Scenario) => {
  const sinceMs = Math.min(...scenario.run.faults!.map(({ atMs }) => atMs));
  return telling(scenario)
    .lines.filter(
      ({ atMs, tag, text }) => atMs > sinceMs && tag === 'replica' && /stepped down|stopped/.test(text),
    )
    .map(({ node }) => node);
};

const leaseAt = (scenario: Scenario, atMs: number): unknown =>
  JSON.parse(telling(scenario).view(atMs).store!.keys[0]!.value!);

describe.each(INCIDENTS)('$source', ({ source, reported, story, fixed, fix, hunted }) => {
  test('has the same faults and nodes with the fix, and something else is different', () => {
    const [a, b] = [resolveRun(story.run), resolveRun(fixed.run)];
    expect(b.nodes).toEqual(a.nodes);
    expect(b.seed).toBe(a.seed);
    expect(b.faults.map(({ kind }) => kind)).toEqual(a.faults.map(({ kind }) => kind));
    expect(b).not.toEqual(a);
  });

  test('names no person, and says what was reported, what the fix is and how far a hunt looked', () => {
    expect(source).toMatch(/#\d+|\d{4}|documentation|commits|LeaderElectionSNOConfig/);
    expect(reported).toMatch(/\.$/);
    expect(fix).toMatch(/^with /);
    expect(hunted).toMatch(/\d schedules|No hunt/);
  });
});

test('there are at least twelve, of five protocols', () => {
  expect(INCIDENTS.length).toBeGreaterThanOrEqual(12);
  expect(new Set(INCIDENTS.map(({ source }) => source)).size).toBe(INCIDENTS.length);
  expect(new Set(INCIDENTS.map(({ story }) => story.run.protocol)).size).toBe(5);
});

describe('each new one shows what it says', () => {
  test('a deaf node deposes one leader after the other, and none if it has to ask', () => {
    expect(deposedIn(deafFollower)).toEqual(['n1', 'n4', 'n3']);
    expect(deposedIn(deafFollowerAsking)).toEqual([]);
    expect(leadersAt(telling(deafFollowerAsking), deafFollowerAsking.untilMs)).toEqual(['n1']);
  });

  test('two nodes at the end of a link depose leaders that a majority reaches, and none if they have to ask', () => {
    expect(deposedIn(partialPartition).slice(0, 2)).toEqual(['n1', 'n3']);
    expect(deposedIn(partialPartitionBoth)).toEqual([]);
  });

  test('a slow disk deposes nobody whose followers are patient', () => {
    expect(deposedIn(slowDiskPatient)).toEqual([]);
    expect(leadersAt(telling(slowDiskPatient), slowDiskPatient.untilMs)).toEqual(['n1']);
  });

  test('the shorter lease steals, and not where the holder says how long to wait', () => {
    expect(leadersAt(telling(shorterSteals), shorterSteals.lookAtMs)).toEqual(['n1', 'n2']);
    expect(brokenIn(shorterSteals)).toEqual(['oneAuthority']);
    expect(brokenIn(holdersDurationCounts)).toEqual([]);
    for (const atMs of [21_000, 29_900, 33_900, 45_000])
      expect(leadersAt(telling(holdersDurationCounts), atMs)).toEqual(['n2']);
  });

  test('one lost call ends a leadership if it may take the whole deadline', () => {
    expect(deposedIn(oneSlowCall)).toEqual(['n1']);
    expect(leadersAt(telling(oneSlowCall), oneSlowCall.lookAtMs)).toEqual([]);
    expect(deposedIn(halfTheDeadline)).toEqual([]);
  });

  test('a release empties the lease of a successor, and not where the holder is looked at', () => {
    expect(leaseAt(emptiedLease, emptiedLease.lookAtMs)).toMatchObject({ holderIdentity: '' });
    expect(brokenIn(emptiedLease)).toEqual(['holderReleases']);
    expect(leaseAt(recheckedRelease, recheckedRelease.lookAtMs)).toMatchObject({ leaseTransitions: 1 });
    expect(brokenIn(recheckedRelease)).toEqual([]);
  });

  test('270/240/60: two lead for three seconds by right clocks, and with a deadline from the renewal never', () => {
    expect(leadersAt(telling(longerThanItsLease), longerThanItsLease.lookAtMs)).toEqual(['n4', 'n5']);
    expect(brokenIn(longerThanItsLease)).toEqual(['oneAuthority']);
    expect(leadersAt(telling(deadlineFromRenewal), 541_000)).toEqual([]);
    expect(leadersAt(telling(deadlineFromRenewal), deadlineFromRenewal.lookAtMs)).toEqual(['n5']);
    expect(brokenIn(deadlineFromRenewal)).toEqual([]);
  });

  test('two masters of two nodes, and none with the majority rule', () => {
    expect(leadersAt(telling(twoMasters), twoMasters.lookAtMs)).toEqual(['n1', 'n2']);
    expect(leadersAt(telling(twoMastersMajority), twoMastersMajority.lookAtMs)).toEqual([]);
    expect(brokenIn(twoMastersMajority)).toEqual([]);
  });

  test('what a majority acknowledged survives the same cut', () => {
    const { lookAtMs, untilMs } = acknowledgedByMajority;
    const clientAt = (atMs: number) => telling(acknowledgedByMajority).view(atMs).clients![0]!;
    expect(clientAt(lookAtMs)).toMatchObject({ acknowledged: 2, writing: 3 });
    expect(clientAt(untilMs).acknowledged).toBeGreaterThanOrEqual(3);
    expect(brokenIn(acknowledgedByMajority)).toEqual([]);
  });
});
