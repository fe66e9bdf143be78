import { describe, expect, test } from 'vitest';
import { Lab, runOf } from '../test-kit';
import { History } from '../trace/history';

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

describe('another network', () => {
  const latenciesOf = (lab: Lab, fromMs: number) =>
    lab
      .messages()
      .filter(({ sentUs }) => sentUs >= fromMs * 1000)
      .map(({ sentUs, endUs }) => (endUs - sentUs) / 1000);
  const linkOf = (lab: Lab, from: string, to: string) =>
    lab.world.snapshot().links.find((link) => link.from === from && link.to === to)!;

  test('holds for every link from its instant on, and what is in the air keeps its latency', () => {
    const lab = new Lab(runOf(3, { network: { latencyMs: [40, 50] } })).to(1010);
    const before = lab.messages();
    lab.do({ kind: 'configure', network: { latencyMs: [3, 5] } }).to(1300);
    expect(
      lab
        .messages()
        .slice(0, before.length)
        .map(({ endUs }) => endUs),
    ).toEqual(before.map(({ endUs }) => endUs));
    const latencies = latenciesOf(lab, 1010);
    expect(latencies.length).toBeGreaterThan(50);
    expect(Math.min(...latencies)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...latencies)).toBeLessThanOrEqual(5);
  });

  // A window that is longer than a link is fast would deliver into what is over, unless all is quiet.
  test('bounds how far the bus looks ahead', () => {
    const lab = new Lab(runOf(3, { protocol: 'kevy', network: { latencyMs: [40, 50] } })).to(1010);
    lab.do({ kind: 'configure', network: { latencyMs: [1, 1] } });
    const { world, host } = lab;
    let sends = 0;
    for (let window = world.open(1_200_000); window !== null; window = world.open(1_200_000)) {
      const { endUs, calls } = window;
      const replies = calls.map(({ node, call }) => host.process(node).run(call));
      for (const { atUs, effects } of replies.flatMap(({ steps }) => steps)) {
        if (!effects.some(({ kind }) => kind === 'send')) continue;
        sends += 1;
        expect(endUs - atUs).toBeLessThanOrEqual(1000);
      }
      world.close(window, replies);
      expect(world.nextEventUs()).toBeGreaterThanOrEqual(endUs);
    }
    expect(sends).toBeGreaterThan(20);
  });

  test('takes the place of what one link was given, only in what it names', () => {
    const lab = new Lab(runOf(3)).to(500);
    lab.do({ kind: 'link', from: 'n1', to: 'n2', latencyMs: [80, 90], lossRatio: 0.5 });
    lab.do({ kind: 'configure', network: { lossRatio: 0.1 } });
    expect(linkOf(lab, 'n1', 'n2')).toMatchObject({ latencyMs: [80, 90], lossRatio: 0.1, changed: true });
    expect(linkOf(lab, 'n2', 'n1')).toMatchObject({ latencyMs: [2, 8], lossRatio: 0.1, changed: false });
    lab.do({ kind: 'configure', network: { latencyMs: [80, 90] } });
    expect(linkOf(lab, 'n1', 'n2')).toMatchObject({ latencyMs: [80, 90], changed: false });
  });

  test('is what healing returns to, and a cut stays a cut', () => {
    const lab = new Lab(runOf(3)).to(500);
    lab.do({ kind: 'cut', from: 'n1', to: 'n2' }, { kind: 'configure', network: { lossRatio: 0.1 } });
    expect(linkOf(lab, 'n1', 'n2')).toMatchObject({ cut: true, lossRatio: 0.1, changed: false });
    lab.do({ kind: 'link', from: 'n3', to: 'n1', lossRatio: 0.9 }, { kind: 'healAll' });
    for (const link of lab.world.snapshot().links) {
      expect(link).toMatchObject({ cut: false, latencyMs: [2, 8], lossRatio: 0.1, changed: false });
    }
  });

  test('is seen in the past as it was live', () => {
    const lab = new Lab(runOf(3)).to(500);
    const history = new History(lab.world.trace, lab.world.run.network);
    const seen = (
      [
        { kind: 'link', from: 'n1', to: 'n2', lossRatio: 0.5 },
        { kind: 'configure', network: { latencyMs: [5, 6], lossRatio: 0.5 } },
        { kind: 'link', from: 'n2', to: 'n1', lossRatio: 0 },
        { kind: 'healAll' },
      ] as const
    ).map((action, at) =>
      lab
        .to(500 + at * 100)
        .do(action)
        .to(550 + at * 100)
        .world.snapshot(),
    );
    expect(seen.map(({ links }) => links.filter(({ changed }) => changed).length)).toEqual([1, 0, 1, 0]);
    for (const snapshot of seen.toReversed()) expect(history.at(snapshot.timeUs)).toEqual(snapshot);
  });
});
