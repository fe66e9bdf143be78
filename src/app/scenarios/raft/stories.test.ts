/** Of each scenario of Raft, that it shows what its words say. */
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../scenario';
import type { Run } from '../../../sim';
import { FIVE, THREE } from '../script';
import { leadersAt, told, telling } from '../test-kit';
import { deafLeader, deafLeaderChecked } from './deaf-leader';
import { askingFirst, disruptiveNode } from './disruptive-node';
import { divergentLogs } from './divergent-logs';
import { figure8, figure8OwnTerm } from './figure-8';
import { fourNodes } from './four-nodes';
import { confirmedReads, staleByLease } from './lease-reads';
import { oneLinkAskingOnly, oneLinkBoth, oneLinkNeither } from './one-link';
import { slowDisk } from './slow-disk';
import { transfer, transferToLaggard } from './transfer';

const nodeAt = (scenario: Scenario, id: string, atMs: number) =>
  telling(scenario)
    .view(atMs)
    .nodes.find((node) => node.id === id)!;
const endOf = (scenario: Scenario, id: string) => nodeAt(scenario, id, scenario.untilMs);

/** Who became leader after the first fault, in order, with their terms. */
const winnersIn = (scenario: Scenario) => {
  const sinceMs = Math.min(...scenario.run.faults!.map(({ atMs }) => atMs));
  return telling(scenario)
    .lines.filter(({ atMs, tag }) => tag === 'primary' && atMs > sinceMs)
    .map(({ node, epoch }) => [node, epoch]);
};

describe('each shows what it says', () => {
  test('back with a higher term: n1 is deposed by the term alone, and with pre-vote nothing of it happens', () => {
    expect(leadersAt(telling(disruptiveNode), 13_900)).toEqual(['n1']);
    expect(leadersAt(telling(disruptiveNode), disruptiveNode.lookAtMs)).toEqual([]);
    expect(nodeAt(disruptiveNode, 'n1', disruptiveNode.lookAtMs)).toMatchObject({
      role: 'replica',
      epoch: 6,
    });
    expect(winnersIn(disruptiveNode)).toEqual([['n3', 7]]);
    for (const atMs of [13_900, askingFirst.lookAtMs, askingFirst.untilMs])
      expect(leadersAt(telling(askingFirst), atMs)).toEqual(['n1']);
    expect(endOf(askingFirst, 'n3')).toMatchObject({ epoch: 1, primary: 'n1' });
  });

  test('one link: without both rules two say they lead, with pre-vote alone n1 is deposed, with both n1 leads', () => {
    expect(endOf(oneLinkNeither, 'n1')).toMatchObject({ role: 'primary', epoch: 1, authority: false });
    expect(endOf(oneLinkNeither, 'n2')).toMatchObject({ role: 'primary', epoch: 2, authority: true });
    expect(winnersIn(oneLinkAskingOnly)).toEqual([['n2', 2]]);
    expect(endOf(oneLinkAskingOnly, 'n1')).toMatchObject({ role: 'replica' });
    expect(winnersIn(oneLinkBoth)).toEqual([]);
    expect(endOf(oneLinkBoth, 'n1')).toMatchObject({ role: 'primary', epoch: 1, authority: true });
    expect(endOf(oneLinkBoth, 'n2').epoch).toBe(1);
  });

  test('deaf leader: without check-quorum it leads for ever and decides nothing, with it n2 takes over', () => {
    for (const atMs of [deafLeader.lookAtMs, deafLeader.untilMs]) {
      expect(nodeAt(deafLeader, 'n1', atMs)).toMatchObject({ role: 'primary', authority: false });
      expect(nodeAt(deafLeader, 'n2', atMs)).toMatchObject({ role: 'replica', primary: 'n1' });
    }
    expect(winnersIn(deafLeaderChecked)).toEqual([['n2', 2]]);
    expect(leadersAt(telling(deafLeaderChecked), deafLeaderChecked.untilMs)).toEqual(['n2']);
  });

  test('four nodes: two of them elect nobody, three do', () => {
    const story = telling(fourNodes);
    for (let atMs = 8000; atMs < 12_000; atMs += 250) expect(leadersAt(story, atMs)).toEqual([]);
    expect(
      story.lines.filter(({ atMs, tag }) => tag === 'candidate' && atMs > 7000 && atMs < 12_000),
    ).toEqual([]);
    expect(leadersAt(story, fourNodes.untilMs)).toEqual(['n2']);
  });

  test('transfer: n2 leads a few messages after the order, and n1 has voted for it', () => {
    expect(winnersIn(transfer)).toEqual([['n2', 2]]);
    const [winner] = telling(transfer).lines.filter(
      ({ node, tag, atMs }) => node === 'n2' && tag === 'primary' && atMs > 6000,
    );
    expect(winner!.atMs).toBeLessThan(6200);
    expect(telling(transfer).lines.some(({ node, text }) => node === 'n1' && /voted for n2/.test(text))).toBe(
      true,
    );
    expect(nodeAt(transfer, 'n1', transfer.untilMs)).toMatchObject({ role: 'replica', primary: 'n2' });
  });

  test('two terms of logs that part: what was not decided is cut off, what was acknowledged is everywhere', () => {
    const termsAt = (id: string, atMs: number) =>
      nodeAt(divergentLogs, id, atMs).log!.entries.map(({ term }) => term);
    const { lookAtMs, untilMs } = divergentLogs;
    expect(termsAt('n1', lookAtMs)).toEqual(Array.from({ length: 36 }, () => 1));
    expect(termsAt('n3', lookAtMs)[35]).toBe(2);
    expect(nodeAt(divergentLogs, 'n1', lookAtMs).log!.commit).toBe(35);
    for (const id of divergentLogs.run.nodes) expect(termsAt(id, untilMs)).toEqual(termsAt('n3', untilMs));
    expect(telling(divergentLogs).violations).toEqual([]);
  });

  test('figure 8: counted in a later term an entry is told as decided, and overwritten; by the rule it is not told', () => {
    const entryOf = (scenario: Scenario, id: string, atMs: number) =>
      nodeAt(scenario, id, atMs).log!.entries[18]?.term;
    for (const scenario of [figure8, figure8OwnTerm]) {
      expect(winnersIn(scenario)).toEqual([
        ['n5', 2],
        ['n1', 3],
        ['n5', 4],
      ]);
      expect(FIVE.map((id) => entryOf(scenario, id, 7000))).toEqual([1, 1, undefined, undefined, undefined]);
      expect(FIVE.map((id) => entryOf(scenario, id, 8050))).toEqual([1, 1, 1, 1, 2]);
      expect(FIVE.map((id) => entryOf(scenario, id, scenario.lookAtMs))).toEqual([1, 2, 2, 2, 2]);
    }
    expect(nodeAt(figure8, 'n1', 8050).log!.commit).toBe(19);
    expect(telling(figure8).violations.map(({ invariant }) => invariant)).toEqual([
      'leaderCompleteness',
      'appliedAgree',
      'acknowledgedSurvive',
    ]);
    expect(nodeAt(figure8OwnTerm, 'n1', 8050).log!.commit).toBe(18);
    expect(telling(figure8OwnTerm).violations).toEqual([]);
  });

  test('slow disk: the followers elect another before the leader has written', () => {
    expect(winnersIn(slowDisk)).toEqual([['n2', 2]]);
    expect(nodeAt(slowDisk, 'n1', slowDisk.lookAtMs)).toMatchObject({ role: 'primary', epoch: 1 });
    expect(endOf(slowDisk, 'n1')).toMatchObject({ role: 'replica', primary: 'n2' });
    expect(telling(slowDisk).violations).toEqual([]);
  });

  test('one that lags: the first order is given up after an election timeout, the second one succeeds', () => {
    const lines = telling(transferToLaggard).lines.filter(({ node }) => node === 'n1');
    const gaveUp = lines.find(({ text }) => /gave up handing over/.test(text))!;
    expect(gaveUp.atMs).toBeGreaterThan(7400);
    expect(gaveUp.atMs).toBeLessThan(7600);
    expect(winnersIn(transferToLaggard)).toEqual([['n2', 2]]);
    expect(leadersAt(telling(transferToLaggard), 10_900)).toEqual(['n1']);
  });

  test('reads by lease: one is stale; confirmed by a majority none is, and the cut-off side reads nothing', () => {
    const brokenIn = (scenario: Scenario) => telling(scenario).violations.map(({ invariant }) => invariant);
    expect(brokenIn(staleByLease)).toContain('noStaleRead');
    expect(brokenIn(confirmedReads)).toEqual([]);
    const readsOf = (id: string, atMs: number) =>
      telling(confirmedReads)
        .view(atMs)
        .clients!.find((client) => client.id === id)!;
    expect(readsOf('c3', 6100).reads!.answered).toBeGreaterThan(0);
    expect(readsOf('c3', 12_000).reads!.answered).toBe(readsOf('c3', 6100).reads!.answered);
  });
});

describe('a log that was lost while its leader leads on', () => {
  const lost = (more: Partial<Run>, disk: 'kept' | 'wiped'): Run => ({
    version: 1,
    protocol: 'raft',
    nodes: THREE,
    seed: 1,
    clients: 1,
    network: { latencyMs: [20, 60], duplicateRatio: 0.5 },
    faults: [
      { atMs: 5000, kind: 'kill', node: 'n2' },
      { atMs: 5500, kind: 'restart', node: 'n2', disk },
    ],
    ...more,
  });

  test.each([
    ['a disk that was emptied', lost({}, 'wiped')],
    ['a log that is not kept', lost({ safeguards: { durableLog: false } }, 'kept')],
  ])('%s ends the process, as in etcd, and nobody is asked without end', (_, run) => {
    const story = told(run, 8000);
    const n2 = story.view(8000).nodes.find(({ id }) => id === 'n2')!;
    expect(n2.status).toBe('crashed');
    expect(story.trace.messages.length).toBeLessThan(2000);
  });
});
