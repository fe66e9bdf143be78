/** What happens to links and to what is on them. */
import { describe, expect, test } from 'vitest';
import { Lab, runOf } from '../test-kit';

/** Has a leader, and heartbeats of others in the air. */
const settled = (count = 3) => new Lab(runOf(count)).to(1001);
const fatesAfter = (lab: Lab, fromMs: number, from: string, to: string) =>
  new Set(
    lab
      .messages()
      .filter((row) => row.from === from && row.to === to && row.sentUs >= fromMs * 1000)
      .map(({ fate }) => fate),
  );

describe('a cut', () => {
  test('loses what is on its way over that link, and what is sent into it', () => {
    const lab = settled();
    const onIt = lab
      .messages()
      .filter(({ fate, from, to }) => fate === 'inFlight' && from === 'n2' && to === 'n1');
    expect(onIt.length).toBeGreaterThan(0);
    lab.do({ kind: 'cut', from: 'n2', to: 'n1' });
    for (const { id } of onIt) {
      expect(lab.world.trace.messages.row(id)).toMatchObject({
        fate: 'cut',
        endUs: 1_001_000,
        stillborn: false,
      });
    }
    lab.to(1100);
    expect(fatesAfter(lab, 1001, 'n2', 'n1')).toEqual(new Set(['cut']));
  });

  test('is of one direction', () => {
    const lab = settled().do({ kind: 'cut', from: 'n1', to: 'n2' }).to(1100);
    expect(fatesAfter(lab, 1001, 'n2', 'n1')).toContain('delivered');
    expect(fatesAfter(lab, 1001, 'n2', 'n1')).not.toContain('cut');
    expect(lab.world.snapshot().links.filter(({ cut }) => cut)).toMatchObject([{ from: 'n1', to: 'n2' }]);
  });

  test('is healed, and only that link', () => {
    const lab = settled().do({ kind: 'cut', from: 'n1', to: 'n2' }, { kind: 'cut', from: 'n2', to: 'n1' });
    lab.do({ kind: 'heal', from: 'n1', to: 'n2' }).to(1100);
    expect(fatesAfter(lab, 1001, 'n1', 'n2')).toContain('delivered');
    expect(fatesAfter(lab, 1001, 'n2', 'n1')).toEqual(new Set(['cut']));
  });
});

describe('a partition', () => {
  test('cuts between groups in both directions, and leaves the rest together', () => {
    const lab = settled(5).do({ kind: 'partition', groups: [['n1', 'n2'], ['n3']] });
    const cut = lab.world
      .snapshot()
      .links.filter((link) => link.cut)
      .map(({ from, to }) => from + to);
    const whole = ['n1n2', 'n2n1', 'n4n5', 'n5n4'];
    expect(cut).toHaveLength(20 - whole.length);
    expect(cut.filter((link) => whole.includes(link))).toEqual([]);
  });

  test('leaves a minority without authority', () => {
    const lab = settled(5);
    const leader = lab.leader();
    lab.do({ kind: 'partition', groups: [[leader]] }).to(2000);
    expect(lab.leader()).not.toBe(leader);
    lab.do({ kind: 'healAll' }).to(3000);
    expect(lab.node(leader).primary).toBe(lab.leader());
  });
});

describe('a damaged frame', () => {
  test('is dropped and counted; the node goes on', () => {
    const lab = settled().do({ kind: 'corrupt', from: 'n1', to: 'n2' });
    expect(lab.world.snapshot().links.filter(({ corruptNext }) => corruptNext)).toHaveLength(1);
    lab.to(1100);
    const rejected = lab.messages().filter(({ fate }) => fate === 'rejected');
    expect(rejected).toMatchObject([{ from: 'n1', to: 'n2', damaged: true }]);
    expect(lab.node('n2')).toMatchObject({ status: 'up', rejectedFrames: 1 });
    expect(lab.records('rejected').map((row) => lab.text(row))).toEqual(['Bad']);
    expect(fatesAfter(lab, 1040, 'n1', 'n2')).toContain('delivered');
    expect(lab.world.snapshot().links.some(({ corruptNext }) => corruptNext)).toBe(false);
  });

  test('is the next one that really travels', () => {
    const lab = settled().do(
      { kind: 'cut', from: 'n1', to: 'n2' },
      { kind: 'corrupt', from: 'n1', to: 'n2' },
    );
    lab.to(1050).do({ kind: 'heal', from: 'n1', to: 'n2' }).to(1100);
    expect(lab.messages().filter(({ damaged }) => damaged)).toHaveLength(1);
    expect(lab.node('n2').rejectedFrames).toBe(1);
  });
});

describe('a message', () => {
  test('that is dropped by hand never arrives', () => {
    const lab = settled();
    const inFlight = lab.messages().filter(({ fate }) => fate === 'inFlight');
    const { id } = inFlight[0]!;
    lab.do({ kind: 'drop', message: id });
    expect(lab.world.inFlight).toBe(inFlight.length - 1);
    expect(lab.to(1100).world.trace.messages.row(id)).toMatchObject({ fate: 'dropped', endUs: 1_001_000 });
    expect(lab.records('delivered').some(({ a }) => a === id)).toBe(false);
  });

  test('that is handed over arrives at once, and not again', () => {
    const lab = settled();
    const inFlight = lab.messages().filter(({ fate, endUs }) => fate === 'inFlight' && endUs > 1_001_010);
    const { id } = inFlight[0]!;
    const { nextMessage } = lab.world.trace;
    lab.do({ kind: 'deliver', message: id }).to(1001.001);
    expect(lab.world.trace.messages.row(id)).toMatchObject({ fate: 'delivered', endUs: 1_001_000 });
    lab.do({ kind: 'deliver', message: id }, { kind: 'deliver', message: nextMessage + 99 }).to(1100);
    expect(lab.records('delivered').filter(({ a }) => a === id)).toHaveLength(1);
  });

  test('that is handed over to a node that stands still waits there until it goes on', () => {
    const lab = settled().do({ kind: 'freeze', node: 'n2' });
    const { id } = lab.messages().find(({ fate, to }) => fate === 'inFlight' && to === 'n2')!;
    lab.do({ kind: 'deliver', message: id }).to(1050).do({ kind: 'deliver', message: id });
    expect(lab.world.trace.messages.row(id)).toMatchObject({ fate: 'inFlight', endUs: 1_001_000 });
    lab.do({ kind: 'thaw', node: 'n2' }).to(1051);
    expect(lab.records('delivered').filter(({ a }) => a === id)).toMatchObject([{ atUs: 1_050_000 }]);
  });

  test('that is duplicated arrives twice, each time on its own', () => {
    const all = { lossRatio: 0, duplicateRatio: 1 };
    const lab = settled()
      .do({ kind: 'link', from: 'n1', to: 'n2', ...all })
      .to(1100);
    const rows = lab
      .messages()
      .filter(
        ({ from, to, sentUs }) => from === 'n1' && to === 'n2' && sentUs >= 1_001_000 && sentUs < 1_080_000,
      );
    expect(rows.length).toBeGreaterThan(4);
    for (let i = 0; i < rows.length; i += 2) {
      expect(rows[i]).toMatchObject({ duplicate: false, fate: 'delivered' });
      expect(rows[i + 1]).toMatchObject({ duplicate: true, fate: 'delivered', sentUs: rows[i]!.sentUs });
    }
    expect(rows.some(({ endUs }, i) => i % 2 === 1 && endUs !== rows[i - 1]!.endUs)).toBe(true);
  });

  test('on a link that loses everything never arrives', () => {
    const lab = settled().do({ kind: 'link', from: 'n1', to: 'n2', lossRatio: 1 }).to(1100);
    expect(fatesAfter(lab, 1001, 'n1', 'n2')).toEqual(new Set(['lost']));
  });

  test('arrives no sooner and no later than its link says', () => {
    const lab = settled()
      .do({ kind: 'link', from: 'n1', to: 'n2', latencyMs: [50, 51] })
      .to(1500);
    const flights = lab
      .messages()
      .filter(({ from, to, sentUs }) => from === 'n1' && to === 'n2' && sentUs >= 1_001_000)
      .map(({ sentUs, endUs }) => endUs - sentUs);
    expect(Math.min(...flights)).toBeGreaterThanOrEqual(50_000);
    expect(Math.max(...flights)).toBeLessThanOrEqual(51_000);
  });
});

test('healAll gives every link its usual settings back', () => {
  const lab = settled(4);
  const before = lab.world.snapshot().links;
  lab.do(
    { kind: 'link', from: 'n1', to: 'n2', latencyMs: [1, 1], lossRatio: 0.5, duplicateRatio: 0.5 },
    { kind: 'corrupt', from: 'n2', to: 'n3' },
    { kind: 'partition', groups: [['n1']] },
  );
  expect(lab.world.snapshot().links).not.toEqual(before);
  expect(lab.world.links.shortestUs).toBe(1000);
  lab.do({ kind: 'healAll' });
  expect(lab.world.snapshot().links).toEqual(before);
  expect(lab.world.links.shortestUs).toBe(2000);
});

test('a slow link speeds up in the middle of things, and nothing arrives in the past', () => {
  const lab = new Lab(runOf(3, { network: { latencyMs: [50, 90] } })).to(500);
  lab.do({ kind: 'link', from: 'n1', to: 'n2', latencyMs: [1, 1] }).to(900);
  const deliveries = lab.records('delivered');
  for (const { atUs, a } of deliveries) expect(atUs).toBe(lab.world.trace.messages.row(a).endUs);
  const times = lab.records().map(({ atUs }) => atUs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});
