import { describe, expect, test } from 'vitest';
import { readClock } from '../clock';
import { Lab, runOf } from '../test-kit';

const settled = () => new Lab(runOf(3)).to(1000);

/** The gaps between a node's heartbeats, in virtual milliseconds. */
function beatsMs(lab: Lab, node: string, fromMs: number): number[] {
  const times = lab
    .messages()
    .filter(({ from, verb, sentUs }) => from === node && verb === 'HB' && sentUs >= fromMs * 1000)
    .map(({ sentUs }) => sentUs);
  const instants = [...new Set(times)];
  return instants.slice(1).map((at, i) => (at - instants[i]!) / 1000);
}

describe('a clock fault', () => {
  test('makes a node live faster or slower from now on', () => {
    const lab = settled();
    const follower = lab.world.run.nodes.find((id) => id !== lab.leader())!;
    lab.do({ kind: 'clock', node: follower, rate: 2 }).to(1300);
    expect(lab.node(follower)).toMatchObject({ clockRate: 2, wallOffsetMs: 0 });
    expect(new Set(beatsMs(lab, follower, 1020))).toEqual(new Set([10]));
    lab.do({ kind: 'clock', node: follower, rate: 0.5 }).to(1600);
    expect(new Set(beatsMs(lab, follower, 1340))).toEqual(new Set([40]));
  });

  test('never sets a monotonic clock back', () => {
    const lab = settled();
    const { clock } = lab.world.slot('n1');
    const sent = () => lab.messages().filter(({ from, verb }) => from === 'n1' && verb === 'HB');
    lab.do({ kind: 'clock', node: 'n1', rate: 0.1, offsetMs: -3_600_000 }).to(1500);
    lab.do({ kind: 'clock', node: 'n1', rate: 10, offsetMs: 0 }).to(2000);
    const readings = sent().map(
      ({ id }) => (lab.world.trace.messages.message(id) as unknown as { sentAt: number }).sentAt,
    );
    expect(readings).toEqual([...readings].sort((a, b) => a - b));
    const { nowUs, wallUs } = readClock(lab.world.slot('n1').clock, 2_000_000);
    expect(nowUs - readClock(clock, 1_000_000).nowUs).toBe(50_000 + 5_000_000);
    expect(wallUs - readClock(clock, 1_000_000).wallUs).toBe(50_000 + 5_000_000);
  });

  test('moves the wall clock by the difference to its present offset', () => {
    const lab = settled();
    const wallMs = () => readClock(lab.world.slot('n1').clock, lab.world.headUs).wallUs / 1000;
    const rightMs = wallMs();
    lab.do({ kind: 'clock', node: 'n1', offsetMs: 250 });
    expect(wallMs() - rightMs).toBe(250);
    lab.do({ kind: 'clock', node: 'n1', offsetMs: -10.5 });
    expect(wallMs() - rightMs).toBe(-10.5);
    lab.do({ kind: 'clock', node: 'n1', rate: 3 });
    expect(wallMs() - rightMs).toBe(-10.5);
  });

  test('stretches or shortens an authority, which is kept on the node\u2019s own clock', () => {
    const lab = settled();
    const leader = lab.leader();
    const leftUs = lab.node(leader).authorityUntilUs - 1_000_000;
    lab.do({ kind: 'clock', node: leader, rate: 0.5 });
    expect(lab.node(leader).authorityUntilUs - 1_000_000).toBe(2 * leftUs);
    lab.do({ kind: 'clock', node: leader, rate: 2 });
    expect(lab.node(leader).authorityUntilUs - 1_000_000).toBe(Math.ceil(leftUs / 2));
    const shown = lab.records('authority').at(-1)!;
    expect(shown.a).toBe(lab.node(leader).authorityUntilUs);
  });

  test('may come before the first step, and to a node that is dead or frozen', () => {
    const start = new Lab(
      runOf(3, {
        faults: [
          { atMs: 0, kind: 'clock', node: 'n1', rate: 1.5 },
          { atMs: 0, kind: 'freeze', node: 'n2' },
          { atMs: 0, kind: 'clock', node: 'n2', rate: 0.7 },
          { atMs: 0, kind: 'kill', node: 'n3' },
          { atMs: 0, kind: 'clock', node: 'n3', rate: 1.1 },
          { atMs: 10, kind: 'thaw', node: 'n2' },
          { atMs: 20, kind: 'restart', node: 'n3' },
          { atMs: 20, kind: 'clock', node: 'n3', rate: 0.9 },
        ],
      }),
    ).to(1500);
    start.leader();
    expect(start.world.snapshot().nodes.map(({ clockRate }) => clockRate)).toEqual([1.5, 0.7, 0.9]);
  });
});
