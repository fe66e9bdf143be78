/** What slows a member down without stopping it: slow disks, throttled timers, stalls. */
import { describe, expect, test } from 'vitest';
import type { FaultAction } from '../run';
import { simulate } from '../simulate';
import { Lab, runOf } from '../test-kit';
import { History } from '../trace/history';

const SETTLED_MS = 1001;

function settled(count = 3, protocol = 'quorum'): { lab: Lab; leader: string; followers: string[] } {
  const lab = new Lab(runOf(count, { protocol })).to(SETTLED_MS);
  const leader = lab.leader();
  return { lab, leader, followers: lab.world.run.nodes.filter((id) => id !== leader) };
}

/** Disks of 100 ms, and the leader dies: brought to the middle of the first write. */
function writing(count = 3) {
  const { lab, leader, followers } = settled(count);
  for (const node of followers) lab.do({ kind: 'disk', node, latencyMs: [100, 100] });
  lab.do({ kind: 'kill', node: leader });
  while (lab.records('writes').length === 0) lab.to(lab.world.headUs / 1000 + 1);
  const { atUs, node, a: untilUs } = lab.records('writes')[0]!;
  const id = lab.world.trace.nodes[node]!;
  return { lab, id, node, atUs, untilUs, at: lab.to(atUs / 1000 + 50) };
}

const sentBy = (lab: Lab, id: string, fromUs: number, untilUs: number): string[] =>
  lab
    .messages()
    .filter(({ from, sentUs }) => from === id && sentUs >= fromUs && sentUs < untilUs)
    .map(({ verb }) => verb);

describe('a node whose disk is slow', () => {
  test('writes for as long as its disk takes, and shows nothing of that step before', () => {
    const { lab, id, atUs, untilUs } = writing();
    expect(untilUs - atUs).toBe(100_000);
    const before = lab.node(id);
    expect(before).toMatchObject({ writesUntilUs: untilUs, diskLatencyMs: [100, 100], role: 'replica' });
    lab.to(untilUs / 1000);
    expect(lab.node(id)).toMatchObject({ disk: before.disk, votedEpoch: before.votedEpoch });
    lab.to((untilUs + 1) / 1000);
    expect(lab.node(id).votedEpoch).toBeGreaterThan(before.votedEpoch);
    expect(lab.node(id).disk).toMatchObject({ promised: lab.node(id).votedEpoch });
  });

  test('sends nothing meanwhile, and what it decided on leaves when that is written', () => {
    const { lab, id, atUs, untilUs } = writing();
    lab.to(untilUs / 1000 + 1);
    expect(sentBy(lab, id, atUs, untilUs)).toEqual([]);
    expect(sentBy(lab, id, untilUs, untilUs + 1)).toContain('OFFER');
  });

  test('takes what arrives meanwhile when it is done, in the order of arrival', () => {
    const { lab, id, node, atUs, untilUs } = writing();
    lab.to(untilUs / 1000 + 1);
    const taken = lab.records('delivered').filter((row) => row.node === node && row.atUs > atUs);
    const waited = taken.filter((row) => row.atUs <= untilUs);
    expect(waited.length).toBeGreaterThan(2);
    for (const row of waited) expect(row.atUs).toBe(untilUs);
    const arrivedUs = waited.map(({ a }) => lab.world.trace.messages.row(a).endUs);
    expect(arrivedUs).toEqual([...arrivedUs].sort((a, b) => a - b));
    expect(arrivedUs[0]).toBeLessThan(untilUs);
    expect(lab.messages().filter(({ to, fate }) => to === id && fate === 'down')).toEqual([]);
  });

  test('loses the write that was under way when it is killed, with all that was to come of it', () => {
    const { lab, id, atUs, untilUs } = writing();
    const { disk } = lab.node(id);
    lab.do({ kind: 'kill', node: id });
    expect(lab.node(id)).toMatchObject({ disk, writesUntilUs: 0, diskLatencyMs: [100, 100] });
    lab.to(untilUs / 1000 + 50);
    expect(lab.node(id).disk).toEqual(disk);
    expect(sentBy(lab, id, atUs, Infinity)).toEqual([]);
    lab.do({ kind: 'restart', node: id }).to(untilUs / 1000 + 51);
    expect(lab.node(id)).toMatchObject({ disk, diskLatencyMs: [100, 100], writesUntilUs: 0 });
  });

  test('that stands still while it writes is done when it goes on, at the earliest', () => {
    const { lab, id, atUs, untilUs } = writing();
    lab.do({ kind: 'freeze', node: id }).to(untilUs / 1000 + 70);
    expect(sentBy(lab, id, atUs, Infinity)).toEqual([]);
    const thawUs = lab.world.headUs;
    lab.do({ kind: 'thaw', node: id });
    expect(lab.node(id).writesUntilUs).toBe(thawUs);
    lab.to(thawUs / 1000 + 0.001);
    expect(sentBy(lab, id, atUs, Infinity)[0]).toBe('OFFER');
    expect(sentBy(lab, id, atUs, thawUs)).toEqual([]);
  });

  test('that is thawed before it is done is done on time', () => {
    const { lab, id, untilUs } = writing();
    lab.do({ kind: 'freeze', node: id }).to(lab.world.headUs / 1000 + 10);
    lab.do({ kind: 'thaw', node: id });
    expect(lab.node(id).writesUntilUs).toBe(untilUs);
    lab.to(untilUs / 1000);
    expect(
      lab
        .records('delivered')
        .filter(({ atUs, node }) => atUs > lab.world.headUs - 30_000 && lab.world.trace.nodes[node] === id),
    ).toEqual([]);
  });

  test('draws from a stream of its own: nothing else shifts', () => {
    const usual = simulate(runOf(3), 2000);
    const least = simulate(runOf(3, { disk: { latencyMs: [0, 0.001] } }), 2000);
    expect(least.trace.messages.length).toBe(usual.trace.messages.length);
    const latencies = ({ trace }: typeof usual) =>
      Array.from({ length: 40 }, (_, id) => trace.messages.row(id)).map(
        ({ sentUs, endUs }) => endUs - sentUs,
      );
    expect(latencies(least)).toEqual(latencies(usual));
  });

  test('of the whole run is slow from the start, and a run without it knows nothing of disks', () => {
    const slow = simulate(runOf(3, { disk: { latencyMs: [10, 30] } }), 1000);
    const rows = Array.from({ length: slow.trace.records.length }, (_, id) => slow.trace.records.row(id));
    const took = rows.filter(({ kind }) => kind === 'writes').map(({ atUs, a }) => a - atUs);
    expect(took.length).toBeGreaterThan(2);
    for (const us of took) expect(us >= 10_000 && us <= 30_000).toBe(true);
    expect(new Set(took).size).toBeGreaterThan(1);
    expect(simulate(runOf(3, { disk: { latencyMs: [0, 0] } }), 1000).digest).toBe(
      simulate(runOf(3), 1000).digest,
    );
  });

  test('may be the store: each transaction takes that long', () => {
    const run = runOf(1, { protocol: 'ballot-lease', config: {} });
    const firstLeaderUs = (actions: readonly FaultAction[]): number => {
      const lab = new Lab(run).do(...actions);
      while (!lab.world.slots.some((slot) => slot.hasAuthority(lab.world.headUs)))
        lab.to(lab.world.headUs / 1000 + 1);
      return lab.world.headUs;
    };
    const slow = firstLeaderUs([{ kind: 'disk', node: 'store', latencyMs: [200, 200] }]);
    expect(slow).toBeGreaterThan(firstLeaderUs([]) + 390_000);
  });

  test('is changed everywhere by the settings, and only there where it is another', () => {
    const { lab, leader } = settled();
    lab.do({ kind: 'disk', node: leader, latencyMs: [5, 5] });
    lab.do({ kind: 'configure', disk: { latencyMs: [5, 5] } });
    expect(lab.records('disk')).toHaveLength(3);
    expect(lab.world.slots.map((slot) => slot.snapshot().diskLatencyMs)).toEqual([
      [5, 5],
      [5, 5],
      [5, 5],
    ]);
  });

  test('is seen in the past as it was live', () => {
    const { lab } = writing();
    const then = lab.world.snapshot();
    lab.to(3000);
    expect(new History(lab.world.trace, lab.world.run.network).at(then.timeUs)).toEqual(then);
  });
});

describe('a node whose timers are throttled', () => {
  test('sends of its own accord only at the ticks of its clock, and still hears', () => {
    const { lab, leader } = settled(3, 'kevy');
    lab.do({ kind: 'throttle', node: leader, everyMs: 50 }).to(SETTLED_MS + 1000);
    const heartbeats = lab
      .messages()
      .filter(({ from, sentUs }) => from === leader && sentUs > SETTLED_MS * 1000);
    expect(heartbeats.length).toBeGreaterThan(20);
    for (const { sentUs } of heartbeats) expect(sentUs % 50_000).toBe(0);
    expect(lab.records('delivered').filter(({ atUs }) => atUs % 50_000 !== 0).length).toBeGreaterThan(20);
  });

  test('goes by its own clock', () => {
    const { lab, leader } = settled(3, 'kevy');
    lab.do({ kind: 'clock', node: leader, rate: 2 });
    const fromUs = lab.world.headUs;
    lab.do({ kind: 'throttle', node: leader, everyMs: 50 }).to(SETTLED_MS + 400);
    const sentUs = lab.messages().filter((one) => one.from === leader && one.sentUs > fromUs);
    expect(new Set(sentUs.map((one) => one.sentUs)).size).toBeGreaterThan(10);
    for (const one of sentUs) expect(((one.sentUs - fromUs) * 2 + fromUs) % 50_000).toBeLessThan(2);
  });

  test('is let go by 0, and is told so', () => {
    const { lab, leader } = settled(3, 'kevy');
    lab.do({ kind: 'throttle', node: leader, everyMs: 500 }).to(SETTLED_MS + 40);
    expect(lab.node(leader).throttleMs).toBe(500);
    lab.do({ kind: 'throttle', node: leader, everyMs: 0 });
    const letGoUs = lab.world.headUs;
    expect(lab.node(leader).throttleMs).toBe(0);
    lab.to(letGoUs / 1000 + 1);
    expect(sentBy(lab, leader, SETTLED_MS * 1000, Infinity).length).toBeGreaterThan(0);
  });

  test('is given up when the ticks are further apart than patience lasts', () => {
    const { lab, leader, followers } = settled(3, 'kevy');
    lab.do({ kind: 'throttle', node: leader, everyMs: 1000 }).to(SETTLED_MS + 900);
    expect(followers.map((id) => lab.node(id).role)).toContain('primary');
  });
});

describe('a node that stalls between a decision and what is done on its strength', () => {
  test('lets the messages of its next such step leave that much later, once', () => {
    const { lab, leader } = settled();
    const verbs = (fromMs: number, untilMs: number) => sentBy(lab, leader, fromMs * 1000, untilMs * 1000);
    lab.do({ kind: 'stall', node: leader, afterVerb: 'HB', ms: 35 }).to(SETTLED_MS + 200);
    const told = lab.records('event').filter((row) => lab.text(row).includes('stalls: its HB'));
    expect(told).toHaveLength(1);
    const { atUs } = told[0]!;
    expect(verbs(atUs / 1000, atUs / 1000 + 1)).toEqual([]);
    expect(verbs(atUs / 1000 + 35, atUs / 1000 + 35.001)).toEqual(['HB', 'HB']);
    // The next ones are on time again.
    expect(verbs(atUs / 1000 + 20, atUs / 1000 + 30)).toEqual(['HB', 'HB']);
  });

  test('takes them along when it dies, and holds them while it stands still', () => {
    const stalled = () => {
      const { lab, leader } = settled();
      lab.do({ kind: 'stall', node: leader, afterVerb: 'HB', ms: 35 }).to(SETTLED_MS + 30);
      return { lab, leader };
    };
    const killed = stalled();
    const since = killed.lab.world.headUs;
    killed.lab.do({ kind: 'kill', node: killed.leader }).to(SETTLED_MS + 100);
    expect(sentBy(killed.lab, killed.leader, since, Infinity)).toEqual([]);
    const frozen = stalled();
    frozen.lab.do({ kind: 'freeze', node: frozen.leader }).to(SETTLED_MS + 90);
    frozen.lab.do({ kind: 'thaw', node: frozen.leader }).to(SETTLED_MS + 90.001);
    expect(sentBy(frozen.lab, frozen.leader, since, (SETTLED_MS + 90) * 1000)).toEqual([]);
    expect(sentBy(frozen.lab, frozen.leader, (SETTLED_MS + 90) * 1000, Infinity).slice(0, 2)).toEqual([
      'HB',
      'HB',
    ]);
  });

  test('sends them into a link as it is when they leave', () => {
    const { lab, leader, followers } = settled();
    lab.do({ kind: 'stall', node: leader, afterVerb: 'HB', ms: 35 }).to(SETTLED_MS + 25);
    lab.do({ kind: 'cut', from: leader, to: followers[0]! }).to(SETTLED_MS + 60);
    const fates = lab
      .messages()
      .filter(
        ({ from, to, sentUs }) => from === leader && to === followers[0] && sentUs > (SETTLED_MS + 25) * 1000,
      )
      .map(({ fate }) => fate);
    expect(new Set(fates)).toEqual(new Set(['cut']));
  });

  test('is nothing to a node that is down', () => {
    const { lab, leader } = settled();
    lab.do({ kind: 'kill', node: leader }, { kind: 'stall', node: leader, afterVerb: 'HB', ms: 35 });
    lab.do({ kind: 'restart', node: leader }).to(SETTLED_MS + 500);
    expect(lab.records('event').filter((row) => lab.text(row).includes('stalls'))).toEqual([]);
  });
});
