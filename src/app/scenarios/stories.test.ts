/** Of each scenario, that it shows what its words say. */
import { describe, expect, test } from 'vitest';
import type { ClusterView } from '../../sim';
import { amnesia } from './amnesia';
import { betterOffset } from './better-offset';
import { cleanFailover } from './clean-failover';
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
import { type Scenario } from './scenario';
import { shortPause } from './short-pause';
import { slowClock } from './slow-clock';
import { slowNetwork } from './slow-network';
import { slowerClock } from './slower-clock';
import { leadersAt, telling, told, type Told } from './test-kit';
import { threeOfFiveDown } from './three-of-five-down';
import { twoHalves } from './two-halves';
import { twoNodes } from './two-nodes';
import { twoOfFiveDown } from './two-of-five-down';
import { unheardPrimary } from './unheard-primary';

describe('each shows what it says', () => {
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
    expect(followersAt(lostAnnounceHardened, 'n2', lostAnnounceHardened.lookAtMs + 500)).toEqual(voters);
    expect(leadersAt(telling(lostAnnounceHardened), lostAnnounceHardened.untilMs)).toEqual(['n2']);
  });

  test('minority: two primaries and one authority at its moment, one epoch at the end', () => {
    const story = telling(minorityPartition);
    const { nodes } = story.view(minorityPartition.lookAtMs);
    expect(nodes.filter(({ role }) => role === 'primary').map(({ id }) => id)).toEqual(['n1', 'n3']);
    expect(leadersAt(story, minorityPartition.lookAtMs)).toEqual(['n3']);
    expect(followersAt(minorityPartition, 'n3', minorityPartition.untilMs)).toEqual(['n1', 'n2', 'n4', 'n5']);
    expect(story.view(minorityPartition.untilMs).nodes.every(({ epoch }) => epoch === 3)).toBe(true);
  });

  test('half is not a majority: two authorities for good, none of it with the rule on', () => {
    expect(brokenIn(twoHalves)).toEqual(['oneAuthority']);
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

  test('flapping link: n2 stands each time, and nobody ever leaves epoch 2', () => {
    const story = telling(flappingLink);
    expect(linesWith(story, 'candidate').map(({ node, epoch }) => [node, epoch])).toEqual([
      ['n1', 2],
      ['n2', 3],
      ['n2', 4],
      ['n2', 5],
    ]);
    for (let atMs = 8000; atMs <= flappingLink.untilMs; atMs += 250) {
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
    expect(brokenIn(amnesia)).toEqual(['oneWinnerPerEpoch']);
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

  test('the others break nothing', () => {
    const broken = SCENARIOS.filter((scenario) => telling(scenario).violations.length > 0);
    expect(broken).toEqual([oneCutLink, twoHalves, amnesia, slowerClock]);
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

const brokenIn = (scenario: Scenario): readonly string[] =>
  telling(scenario).violations.map(({ invariant }) => invariant);

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
