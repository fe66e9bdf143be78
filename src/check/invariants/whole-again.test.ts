import { describe, expect, test } from 'vitest';
import type { Observation } from '../../core/program';
import { Stage } from './test-kit';
import { wholeAgain } from './whole-again';

const LEADS: Partial<Observation> = {
  role: 'primary',
  epoch: 1,
  primary: 'n1',
  grantsTo: 'n1',
  authorityUntilUs: Infinity,
};
const FOLLOWS: Partial<Observation> = { role: 'replica', epoch: 1, primary: 'n1', grantsTo: 'n1' };

/** By the defaults of `quorum` a leader is missed after 5 s, so a node has 25 s to take part. */
const SPAN_MS = 5 * 5000;

function whole(nodeCount = 3): Stage {
  const nodes = new Stage(wholeAgain, {}, nodeCount);
  nodes.show('n1', LEADS);
  for (let at = 2; at <= nodeCount; at += 1) nodes.show(`n${at}`, FOLLOWS);
  return nodes;
}

/** Away and back at this instant, and after that as `shown`. */
function returned(nodes: Stage, shown: Partial<Observation>): Stage {
  nodes.fault({ kind: 'freeze', node: 'n3' });
  nodes.fault({ kind: 'thaw', node: 'n3' });
  nodes.show('n3', shown);
  return nodes;
}

describe('a node that is back', () => {
  test('and takes part, is not spoken of', () => {
    expect(returned(whole(), {}).pass(40 * SPAN_MS)).toBeNull();
  });

  test.each<[Partial<Observation>, string]>([
    [{ primary: null }, 'n3 does not know that n1 leads'],
    [{ grantsTo: null }, 'n3 grants nothing to n1, who leads'],
    [{ grantsTo: 'n2' }, 'n3 grants nothing to n1, who leads'],
  ])('and shows %j, is named', (shown, words) => {
    const nodes = whole();
    nodes.pass(1000);
    expect(returned(nodes, shown).pass(SPAN_MS)).toEqual({
      atMs: 1000 + SPAN_MS,
      witnesses: ['n3', 'n1'],
      text: `Nothing has stood between n3 and n1 for 25 s, and still ${words}.`,
    });
  });

  test('is named whatever is broken elsewhere', () => {
    const nodes = whole(5);
    nodes.fault({ kind: 'kill', node: 'n5' });
    nodes.fault({ kind: 'cut', from: 'n4', to: 'n2' });
    expect(returned(nodes, { grantsTo: null }).pass(SPAN_MS)?.witnesses).toEqual(['n3', 'n1']);
  });

  test('has more time when something is done to it, or to who leads, but not for what befalls others', () => {
    const nodes = returned(whole(5), { grantsTo: null });
    nodes.pass(SPAN_MS - 1);
    nodes.fault({ kind: 'link', from: 'n1', to: 'n2', latencyMs: [20, 60] });
    nodes.show('n3', { epoch: 1 });
    expect(nodes.pass(SPAN_MS - 1)).toBeNull();
    nodes.fault({ kind: 'kill', node: 'n4' });
    nodes.show('n3', { epoch: 1 });
    expect(nodes.pass(1)).not.toBeNull();
  });

  test('has more time when somebody else comes to lead', () => {
    const nodes = returned(whole(), { grantsTo: null });
    nodes.pass(SPAN_MS - 1);
    nodes.show('n1', { ...FOLLOWS, primary: 'n2', authorityUntilUs: 0 });
    nodes.show('n2', { ...LEADS, primary: 'n2', epoch: 2 });
    expect(nodes.pass(SPAN_MS - 1)).toBeNull();
    expect(nodes.pass(1)).not.toBeNull();
  });

  test('is not asked for what nobody can do: no leader, or something between them', () => {
    const leaderless = returned(whole(), { primary: null });
    leaderless.show('n1', { authorityUntilUs: 0 });
    expect(leaderless.pass(40 * SPAN_MS)).toBeNull();
    const cut = returned(whole(), { primary: null });
    cut.fault({ kind: 'cut', from: 'n1', to: 'n3' });
    cut.show('n3', { primary: null });
    expect(cut.pass(40 * SPAN_MS)).toBeNull();
    cut.fault({ kind: 'healAll' });
    cut.show('n3', { primary: null });
    expect(cut.pass(2 * SPAN_MS)).not.toBeNull();
  });

  test('and away again, is not asked for anything', () => {
    const nodes = returned(whole(), { grantsTo: null });
    nodes.fault({ kind: 'kill', node: 'n3' });
    expect(nodes.pass(40 * SPAN_MS)).toBeNull();
  });
});

test('a node that stops taking part with nothing done to anybody is named, after the same time once more', () => {
  const nodes = whole();
  nodes.pass(10_000);
  nodes.show('n3', { patienceFromUs: 1 });
  nodes.pass(3 * SPAN_MS);
  nodes.show('n3', { grantsTo: null });
  const atMs = nodes.pass(2 * SPAN_MS)?.atMs ?? 0;
  expect(atMs).toBeGreaterThanOrEqual(10_000 + 4 * SPAN_MS);
});

test('goes on from what it saved', () => {
  const nodes = returned(whole(), { grantsTo: null });
  nodes.pass(SPAN_MS - 1);
  expect(nodes.resume().pass(1)).not.toBeNull();
  const back = returned(whole(), {});
  back.pass(SPAN_MS - 1);
  expect(back.resume().pass(10 * SPAN_MS)).toBeNull();
});
