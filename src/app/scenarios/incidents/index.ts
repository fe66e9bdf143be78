/**
 * What was reported in public, as runs to watch: in the words of this project, with the fix that was made as a switch. What
 * a hunt says of a fix is what one said of this code; the schedules that it tried are named with it.
 */
import { assert } from '../../../core/assert';
import { SCENARIOS } from '../index';
import { deafFollower, deafFollowerAsking } from '../raft/deaf-follower';
import { partialPartition, partialPartitionBoth } from '../raft/partial-partition';
import { slowDiskPatient } from '../raft/slow-disk-patient';
import { acknowledgedByMajority } from './acknowledged-by-majority';
import { emptiedLease, recheckedRelease } from './emptied-lease';
import type { Scenario } from '../scenario';
import type { Incident } from './incident';
import { halfTheDeadline, oneSlowCall } from './request-timeout';
import { deadlineFromRenewal, longerThanItsLease } from './single-node-numbers';
import { holdersDurationCounts, shorterSteals } from './two-durations';
import { twoMasters, twoMastersMajority } from './two-masters';

export type { Incident } from './incident';

/** A story of the gallery, by name: one list of them in one file weighs less than many that are shared. */
function told(id: string): Scenario {
  const story = SCENARIOS.find((each) => each.id === id);
  assert(story !== undefined, `the gallery has a story ${id}`);
  return story;
}

/** All with the numbers as they are in these runs; `npm run hunt` looks further, for whoever has the time. */
const RAFT_HUNTED =
  'Hunted with all rules on, three to five nodes: 2,560 schedules of faults, and none broke safety or left a cluster that was not whole again.';
const QUORUM_HUNTED =
  'Hunted with all rules on, two to five nodes: 5,408 schedules of faults, and none broke safety or left a cluster that was not whole again.';

export const INCIDENTS: readonly Incident[] = [
  {
    source: 'Cloudflare, post-mortem of 2 November 2020',
    reported:
      'A switch that passed some traffic and not the rest: one member of an etcd cluster lost its leader, still reached the third one, and stood again and again. The cluster could not be written to for hours.',
    story: told('raft-one-link-neither'),
    fixed: told('raft-one-link-both'),
    fix: 'with pre-vote and check-quorum',
    hunted: RAFT_HUNTED,
  },
  {
    source: 'Raft does not guarantee liveness in the face of network faults (2020)',
    reported:
      'Five nodes, two of them at the end of one link each: without both of its optional rules a Raft cluster may be busy with elections for ever, although a majority is connected.',
    story: partialPartition,
    fixed: partialPartitionBoth,
    fix: 'with pre-vote and check-quorum',
    hunted: RAFT_HUNTED,
  },
  {
    source: 'etcd #9563',
    reported:
      'A follower that was isolated for some seconds came back with a higher term, and the healthy leader had to step down for it.',
    story: told('raft-disruptive-node'),
    fixed: told('raft-asking-first'),
    fix: 'with pre-vote',
    hunted: RAFT_HUNTED,
  },
  {
    source: 'raft-rs (the old one) #27',
    reported:
      'A node that could send and could not receive: its term climbed, and there were elections without end.',
    story: deafFollower,
    fixed: deafFollowerAsking,
    fix: 'with pre-vote and check-quorum',
    hunted: RAFT_HUNTED,
  },
  {
    source: 'cockroachdb #79699',
    reported:
      'A leader that nobody could answer any more went on with its heartbeats. They kept all others quiet, and nothing could be decided.',
    story: told('raft-deaf-leader'),
    fixed: told('raft-deaf-leader-checked'),
    fix: 'with check-quorum',
    hunted: RAFT_HUNTED,
  },
  {
    source: 'etcd #13527',
    reported:
      'One write to the disk took almost three seconds where the election timeout was one: leaders changed over and over, while the network was fine.',
    story: told('raft-slow-disk'),
    fixed: slowDiskPatient,
    fix: 'with an election timeout of four seconds',
    hunted:
      'Hunted with that timeout, and with disks and timers that become slow: 224 schedules of faults, and none broke safety or left a cluster that was not whole again.',
  },
  {
    source: 'etcd, documentation of ReadOnlyLeaseBased',
    reported:
      'Reads that rest on the leader’s lease alone trust its clock: the documentation says that one which runs slow may answer with what is no longer true.',
    story: told('raft-stale-by-lease'),
    fixed: told('raft-confirmed-reads'),
    fix: 'with reads that ask a majority',
    hunted: 'Hunted with two clients that read and write: 2,640 schedules of faults, and no read was stale.',
  },
  {
    source: 'kubernetes #47671',
    reported:
      'Two instances of one component with different lease durations: the one with the shorter took the lease from the one with the longer while that was in its right.',
    story: shorterSteals,
    fixed: holdersDurationCounts,
    fix: 'with the duration that the holder wrote (Kubernetes 1.27)',
    hunted:
      'Hunted with these two settings, without pauses, wrong clocks and slow links: 8,592 schedules, and nobody led beside another. With the own duration counting it took 18 to find the theft.',
  },
  {
    source: 'kubernetes #95319',
    reported:
      'A request to the API server could wait for as long as the whole renew deadline, so that a single slow call ended a leadership.',
    story: oneSlowCall,
    fixed: halfTheDeadline,
    fix: 'with a request timeout of half the deadline',
    hunted:
      'No hunt would tell them apart: nothing unsafe happens with either. What the timeout costs is leaders.',
  },
  {
    source: 'client-go, commits 500bfe00c and 3633ea23d (Kubernetes 1.34)',
    reported:
      'A release reads the lease and then writes it, going by what was observed before: recordings of the real elector show one that has not noticed its loss empty the lease of its successor.',
    story: emptiedLease,
    fixed: recheckedRelease,
    fix: 'with a look at whose lease it is (ours, not in client-go)',
    hunted:
      'Hunted with releases on, for leases that are emptied under their holder: 11,728 schedules with the look, and none; without it, found after 226.',
  },
  {
    source: 'openshift/library-go, LeaderElectionSNOConfig',
    reported:
      'Numbers made for a single node, where nobody else can take over: 270, 240 and 60 seconds, said to bear clocks that are 30 seconds apart. Counted by the code, leading may last 300 seconds after the last renewal.',
    story: longerThanItsLease,
    fixed: deadlineFromRenewal,
    fix: 'with a deadline that counts from the renewal (ours, not in client-go)',
    hunted:
      'Hunted with right clocks, and without pauses and slow links: 7,536 schedules, and nobody led beside another. As published two leaders were found after 8.',
  },
  {
    source: 'elasticsearch #2488',
    reported:
      'Partitions that overlap: two nodes that did not reach each other, both reached by the third, and two masters at once.',
    story: told('one-cut-link'),
    fixed: told('one-cut-link-hardened'),
    fix: 'with votes that are a promise, and authority that a majority grants',
    hunted: QUORUM_HUNTED,
  },
  {
    source: 'elasticsearch #10935',
    reported: 'A cluster of two nodes in which one was enough to elect a master had two of them after a cut.',
    story: twoMasters,
    fixed: twoMastersMajority,
    fix: 'with the majority rule',
    hunted: QUORUM_HUNTED,
  },
  {
    source: 'Jepsen (2013), Call me maybe: MongoDB',
    reported:
      'Writes that the primary alone had acknowledged were rolled back after a partition, once another one had been elected without them.',
    story: told('acknowledged-alone'),
    fixed: acknowledgedByMajority,
    fix: 'with acknowledgement by a majority',
    hunted:
      'Hunted with one client that writes, three to five nodes: 208 schedules of faults, and nothing that was acknowledged was lost.',
  },
  {
    source: 'How to do distributed locking (2016), on Redlock',
    reported:
      'A lock that goes by clocks does not protect what it guards by itself: after a jump of a clock, or a pause, its old holder still writes. What is written to has to refuse an older token.',
    story: told('skewed-clock-unfenced'),
    fixed: told('skewed-clock'),
    fix: 'with fencing',
    hunted:
      'Hunted with one client that writes: 64 schedules of faults, and no data was overwritten or lost. Two who believe that they lead it allows: fencing does not keep them apart.',
  },
];

/** Every run of an incident, each once; the gallery has some of them as stories. */
export const INCIDENT_SCENARIOS = [...new Set(INCIDENTS.flatMap(({ story, fixed }) => [story, fixed]))];
