/** Leadership that is handed over, in the cluster of those who elect by votes and a lease. */
import { describe, expect, test } from 'vitest';
import { Monitor } from './monitor';
import { Lab, runOf } from '../sim/test-kit';

const SETTLED_MS = 1001;

function settled(count: number) {
  const monitor = new Monitor();
  const lab = new Lab(runOf(count), [monitor]).to(SETTLED_MS);
  const leader = lab.leader();
  return { lab, monitor, leader, followers: lab.world.run.nodes.filter((id) => id !== leader) };
}

const said = (lab: Lab, text: string) => lab.records('event').filter((row) => lab.text(row).includes(text));

describe.each([2, 3, 5, 7])('of %i nodes, a primary that is told to', (count) => {
  test('hands over to any of the others, long before anybody would have missed it', () => {
    for (const to of settled(count).followers) {
      const { lab, leader, monitor } = settled(count);
      lab.do({ kind: 'transfer', node: leader, to }).to(SETTLED_MS + 100);
      expect(lab.leader()).toBe(to);
      expect(lab.node(leader)).toMatchObject({ role: 'replica', primary: to });
      expect(monitor.violations).toEqual([]);
      expect(
        said(lab, `ended its primacy of epoch ${lab.node(to).epoch - 1}: ${to} holds its data`),
      ).toHaveLength(1);
    }
  });
});

describe('a primary that is told to hand over', () => {
  test('serves nobody from then on, whatever it is granted', () => {
    const { lab, leader, followers } = settled(3);
    const [to] = followers as [string];
    lab.do({ kind: 'replOffset', node: leader, value: 9 }).to(SETTLED_MS + 1);
    lab.do({ kind: 'transfer', node: leader, to }).to(SETTLED_MS + 60);
    expect(lab.node(leader)).toMatchObject({ role: 'primary', authorityUntilUs: 0 });
    expect(lab.node(leader).leadership).toEqual({ kind: 'unknown' });
  });

  test('waits until the other holds its data', () => {
    const { lab, leader, followers } = settled(3);
    const [to] = followers as [string];
    lab.do({ kind: 'replOffset', node: leader, value: 9 }).to(SETTLED_MS + 1);
    lab.do({ kind: 'transfer', node: leader, to }).to(SETTLED_MS + 60);
    expect(said(lab, 'ended its primacy')).toEqual([]);
    lab.world.inject({ kind: 'replOffset', node: to, value: 9 });
    lab.to(SETTLED_MS + 200);
    expect(lab.leader()).toBe(to);
  });

  test('keeps its primacy when that takes too long', () => {
    const { lab, leader, followers } = settled(3);
    const [to] = followers as [string];
    lab.do({ kind: 'replOffset', node: leader, value: 9 }).to(SETTLED_MS + 1);
    const { epoch } = lab.node(leader);
    lab.do({ kind: 'transfer', node: leader, to }).to(SETTLED_MS + 160);
    expect(
      said(lab, `keeps its primacy of epoch ${epoch}: ${to} did not hold its data in time`),
    ).toHaveLength(1);
    expect(lab.leader()).toBe(leader);
    expect(lab.to(SETTLED_MS + 900).leader()).toBe(leader);
    expect(lab.node(leader).epoch).toBe(epoch);
  });

  test('does not hand over to who is gone', () => {
    const { lab, leader, followers } = settled(3);
    const [to] = followers as [string];
    lab.do({ kind: 'kill', node: to }).to(SETTLED_MS + 250);
    lab.do({ kind: 'transfer', node: leader, to }).to(SETTLED_MS + 450);
    expect(lab.leader()).toBe(leader);
    expect(said(lab, 'did not hold its data in time')).toHaveLength(1);
  });

  test('is followed by somebody, even if the other never hears of it', () => {
    const { lab, leader, followers } = settled(3);
    const [to, third] = followers as [string, string];
    lab.do({ kind: 'cut', from: leader, to });
    lab.do({ kind: 'transfer', node: leader, to }).to(SETTLED_MS + 2000);
    expect([to, third, leader]).toContain(lab.leader());
  });
});

test('who leads nobody says so, and nothing comes of it', () => {
  const { lab, leader, followers } = settled(3);
  const [a, b] = followers as [string, string];
  lab.do({ kind: 'transfer', node: a, to: b }).to(SETTLED_MS + 200);
  expect(said(lab, `cannot hand over to ${b}: it is no primary with authority`)).toHaveLength(1);
  expect(lab.leader()).toBe(leader);
});
