/** Every scenario, in the order of the gallery: from what must work, through what breaks, to what holds it together. */
import { acknowledgedAlone } from './acknowledged-alone';
import { amnesia } from './amnesia';
import { betterOffset } from './better-offset';
import { cleanFailover } from './clean-failover';
import { comebackDated } from './comeback-dated';
import { comebackUndated } from './comeback-undated';
import { corruptLeaseKey } from './corrupt-lease-key';
import { deafPrimary } from './deaf-primary';
import { deafPrimaryHardened } from './deaf-primary-hardened';
import { duelingCandidates } from './dueling-candidates';
import { flappingLink } from './flapping-link';
import { frozenPrimary } from './frozen-primary';
import { lateAndTwice } from './late-and-twice';
import { longestIsNotNewest } from './longest-is-not-newest';
import { lostAnnounce } from './lost-announce';
import { lostAnnounceHardened } from './lost-announce-hardened';
import { minorityPartition } from './minority-partition';
import { oneCutLink } from './one-cut-link';
import { oneCutLinkHardened } from './one-cut-link-hardened';
import { pauseAcrossLease } from './pause-across-lease';
import { preemption } from './preemption';
import { deafLeader, deafLeaderChecked } from './raft/deaf-leader';
import { askingFirst, disruptiveNode } from './raft/disruptive-node';
import { divergentLogs } from './raft/divergent-logs';
import { figure8, figure8OwnTerm } from './raft/figure-8';
import { fourNodes } from './raft/four-nodes';
import { confirmedReads, staleByLease } from './raft/lease-reads';
import { oneLinkAskingOnly, oneLinkBoth, oneLinkNeither } from './raft/one-link';
import { slowDisk } from './raft/slow-disk';
import { transfer, transferToLaggard } from './raft/transfer';
import { resign } from './resign';
import { resignForgets } from './resign-forgets';
import type { Chapter, Scenario } from './scenario';
import { shortPause } from './short-pause';
import { skewedClock } from './skewed-clock';
import { skewedClockUnfenced } from './skewed-clock-unfenced';
import { staleRead } from './stale-read';
import { slowClock } from './slow-clock';
import { diskSlowerThanTimeout } from './slow-disk';
import { slowNetwork } from './slow-network';
import { slowerClock } from './slower-clock';
import { slowerClockClients } from './slower-clock-clients';
import { staleRedirect } from './stale-redirect';
import { storeUnreachable } from './store-unreachable';
import { threeOfFiveDown } from './three-of-five-down';
import { twoExports } from './two-exports';
import { twoHalves } from './two-halves';
import { twoNodes } from './two-nodes';
import { twoOfFiveDown } from './two-of-five-down';
import { unheardPrimary } from './unheard-primary';

export type { Chapter, Scenario } from './scenario';

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Who may lead',
    scenarios: [cleanFailover, twoOfFiveDown, threeOfFiveDown, twoNodes, duelingCandidates, betterOffset],
  },
  {
    title: 'Broken as published, hardened',
    scenarios: [
      oneCutLink,
      oneCutLinkHardened,
      deafPrimary,
      deafPrimaryHardened,
      lostAnnounce,
      lostAnnounceHardened,
    ],
  },
  {
    title: 'A network that misbehaves',
    scenarios: [minorityPartition, twoHalves, flappingLink, unheardPrimary, lateAndTwice, slowNetwork],
  },
  {
    title: 'Pauses, disks and clocks',
    scenarios: [
      shortPause,
      frozenPrimary,
      amnesia,
      longestIsNotNewest,
      diskSlowerThanTimeout,
      slowClock,
      slowerClock,
    ],
  },
  {
    title: 'Clients and their data',
    scenarios: [staleRedirect, acknowledgedAlone, comebackUndated, comebackDated, slowerClockClients],
  },
  {
    title: 'A lease in a store',
    scenarios: [storeUnreachable, pauseAcrossLease, preemption, corruptLeaseKey, resign, resignForgets],
  },
  {
    title: 'Raft, as etcd runs it',
    scenarios: [
      disruptiveNode,
      askingFirst,
      oneLinkNeither,
      oneLinkAskingOnly,
      oneLinkBoth,
      deafLeader,
      deafLeaderChecked,
      fourNodes,
      divergentLogs,
      figure8,
      figure8OwnTerm,
      slowDisk,
      transfer,
      transferToLaggard,
      staleByLease,
      confirmedReads,
    ],
  },
  {
    title: 'Clocks that disagree',
    scenarios: [skewedClock, skewedClockUnfenced, staleRead, twoExports],
  },
];

export const SCENARIOS: readonly Scenario[] = CHAPTERS.flatMap(({ scenarios }) => scenarios);
