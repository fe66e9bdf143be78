import { describe, expect, test } from 'vitest';
import { Lab, runOf } from '../test-kit';

const beatsOf = (lab: Lab, node: string, fromMs: number, toMs: number) =>
  new Set(
    lab
      .messages()
      .filter(
        ({ from, verb, sentUs }) =>
          from === node && verb === 'HB' && sentUs >= fromMs * 1000 && sentUs < toMs * 1000,
      )
      .map(({ sentUs }) => sentUs),
  ).size;

describe.each(['quorum', 'kevy'])('new settings of %s', (protocol) => {
  test('hold from their instant on, also for nodes that start later', () => {
    const lab = new Lab(runOf(3, { protocol })).to(1010);
    lab.do({ kind: 'kill', node: 'n3' }, { kind: 'configure', config: { hbIntervalMs: 5 } });
    lab.to(1100).do({ kind: 'restart', node: 'n3' }).to(1300);
    expect(beatsOf(lab, 'n2', 900, 1000)).toBe(5);
    expect(beatsOf(lab, 'n2', 1100, 1200)).toBe(20);
    expect(beatsOf(lab, 'n3', 1200, 1300)).toBe(20);
    expect(lab.world.config).toMatchObject({ hbIntervalMs: 5, downAfterMs: 200 });
    expect(lab.world.run.config['hbIntervalMs']).toBe(20);
  });

  // A shorter interval makes a heartbeat overdue that was not due a moment before.
  test('make nobody act in the past', () => {
    const lab = new Lab(runOf(3, { protocol, network: { latencyMs: [2, 2] } })).to(1018.5);
    lab.do({ kind: 'configure', config: { hbIntervalMs: 1 } }).to(1200);
    const times = lab.records().map(({ atUs }) => atUs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const sent = lab.messages().map(({ sentUs }) => sentUs);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
  });

  test('reach a frozen node too, and nothing that it had forgotten', () => {
    const lab = new Lab(runOf(3, { protocol })).to(1010);
    const { epoch, primary } = lab.node('n2');
    lab.do({ kind: 'freeze', node: 'n2' }, { kind: 'configure', config: { hbIntervalMs: 5 } });
    lab.to(1050).do({ kind: 'thaw', node: 'n2' }).to(1100);
    expect(lab.node('n2')).toMatchObject({ epoch, primary, incarnation: 1 });
    expect(beatsOf(lab, 'n2', 1060, 1100)).toBe(8);
  });
});

test('a safeguard is switched off and on again while the cluster runs', () => {
  const lab = new Lab(runOf(4)).to(1000).do({ kind: 'configure', safeguards: { majorityQuorum: false } });
  lab
    .do({
      kind: 'partition',
      groups: [
        ['n1', 'n2'],
        ['n3', 'n4'],
      ],
    })
    .to(2000);
  const leaders = () => lab.world.slots.filter((slot) => slot.hasAuthority(lab.world.headUs)).length;
  expect(leaders()).toBe(2);
  lab.do({ kind: 'configure', safeguards: { majorityQuorum: true } }).to(3000);
  expect(leaders()).toBe(0);
  lab.do({ kind: 'healAll' }).to(4000);
  expect(leaders()).toBe(1);
});
