/** Of each scenario, that it shows what its words say. */
import { describe, expect, test } from 'vitest';
import { ballotProtocol } from '../../core/protocols/ballot-lease/protocol';
import { EXPORT_KEY } from '../../core/export/exporter';
import { hasWrite } from '../../core/register/history';
import type { Redirect } from '../../core/register/message';
import type { ClusterView } from '../../sim';
import type { MessageRow } from '../../sim/trace/message-table';
import { acknowledgedAlone } from './acknowledged-alone';
import { amnesia } from './amnesia';
import { betterOffset } from './better-offset';
import { cleanFailover } from './clean-failover';
import { comebackDated } from './comeback-dated';
import { comebackUndated } from './comeback-undated';
import { corruptLeaseKey, LEASE_KEY } from './corrupt-lease-key';
import { deafPrimary } from './deaf-primary';
import { deafPrimaryHardened } from './deaf-primary-hardened';
import { duelingCandidates } from './dueling-candidates';
import { flappingLink } from './flapping-link';
import { frozenPrimary } from './frozen-primary';
import { SCENARIOS } from './index';
import { lateAndTwice } from './late-and-twice';
import { longestIsNotNewest } from './longest-is-not-newest';
import { lostAnnounce } from './lost-announce';
import { lostAnnounceHardened } from './lost-announce-hardened';
import { minorityPartition } from './minority-partition';
import { oneCutLink } from './one-cut-link';
import { oneCutLinkHardened } from './one-cut-link-hardened';
import { pauseAcrossLease } from './pause-across-lease';
import { preemption } from './preemption';
import { figure8 } from './raft/figure-8';
import { staleByLease } from './raft/lease-reads';
import { resign } from './resign';
import { resignForgets } from './resign-forgets';
import { type Scenario } from './scenario';
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
import { leadersAt, telling, told, type Told } from './test-kit';
import { threeOfFiveDown } from './three-of-five-down';
import { twoExports } from './two-exports';
import { twoHalves } from './two-halves';
import { twoNodes } from './two-nodes';
import { twoOfFiveDown } from './two-of-five-down';
import { unheardPrimary } from './unheard-primary';

test('the key that a story damages is the one that says who leads', () => {
  expect(LEASE_KEY).toBe(ballotProtocol.store!.leaseKey);
});

describe('each shows what it says', () => {
  test('slow disk: nobody wins while a write outlasts a candidacy, and somebody does right after', () => {
    const story = telling(diskSlowerThanTimeout);
    expect(leadersAt(story, 7900)).toEqual(['n1']);
    for (let atMs = 9000; atMs < 28_000; atMs += 500) expect(leadersAt(story, atMs)).toEqual([]);
    expect(leadersAt(story, diskSlowerThanTimeout.untilMs)).toEqual(['n2']);
  });

  test('clean failover: the votes are in the air, and another node leads in a higher epoch', () => {
    const story = telling(cleanFailover);
    expect(flyingAt(story, cleanFailover.lookAtMs, 'ACCEPT')).toBe(3);
    expect(leadersAt(story, 16_000)).toEqual([]);
    expectNext(story, cleanFailover, { before: 'n1', after: 'n2' });
  });

  test('two of five down: the other three elect n3', () => {
    expectNext(telling(twoOfFiveDown), twoOfFiveDown, { before: 'n1', after: 'n3' });
    expect(leadersAt(telling(twoOfFiveDown), twoOfFiveDown.lookAtMs)).toEqual(['n3']);
    expect(nodeAt(twoOfFiveDown, 'n2', twoOfFiveDown.lookAtMs).status).toBe('killed');
  });

  test('three of five down: after two somebody leads, after three nobody does', () => {
    expect(leadersAt(telling(threeOfFiveDown), 20_000)).toEqual(['n1']);
    expect(nodeAt(threeOfFiveDown, 'n1', threeOfFiveDown.lookAtMs)).toMatchObject({
      status: 'up',
      role: 'primary',
      authority: false,
    });
    expect(leadersAt(telling(threeOfFiveDown), threeOfFiveDown.untilMs)).toEqual([]);
  });

  test('two nodes: the one that is left never leads alone, and leads again with the other', () => {
    const story = telling(twoNodes);
    expect(nodeAt(twoNodes, 'n1', twoNodes.lookAtMs)).toMatchObject({ status: 'up', authority: false });
    for (let atMs = 14_000; atMs < 24_000; atMs += 500) expect(leadersAt(story, atMs)).toEqual([]);
    expect(leadersAt(story, twoNodes.untilMs)).toEqual(['n1']);
  });

  test('dueling candidates: two stand at once with two votes each, and one of them wins the next epoch', () => {
    const story = telling(duelingCandidates);
    const { nodes } = story.view(duelingCandidates.lookAtMs);
    expect(nodes.filter(({ role }) => role === 'candidate').map(({ id }) => id)).toEqual(['n2', 'n3']);
    const voters = linesWith(story, 'vote').filter(({ epoch }) => epoch === 3);
    expect(voters.map(({ node, text }) => `${node} ${text}`).sort()).toEqual([
      'n4 voted for n2 in epoch 3',
      'n5 voted for n3 in epoch 3',
    ]);
    expect(linesWith(story, 'replica').filter(({ text }) => text.includes('only 2 of the 3'))).toHaveLength(
      2,
    );
    expect(nodeAt(duelingCandidates, 'n3', duelingCandidates.untilMs)).toMatchObject({
      authority: true,
      epoch: 4,
    });
  });

  test('better offset: only n4 stands, and it wins', () => {
    const story = telling(betterOffset);
    expect(linesWith(story, 'candidate').map(({ node, epoch }) => [node, epoch])).toEqual([
      ['n1', 2],
      ['n4', 3],
    ]);
    expectNext(story, betterOffset, { before: 'n1', after: 'n4' });
  });

  test('one cut link: two primaries with authority under the published protocol, never under the hardened one', () => {
    expect(leadersAt(telling(oneCutLink), oneCutLink.lookAtMs)).toEqual(['n1', 'n2']);
    expect(leadersAt(telling(oneCutLink), oneCutLink.untilMs)).toEqual(['n1', 'n2']);
    expect(brokenIn(oneCutLink)).toEqual(['oneAuthority']);

    const hardened = telling(oneCutLinkHardened);
    expect(brokenIn(oneCutLinkHardened)).toEqual([]);
    expect(refusals(hardened, 'n3', 'still hears its primary n1').length).toBeGreaterThanOrEqual(3);
    expect(leadersAt(hardened, oneCutLinkHardened.lookAtMs)).toEqual(['n1']);
    expect(leadersAt(hardened, oneCutLinkHardened.untilMs)).toEqual(['n1']);
  });

  test('deaf primary: followed without authority for ever as published, replaced when hardened', () => {
    for (const atMs of [deafPrimary.lookAtMs, deafPrimary.untilMs]) {
      expect(leadersAt(telling(deafPrimary), atMs)).toEqual([]);
      expect(nodeAt(deafPrimary, 'n1', atMs)).toMatchObject({
        role: 'primary',
        leadership: { kind: 'leader' },
      });
      expect(followersAt(deafPrimary, 'n1', atMs)).toEqual(['n2', 'n3', 'n4', 'n5']);
    }
    // Not for want of patience: ten minutes later nobody has stood.
    expect(linesWith(told(deafPrimary.run, 600_000), 'candidate')).toEqual([]);

    const { lookAtMs, untilMs } = deafPrimaryHardened;
    expect(telling(deafPrimaryHardened).view(lookAtMs).nodes).toSatisfy((nodes: ClusterView['nodes']) =>
      nodes.every(({ role, primary }) => role === 'replica' && primary === null),
    );
    const [leader] = leadersAt(telling(deafPrimaryHardened), untilMs);
    expect(['n2', 'n3', 'n4', 'n5']).toContain(leader);
  });

  test('lost announcements: exactly those of the winner, all of them', () => {
    for (const scenario of [lostAnnounce, lostAnnounceHardened]) {
      const { messages } = telling(scenario).trace;
      const announced = Array.from({ length: messages.length }, (_, id) => messages.row(id)).filter(
        ({ verb, from, to }) => verb === 'ANNOUNCE' && from === 'n2' && to !== 'n1',
      );
      const dropped = scenario.run.faults!.flatMap((fault) => (fault.kind === 'drop' ? [fault.message] : []));
      expect(dropped, 'the numbers in the script').toEqual(announced.map(({ id }) => id));
      expect(announced.map(({ fate }) => fate)).toEqual(['dropped', 'dropped', 'dropped']);
    }
  });

  test('lost announcements: the voters go on following the dead as published, the winner when hardened', () => {
    const voters = ['n3', 'n4', 'n5'];
    for (const atMs of [lostAnnounce.lookAtMs, lostAnnounce.untilMs]) {
      expect(leadersAt(telling(lostAnnounce), atMs)).toEqual(['n2']);
      expect(nodeAt(lostAnnounce, 'n1', atMs).status).toBe('killed');
      expect(followersAt(lostAnnounce, 'n1', atMs)).toEqual(voters);
    }
    expect(followersAt(lostAnnounceHardened, 'n2', lostAnnounceHardened.lookAtMs)).toEqual([]);
    expect(followersAt(lostAnnounceHardened, 'n2', lostAnnounceHardened.lookAtMs + 700)).toEqual(voters);
    expect(leadersAt(telling(lostAnnounceHardened), lostAnnounceHardened.untilMs)).toEqual(['n2']);
  });

  test('minority: two primaries and no authority at its moment, then that of the majority, one epoch at the end', () => {
    const story = telling(minorityPartition);
    const { nodes } = story.view(minorityPartition.lookAtMs);
    expect(nodes.filter(({ role }) => role === 'primary').map(({ id }) => id)).toEqual(['n1', 'n3']);
    expect(leadersAt(story, minorityPartition.lookAtMs)).toEqual([]);
    expect(leadersAt(story, 21_000)).toEqual(['n3']);
    expect(followersAt(minorityPartition, 'n3', minorityPartition.untilMs)).toEqual(['n1', 'n2', 'n4', 'n5']);
    expect(story.view(minorityPartition.untilMs).nodes.every(({ epoch }) => epoch === 3)).toBe(true);
  });

  test('half is not a majority: two authorities for good, none of it with the rule on', () => {
    expect(brokenIn(twoHalves)).toEqual(['quorumOfVotes', 'oneAuthority']);
    for (const atMs of [twoHalves.lookAtMs, twoHalves.untilMs])
      expect(leadersAt(telling(twoHalves), atMs)).toEqual(['n1', 'n3']);
    const strict = told({ ...twoHalves.run, safeguards: {} }, twoHalves.untilMs);
    expect(strict.violations).toEqual([]);
    expect(leadersAt(strict, twoHalves.untilMs)).toEqual([]);
  });

  test('slow network: everybody is heard, nobody leads; with other numbers somebody does', () => {
    const story = telling(slowNetwork);
    for (let atMs = 16_000; atMs <= 19_000; atMs += 250) expect(leadersAt(story, atMs)).toEqual([]);
    expect(nodeAt(slowNetwork, 'n1', slowNetwork.lookAtMs)).toMatchObject({
      role: 'primary',
      authority: false,
    });
    for (let atMs = 21_000; atMs <= slowNetwork.untilMs; atMs += 250)
      expect(leadersAt(story, atMs)).toEqual(['n1']);
  });

  test('flapping link: n2 asks each time, never stands, and nobody ever leaves epoch 2', () => {
    const story = telling(flappingLink);
    expect(linesWith(story, 'candidate').map(({ node, epoch }) => [node, epoch])).toEqual([['n1', 2]]);
    const asked = linesWith(story, 'note').filter(
      ({ node, text }) => node === 'n2' && text.startsWith('asks who would vote for it in epoch 3'),
    );
    const outages = [10_000, 20_000, 30_000];
    for (const atMs of outages)
      expect(asked.some((line) => line.atMs > atMs + 4000 && line.atMs < atMs + 7500)).toBe(true);
    const unasked = told({ ...flappingLink.run, safeguards: { preVote: false } }, flappingLink.untilMs);
    expect(linesWith(unasked, 'candidate').filter(({ node }) => node === 'n2')).toHaveLength(3);
    for (let atMs = 9000; atMs <= flappingLink.untilMs; atMs += 250) {
      expect(leadersAt(story, atMs)).toEqual(['n1']);
      expect(story.view(atMs).nodes.every(({ epoch }) => epoch === 2)).toBe(true);
    }
  });

  test('unheard primary: it loses its authority, and votes for its successor', () => {
    const story = telling(unheardPrimary);
    const vote = linesWith(story, 'vote').find(({ node }) => node === 'n1');
    expect(vote).toMatchObject({ text: 'voted for n2 in epoch 3' });
    expect(vote!.atMs).toBeGreaterThan(unheardPrimary.lookAtMs - 100);
    expect(vote!.atMs).toBeLessThan(unheardPrimary.lookAtMs);
    expectNext(story, unheardPrimary, { before: 'n1', after: 'n2' });
    expect(followersAt(unheardPrimary, 'n2', unheardPrimary.untilMs)).toContain('n1');
  });

  test('late and twice: copies and overtaking, the same failover, a little later', () => {
    const story = telling(lateAndTwice);
    const { messages } = story.trace;
    const rows = Array.from({ length: messages.length }, (_, id) => messages.row(id));
    const overtaken = rows.filter(({ from, to, endUs, id }) =>
      rows.slice(id + 1, id + 60).some((next) => next.from === from && next.to === to && next.endUs < endUs),
    );
    const copies = rows.filter(({ duplicate, verb, to }) => duplicate && verb === 'ACCEPT' && to === 'n2');
    expect(overtaken.length).toBeGreaterThan(50);
    expect(copies.length).toBeGreaterThan(0);
    expect(rows.filter(({ fate }) => fate === 'lost').length).toBeGreaterThan(10);
    expect(brokenIn(lateAndTwice)).toEqual([]);
    expectNext(story, lateAndTwice, { before: 'n1', after: 'n2' });
    const took = (of: Told, killedMs: number): number =>
      linesWith(of, 'primary').find(({ node }) => node === 'n2')!.atMs - killedMs;
    const [late, clean] = [took(story, 14_000), took(telling(cleanFailover), 12_000)];
    expect(late).toBeGreaterThan(clean);
    expect(late).toBeLessThan(clean * 1.5);
  });

  test('short pause: the authority runs out and comes back, nobody stands, the epoch stays', () => {
    const story = telling(shortPause);
    expect(nodeAt(shortPause, 'n1', shortPause.lookAtMs)).toMatchObject({
      status: 'frozen',
      authority: false,
    });
    expect(linesWith(story, 'candidate').map(({ node }) => node)).toEqual(['n1']);
    expect(leadersAt(story, shortPause.untilMs)).toEqual(['n1']);
    expect(nodeAt(shortPause, 'n1', shortPause.untilMs).epoch).toBe(2);
  });

  test('frozen primary: it wakes as a primary without authority, and n2 has led for long', () => {
    expect(nodeAt(frozenPrimary, 'n1', frozenPrimary.lookAtMs)).toMatchObject({
      status: 'up',
      role: 'primary',
      authority: false,
    });
    expect(leadersAt(telling(frozenPrimary), frozenPrimary.lookAtMs)).toEqual(['n2']);
    expect(brokenIn(frozenPrimary)).toEqual([]);
    expect(followersAt(frozenPrimary, 'n2', frozenPrimary.untilMs)).toContain('n1');
  });

  test('amnesia: n3 votes twice in epoch 2, which has two winners; with durable votes it has one', () => {
    const story = telling(amnesia);
    expect(linesWith(story, 'vote').map(({ node, text }) => `${node} ${text}`)).toEqual([
      'n3 voted for n2 in epoch 2',
      'n3 voted for n1 in epoch 2',
    ]);
    expect(brokenIn(amnesia)).toEqual(['oneVotePerEpoch', 'oneWinnerPerEpoch']);
    const primaries = story.view(amnesia.lookAtMs).nodes.filter(({ role }) => role === 'primary');
    expect(primaries).toMatchObject([
      { id: 'n1', epoch: 2 },
      { id: 'n2', epoch: 2 },
    ]);
    const durable = told({ ...amnesia.run, safeguards: { durableVotes: true } }, amnesia.untilMs);
    expect(durable.violations).toEqual([]);
    expect(leadersAt(durable, amnesia.untilMs)).toEqual(['n1']);
  });

  test('longest log: n1 has more and does not stand; without dated offsets it would win', () => {
    const story = telling(longestIsNotNewest);
    const { lookAtMs, untilMs } = longestIsNotNewest;
    expect(nodeAt(longestIsNotNewest, 'n1', lookAtMs)).toMatchObject({ replOffset: 900, role: 'replica' });
    expect(nodeAt(longestIsNotNewest, 'n3', lookAtMs)).toMatchObject({ replOffset: 150, role: 'candidate' });
    expect(linesWith(story, 'vote').at(-1)!.text).toMatch(/voted for n3 in epoch 4/);
    expect(leadersAt(story, untilMs)).toEqual(['n3']);
    const undated = told({ ...longestIsNotNewest.run, safeguards: { datedOffsets: false } }, untilMs);
    expect(leadersAt(undated, untilMs)).toEqual(['n1']);
  });

  test('slow clocks: a fifth is within the margin, two thirds are beyond it', () => {
    expect(brokenIn(slowClock)).toEqual([]);
    expect(leadersAt(telling(slowClock), slowClock.lookAtMs)).toEqual([]);
    const [lost, stood] = ['authority', 'candidate'].map(
      (tag) => linesWith(telling(slowClock), tag).find(({ atMs }) => atMs > 14_000)!.atMs,
    );
    expect(lost).toBeLessThan(stood!);
    expectNext(telling(slowClock), slowClock, { before: 'n1', after: 'n2' });

    expect(brokenIn(slowerClock)).toEqual(['oneAuthority']);
    expect(leadersAt(telling(slowerClock), slowerClock.lookAtMs)).toEqual(['n1', 'n2']);
    expect(leadersAt(telling(slowerClock), slowerClock.untilMs)).toEqual(['n2']);
  });

  test('stale redirect: followed before n2 has served, and not any more afterwards', () => {
    const { lookAtMs, untilMs } = staleRedirect;
    expect(nodeAt(staleRedirect, 'n3', lookAtMs).leadership).toMatchObject({
      kind: 'follower',
      leaderEpoch: 2,
    });
    const hints = messagesOf(staleRedirect, 'n3', ['REDIRECT']).filter(({ sentUs }) => sentUs > 14_000_000);
    expect(
      hints.map(({ id }) => (telling(staleRedirect).trace.messages.message(id) as Redirect).leaderEpoch),
    ).toEqual([2, 2, 2]);
    const before = clientAt(staleRedirect, 'c1', 24_000);
    expect(before).toMatchObject({ leader: 'n1', leaderEpoch: 2, asked: 'n1', stale: 0 });
    const after = clientAt(staleRedirect, 'c1', lookAtMs);
    expect(after).toMatchObject({ leader: 'n2', leaderEpoch: 3, followed: before.followed, stale: 1 });
    expect(after.note).toContain('of epoch 2, but');
    const next = messagesOf(staleRedirect, 'c1', ['WRITE']).find(({ sentUs }) => sentUs > lookAtMs * 1000);
    expect(next!.to).toBe('n4');
    expect(clientAt(staleRedirect, 'c1', untilMs).acknowledged).toBeGreaterThan(after.acknowledged!);
    expect(brokenIn(staleRedirect)).toEqual([]);
  });

  test('acknowledged alone: write 4 is on n1 only, and lost when n2 serves; with majorities it is not', () => {
    const { lookAtMs, untilMs, run } = acknowledgedAlone;
    expect(clientAt(acknowledgedAlone, 'c1', 15_500)).toMatchObject({ acknowledged: 4, writing: 4 });
    expect(holdersAt(acknowledgedAlone, 'c1', 4, 15_500)).toEqual(['n1']);
    expect(copyAt(acknowledgedAlone, 'n2', lookAtMs)).toMatchObject({ serving: true, confirmed: 'c1:1-3' });
    expect(brokenIn(acknowledgedAlone)).toEqual(['acknowledgedSurvive']);
    expect(violationIn(acknowledgedAlone, 'acknowledgedSurvive').text).toContain('without c1#4');
    expect(holdersAt(acknowledgedAlone, 'c1', 4, untilMs)).toEqual([]);

    const majority = told({ ...run, safeguards: {} }, untilMs);
    expect(majority.violations).toEqual([]);
    expect(majority.view(untilMs).nodes[1]!.register!.confirmed).toMatch(/^c1:1-\d+$/);
  });

  test('comeback: undated offsets let n1 drop what n2 had acknowledged, dated ones do not', () => {
    const { lookAtMs, untilMs } = comebackUndated;
    for (const scenario of [comebackUndated, comebackDated]) {
      expect(copyAt(scenario, 'n1', 23_999)).toMatchObject({
        history: 'c1:2-4 c2:2-4 c3:2-5',
        confirmed: 'c1:2-3 c2:2-3 c3:2-4',
      });
      expect(nodeAt(scenario, 'n1', 23_999).replOffset).toBe(11);
      expect(copyAt(scenario, 'n2', 23_999).confirmed).toBe('c1:2-3 c2:2-3,5 c3:2-4');
      expect(nodeAt(scenario, 'n3', 31_000).replOffset).toBe(10);
      expect(clientAt(scenario, 'c2', 24_100).acknowledged).toBe(2);
    }
    expect(leadersAt(telling(comebackUndated), untilMs)).toEqual(['n1']);
    expect(holdersAt(comebackUndated, 'c2', 5, 31_800)).toEqual(['n2', 'n3']);
    expect(nodeAt(comebackUndated, 'n2', lookAtMs).status).toBe('killed');
    expect(holdersAt(comebackUndated, 'c2', 5, lookAtMs)).toEqual(['n2']);
    expect(brokenIn(comebackUndated)).toEqual(['acknowledgedSurvive']);
    expect(violationIn(comebackUndated, 'acknowledgedSurvive').text).toContain('without c2#5');

    expect(linesWith(telling(comebackDated), 'vote').at(-1)).toMatchObject({
      node: 'n1',
      text: 'voted for n3 in epoch 4',
    });
    expect(leadersAt(telling(comebackDated), comebackDated.lookAtMs)).toEqual(['n3']);
    expect(holdersAt(comebackDated, 'c2', 5, comebackDated.lookAtMs)).toEqual(['n1', 'n2', 'n3']);
    for (const [client, write] of [
      ['c1', 4],
      ['c2', 4],
      ['c3', 5],
    ] as const)
      expect(holdersAt(comebackDated, client, write, comebackDated.lookAtMs)).toEqual([]);
    expect(brokenIn(comebackDated)).toEqual([]);
  });

  test('slower clock with data: two with authority, one with a majority; alone, each would acknowledge', () => {
    const { lookAtMs, untilMs, run } = slowerClockClients;
    expect(leadersAt(telling(slowerClockClients), lookAtMs)).toEqual(['n1', 'n2']);
    for (const leader of ['n1', 'n2'])
      expect(copyAt(slowerClockClients, leader, lookAtMs).serving).toBe(true);
    expect(holdersAt(slowerClockClients, 'c1', 3, lookAtMs)).toEqual(['n1']);
    expect(copyAt(slowerClockClients, 'n1', lookAtMs).confirmed).toBe('c1:1-2');
    expect(clientAt(slowerClockClients, 'c1', lookAtMs)).toMatchObject({ writing: 3, acknowledged: 2 });
    expect(clientAt(slowerClockClients, 'c1', 24_000)).toMatchObject({ leader: 'n2', acknowledged: 3 });
    expect(brokenIn(slowerClockClients)).toEqual(['oneAuthority']);
    const { acknowledged, writing, abandoned } = clientAt(slowerClockClients, 'c1', untilMs);
    expect(abandoned).toBe(0);
    expect(writing! - acknowledged!).toBeLessThanOrEqual(1);

    const alone = told({ ...run, safeguards: { majorityAck: false } }, untilMs);
    expect(alone.violations.map(({ invariant }) => invariant)).toContain('acknowledgedSurvive');
  });

  test('store unreachable: n1 serves until its lease ends, then nobody does, then n2', () => {
    const story = telling(storeUnreachable);
    const before = clientAt(storeUnreachable, 'c1', 12_000);
    const lookAt = clientAt(storeUnreachable, 'c1', storeUnreachable.lookAtMs);
    expect(lookAt.acknowledged).toBeGreaterThan(before.acknowledged! + 1);
    expect(leadersAt(story, storeUnreachable.lookAtMs)).toEqual(['n1']);
    expect(nodeAt(storeUnreachable, 'n1', storeUnreachable.lookAtMs).authorityUntilMs).toBeCloseTo(19_703, 0);
    expect(leaseAt(storeUnreachable, storeUnreachable.lookAtMs)).toMatchObject({ leaderId: 'n1', ballot: 2 });
    for (let atMs = 19_750; atMs < 21_750; atMs += 250) expect(leadersAt(story, atMs)).toEqual([]);
    expect(leadersAt(story, 22_000)).toEqual(['n2']);
    expect(nodeAt(storeUnreachable, 'n1', storeUnreachable.untilMs).primary).toBe('n2');
    expect(brokenIn(storeUnreachable)).toEqual([]);
  });

  test('pause across the lease: write 4 survives it, acknowledged by n2 and once, and n1 wakes without authority', () => {
    const { lookAtMs, untilMs } = pauseAcrossLease;
    expect(holdersAt(pauseAcrossLease, 'c1', 4, 20_000)).toEqual(['n1', 'n2', 'n3']);
    expect(clientAt(pauseAcrossLease, 'c1', 28_000)).toMatchObject({ writing: 4, acknowledged: 3 });
    expect(clientAt(pauseAcrossLease, 'c1', 29_300)).toMatchObject({ leader: 'n2', acknowledged: 4 });
    // Known by its number: n2 has only asserted the copy that it found at offset 5.
    expect(nodeAt(pauseAcrossLease, 'n2', 29_000).replOffset).toBe(6);
    expect(nodeAt(pauseAcrossLease, 'n1', lookAtMs)).toMatchObject({
      status: 'up',
      role: 'primary',
      authority: false,
    });
    expect(leadersAt(telling(pauseAcrossLease), lookAtMs)).toEqual(['n2']);
    // Whatever waited for it is answered after it has looked at its clock.
    const answers = messagesOf(pauseAcrossLease, 'n1', ['WROTE', 'REFUSE', 'REDIRECT']).filter(
      ({ sentUs }) => sentUs >= lookAtMs * 1000,
    );
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.every(({ verb }) => verb === 'REFUSE')).toBe(true);
    expect(clientAt(pauseAcrossLease, 'c1', untilMs).abandoned).toBe(0);
    expect(brokenIn(pauseAcrossLease)).toEqual([]);
  });

  test('preemption: n1 believes in itself for seconds, and does not get a single write through', () => {
    const { lookAtMs, untilMs } = preemption;
    expect(leadersAt(telling(preemption), lookAtMs)).toEqual(['n1', 'n3']);
    expect(leaseAt(preemption, lookAtMs)).toMatchObject({ leaderId: 'n3', priority: 1 });
    expect(copyAt(preemption, 'n1', lookAtMs)).toMatchObject({ serving: false, fence: 4 });
    expect([copyAt(preemption, 'n2', lookAtMs).fenced, copyAt(preemption, 'n3', lookAtMs).fenced]).toEqual([
      1, 1,
    ]);
    expect(clientAt(preemption, 'c1', lookAtMs)).toMatchObject({ leader: 'n1', refused: 2 });
    expect(leadersAt(telling(preemption), 21_450)).toEqual(['n3']);
    expect(clientAt(preemption, 'c1', untilMs)).toMatchObject({ leader: 'n3', abandoned: 0 });
    // Nobody promised it: it is a note.
    expect(brokenIn(preemption)).toEqual([]);
    expect(notedIn(preemption)).toEqual(['oneAuthority']);
  });

  test('corrupt lease key: n2 repairs it, with a ballot above all earlier ones', () => {
    const { lookAtMs, untilMs } = corruptLeaseKey;
    expect(storeKeyAt(corruptLeaseKey, LEASE_KEY, lookAtMs)).toMatchObject({
      value: '#corrupt#',
      version: 12,
    });
    expect(leadersAt(telling(corruptLeaseKey), lookAtMs)).toEqual(['n1']);
    expect(leaseAt(corruptLeaseKey, 14_700)).toMatchObject({ leaderId: 'n2', ballot: 13 });
    expect(leadersAt(telling(corruptLeaseKey), 15_000)).toEqual(['n1', 'n2']);
    expect(leadersAt(telling(corruptLeaseKey), untilMs)).toEqual(['n2']);
    expect(copyAt(corruptLeaseKey, 'n2', untilMs)).toMatchObject({ serving: true, token: 13 });
    expect(clientAt(corruptLeaseKey, 'c1', untilMs).leader).toBe('n2');
    expect(brokenIn(corruptLeaseKey)).toEqual(['oneAuthority']);
  });

  test('resigning: with the ballot kept n3 serves, with the ballot forgotten it leads and cannot', () => {
    for (const scenario of [resign, resignForgets]) {
      expect(copyAt(scenario, 'n1', 19_999)).toMatchObject({ serving: true, token: 3 });
      expect(leadersAt(telling(scenario), 20_001)).toEqual([]);
      expect(leadersAt(telling(scenario), 28_000)).toEqual(['n3']);
    }
    expect(leaseAt(resign, resign.lookAtMs)).toEqual({ ballot: 4, released: true });
    expect(copyAt(resign, 'n3', resign.untilMs)).toMatchObject({ serving: true, token: 5 });
    const [served, refused] = [resign, resignForgets].map((scenario) =>
      clientAt(scenario, 'c1', scenario.untilMs),
    );
    expect(served).toMatchObject({ leader: 'n3', refused: 1 });
    expect(served!.acknowledged).toBeGreaterThan(4);
    expect(brokenIn(resign)).toEqual([]);

    expect(storeKeyAt(resignForgets, LEASE_KEY, 22_500)!.value).toBeNull();
    expect(leaseAt(resignForgets, 24_000)).toMatchObject({ leaderId: 'n3', ballot: 1 });
    const { nodes } = telling(resignForgets).view(resignForgets.lookAtMs);
    expect(nodes.map(({ register }) => register!.fence)).toEqual([3, 3, 3]);
    expect(copyAt(resignForgets, 'n3', resignForgets.untilMs)).toMatchObject({ serving: false, token: 3 });
    expect(refused).toMatchObject({ acknowledged: 3, writing: 4 });
    expect(refused!.note).toBe('n3 could not: its ballot 1 is outdated by ballot 3');
    expect(brokenIn(resignForgets)).toEqual(['ballotsRise', 'oneWinnerPerEpoch']);
  });

  test('skewed clock: two leaders, and fencing refuses the copies of the old one', () => {
    const story = telling(skewedClock);
    const { lookAtMs, untilMs } = skewedClock;
    expect(leadersAt(story, lookAtMs)).toEqual(['n1', 'n3']);
    expect(leaseAt(skewedClock, lookAtMs)).toMatchObject({ leaderId: 'n3', ballot: 4 });
    expect(flyingAt(story, lookAtMs, 'REPLNAK')).toBe(2);
    const { nodes } = story.view(lookAtMs);
    expect(nodes.map(({ register }) => [register!.fence, register!.fenced])).toEqual([
      [4, 0],
      [4, 1],
      [4, 1],
    ]);
    expect(leadersAt(story, untilMs)).toEqual(['n3']);
    expect(clientAt(skewedClock, 'c1', untilMs)).toMatchObject({ leader: 'n3', abandoned: 0 });
    expect(copyAt(skewedClock, 'n3', untilMs).confirmed).toMatch(/^c1:1-\d+$/);
    expect(brokenIn(skewedClock)).toEqual(['oneAuthority']);
  });

  test('skewed clock without fencing: n2 takes the old copy, n1 acknowledges write 7, and it is lost', () => {
    const { lookAtMs, untilMs } = skewedClockUnfenced;
    expect(leadersAt(telling(skewedClockUnfenced), lookAtMs)).toEqual(['n1', 'n3']);
    expect(copyAt(skewedClockUnfenced, 'n2', 19_500)).toMatchObject({ token: 4, fence: 4, value: 'c1#6' });
    expect(copyAt(skewedClockUnfenced, 'n2', lookAtMs)).toMatchObject({ token: 1, fence: 4, value: 'c1#7' });
    expect(copyAt(skewedClockUnfenced, 'n1', lookAtMs)).toMatchObject({ serving: true, confirmed: 'c1:1-7' });
    expect(holdersAt(skewedClockUnfenced, 'c1', 7, lookAtMs)).toEqual(['n1', 'n2']);
    expect(clientAt(skewedClockUnfenced, 'c1', 22_000).acknowledged).toBe(7);
    expect(holdersAt(skewedClockUnfenced, 'c1', 7, untilMs)).toEqual([]);
    expect(brokenIn(skewedClockUnfenced)).toEqual(['oneAuthority', 'fencedRegister', 'acknowledgedSurvive']);
    expect(violationIn(skewedClockUnfenced, 'acknowledgedSurvive').text).toContain('without c1#7');
  });

  test('a stale read: n1 trusts its lease, and tells c2 less than n3 has acknowledged; asking would have told it', () => {
    const { run, lookAtMs, untilMs } = staleRead;
    expect(leadersAt(telling(staleRead), lookAtMs)).toEqual(['n1', 'n3']);
    expect(copyAt(staleRead, 'n3', lookAtMs)).toMatchObject({ serving: true, confirmed: 'c1:1 c2:1' });
    expect(clientAt(staleRead, 'c2', 23_600).reads!.last).toMatchObject({ by: 'n1', history: 'c2:1' });
    expect(brokenIn(staleRead)).toEqual(['oneAuthority', 'noStaleRead']);
    expect(violationIn(staleRead, 'noStaleRead').text).toContain('n1 answers read 8 of c2 without c1#1');
    const asking = { ...staleRead, run: { ...run, config: { ...run.config, confirmReads: 1 } } };
    expect(brokenIn(asking)).toEqual(['oneAuthority']);
    expect(clientAt(asking, 'c2', untilMs).reads!.answered).toBeGreaterThan(5);
  });

  test('two exports: n2 and n3 work at once, and what n2 did is not published', () => {
    const { lookAtMs, untilMs } = twoExports;
    const phases = telling(twoExports)
      .view(lookAtMs)
      .nodes.map(({ exporting }) => exporting!.phase);
    expect(phases).toEqual(['idle', 'working', 'working']);
    expect(recordAt(twoExports, lookAtMs)).toMatchObject({ holderId: 'n3' });
    const ends = linesWith(telling(twoExports), 'note').filter(({ atMs }) => atMs > lookAtMs);
    expect(
      ends.slice(0, 2).map(({ node, text }) => `${node} ${text.split(' ').slice(0, 2).join(' ')}`),
    ).toEqual(['n2 did the', 'n3 completed the']);
    expect(nodeAt(twoExports, 'n2', 21_000).exporting!.outcome).toBe('unpublished');
    expect(nodeAt(twoExports, 'n3', 25_000).exporting!.outcome).toBe('done');
    expect(nodeAt(twoExports, 'n2', untilMs).exporting!.outcome).toBe('held');
    expect(telling(twoExports).notes).toMatchObject([{ invariant: 'oneExport', witnesses: ['n2', 'n3'] }]);
  });

  test('the others break nothing', () => {
    const broken = SCENARIOS.filter((scenario) => telling(scenario).violations.length > 0);
    expect(broken).toEqual([
      ...[oneCutLink, twoHalves, amnesia, slowerClock],
      ...[acknowledgedAlone, comebackUndated, slowerClockClients],
      ...[corruptLeaseKey, resignForgets, figure8, staleByLease],
      ...[skewedClock, skewedClockUnfenced, staleRead],
    ]);
  });
});

/** One led until the first fault, another one does at the end, in a higher epoch. */
function expectNext(story: Told, scenario: Scenario, { before, after }: { before: string; after: string }) {
  const healthyMs = Math.min(...scenario.run.faults!.map(({ atMs }) => atMs)) - 1;
  expect(leadersAt(story, healthyMs)).toEqual([before]);
  expect(leadersAt(story, scenario.untilMs)).toEqual([after]);
  expect(nodeAt(scenario, after, scenario.untilMs).epoch).toBeGreaterThan(
    nodeAt(scenario, before, healthyMs).epoch,
  );
}

function nodeAt(scenario: Scenario, id: string, atMs: number): ClusterView['nodes'][number] {
  return telling(scenario)
    .view(atMs)
    .nodes.find((node) => node.id === id)!;
}

/** Those who say to their clients that `primary` leads. */
function followersAt(scenario: Scenario, primary: string, atMs: number): readonly string[] {
  return telling(scenario)
    .view(atMs)
    .nodes.filter((node) => node.leadership.kind === 'follower' && node.primary === primary)
    .map(({ id }) => id);
}

function clientAt(scenario: Scenario, id: string, atMs: number): NonNullable<ClusterView['clients']>[number] {
  return telling(scenario)
    .view(atMs)
    .clients!.find((client) => client.id === id)!;
}

const copyAt = (scenario: Scenario, node: string, atMs: number) => nodeAt(scenario, node, atMs).register!;

/** Whose copies have that write, of dead nodes as well. */
function holdersAt(scenario: Scenario, client: string, number: number, atMs: number): readonly string[] {
  return telling(scenario)
    .view(atMs)
    .nodes.filter(({ register }) => hasWrite(register!.history, client, number))
    .map(({ id }) => id);
}

function messagesOf(scenario: Scenario, from: string, verbs: readonly string[]): readonly MessageRow[] {
  const { messages } = telling(scenario).trace;
  return Array.from({ length: messages.length }, (_, id) => messages.row(id)).filter(
    (row) => row.from === from && verbs.includes(row.verb),
  );
}

const storeKeyAt = (scenario: Scenario, key: string, atMs: number) =>
  telling(scenario)
    .view(atMs)
    .store!.keys.find((entry) => entry.key === key);

const leaseAt = (scenario: Scenario, atMs: number): unknown =>
  JSON.parse(storeKeyAt(scenario, LEASE_KEY, atMs)!.value!);

const recordAt = (scenario: Scenario, atMs: number): unknown =>
  JSON.parse(storeKeyAt(scenario, EXPORT_KEY, atMs)!.value!);

const violationIn = (scenario: Scenario, wanted: string) =>
  telling(scenario).violations.find(({ invariant }) => invariant === wanted)!;

const brokenIn = (scenario: Scenario): readonly string[] =>
  telling(scenario).violations.map(({ invariant }) => invariant);

const notedIn = (scenario: Scenario): readonly string[] =>
  telling(scenario).notes.map(({ invariant }) => invariant);

const linesWith = ({ lines }: Told, wanted: string) => lines.filter(({ tag }) => tag === wanted);

const refusals = (story: Told, by: string, why: string) =>
  linesWith(story, 'refusal').filter(({ node, text }) => node === by && text.includes(why));

function flyingAt({ trace }: Told, atMs: number, wanted: string): number {
  let count = 0;
  trace.messages.eachInFlight(atMs * 1000, (id) => {
    if (trace.messages.row(id).verb === wanted) count += 1;
  });
  return count;
}
