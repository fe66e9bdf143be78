import { describe, expect, test } from 'vitest';
import type { EventLine } from '../../../app/session/state';
import { protocolById } from '../../../core/registry';
import { hostileRun } from '../../../check/hostile-run';
import { simulate } from '../../../sim';
import { runOf } from '../../../sim/test-kit';
import { resolveRun } from '../../../sim/run';
import { History } from '../../../sim/trace/history';
import { hasAuthority } from '../../../sim/view';
import { makeBeside } from './beside';
import { EVENT_TAGS, TimelineIndex } from './timeline-index';

const protocol = protocolById('quorum');

function indexed(trace: TimelineIndex['trace']): TimelineIndex {
  const index = new TimelineIndex(trace, protocol, makeBeside);
  expect(index.extend()).toBe(true);
  return index;
}

test.each([1, 2, 3, 4, 5, 6])('a hostile run (%i) looks as its history says, at any instant', (seed) => {
  const run = resolveRun(hostileRun(seed, 'quorum'));
  const { trace, world } = simulate(run, 4000);
  const index = indexed(trace);
  const history = new History(trace, run.network);
  // Half a microsecond before each: what a fault does at an instant is behind a head at that instant already.
  for (let timeUs = 0.5; timeUs < world.headUs; timeUs += 9001) {
    const { nodes } = history.at(Math.ceil(timeUs));
    nodes.forEach((node, at) => {
      if (trace.records.countAtOrBefore(timeUs) !== trace.records.countBefore(Math.ceil(timeUs))) return;
      const lane = index.lanes[at]!;
      const { role, status, epoch } = lane.stretchAt(timeUs);
      expect({ role, status, epoch, timeUs }).toEqual({
        role: node.role,
        status: node.status,
        epoch: node.epoch,
        timeUs,
      });
      expect(lane.authorityAt(Math.ceil(timeUs)) !== null).toBe(hasAuthority(node, Math.ceil(timeUs)));
    });
  }
});

describe('taken in bit by bit', () => {
  const { trace } = simulate(hostileRun(7, 'quorum'), 2000);

  test('is the same as taken in at once', () => {
    const bits = new TimelineIndex(trace, protocol, makeBeside);
    let rounds = 1;
    while (!bits.extend(37)) rounds += 1;
    expect(rounds).toBeGreaterThan(10);
    const once = indexed(trace);
    expect(bits.events).toEqual(once.events);
    expect(bits.faults).toEqual(once.faults);
    expect(bits.lanes).toEqual(once.lanes);
    expect(bits.density.between(0, 0, 2e6)).toBe(once.density.between(0, 0, 2e6));
    expect(bits.countNotable(0, trace.messages.length)).toBe(once.countNotable(0, trace.messages.length));
  });

  test('every record is read once: nothing is told twice when nothing has been added', () => {
    const index = indexed(trace);
    const { length } = index.events;
    expect(index.extend()).toBe(true);
    expect(index.events.length).toBe(length);
  });
});

describe('marks', () => {
  const { trace } = simulate(
    runOf(3, {
      faults: [
        { atMs: 500, kind: 'kill', node: 'n1' },
        { atMs: 900, kind: 'healAll' },
      ],
    }),
    1500,
  );
  const index = indexed(trace);

  test('events have tags that are known, and faults are found by time', () => {
    expect(index.events.length).toBeGreaterThan(5);
    for (let at = 0; at < index.events.length; at += 1) {
      expect(EVENT_TAGS[index.events.at(at).tag]).toBeDefined();
    }
    expect(index.faults.atUs).toEqual([500_000, 900_000]);
    expect(index.faults.between(500_000, 899_999)).toEqual([0, 1]);
    expect(index.faults.between(500_001, 900_000)).toEqual([1, 2]);
    expect(index.faultOf(index.faults.at(1).record)).toEqual({ atMs: 900, kind: 'healAll' });
    expect(index.faultOf(index.faults.at(1).record)).toBe(index.faultOf(index.faults.at(1).record));
  });

  test('of messages, all that is not chatter is notable', () => {
    const { messages } = trace;
    const notable: number[] = [];
    index.eachNotable(0, messages.length, (id) => notable.push(id));
    expect(index.isChatter('HB')).toBe(true);
    expect(index.isChatter('OFFER')).toBe(false);
    const naive = Array.from({ length: messages.length }, (_, id) => id).filter(
      (id) => messages.row(id).verb !== 'HB',
    );
    expect(notable.sort((a, b) => a - b)).toEqual(naive);
    expect(index.countNotable(0, messages.length)).toBe(naive.length);
    const [first, end] = [naive[1]!, naive[4]! + 1];
    expect(index.countNotable(first, end)).toBe(4);
  });
});

test('violations are kept although the log forgets, and known again when a branch wakes up', () => {
  const line = (id: number, tag: string): EventLine => ({
    id,
    atUs: id * 10,
    tag,
    node: null,
    epoch: 0,
    text: `${tag} ${id}`,
  });
  const index = new TimelineIndex(simulate(runOf(1), 0).trace, protocol, makeBeside);
  const first = [line(1, 'vote'), line(2, 'violation'), line(3, 'vote')];
  index.noteViolations(first);
  const second = [...first.slice(2), line(4, 'violation')];
  index.noteViolations(second);
  index.noteViolations([line(4, 'violation'), line(5, 'vote')]);
  expect(index.violations.map(({ id }) => id)).toEqual([2, 4]);
});

describe('a trace that has forgotten its older rows', () => {
  // Enough for whole chunks of rows to go.
  const { trace, world } = simulate(runOf(5, { faults: [{ atMs: 3000, kind: 'kill', node: 'n5' }] }), 90_000);
  const whole = indexed(trace);
  const before = [1_000_000, 89_000_000].map((timeUs) => whole.lanes.map((lane) => lane.stretchAt(timeUs)));
  trace.forgetOldest();
  trace.forgetOldest();

  test('is still known as far as it was read before', () => {
    expect(trace.records.firstKept).toBeGreaterThan(0);
    expect(whole.extend()).toBe(true);
    expect(whole.lanes.map((lane) => lane.stretchAt(1_000_000))).toEqual(before[0]);
    const { record } = whole.faults.at(0);
    expect(whole.faultOf(record)).toMatchObject({ kind: 'kill' });
  });

  test('is not made up where it was not, and what has not changed since is learnt from how it is now', () => {
    const late = indexed(trace);
    for (const lane of late.lanes) expect(lane.stretchAt(1_000_000).status).toBe('forgotten');
    late.learn(world.snapshot());
    expect(late.lanes.map((lane) => lane.stretchAt(1_000_000).status)).toContain('forgotten');
    late.lanes.forEach((lane, node) => {
      const { role, status, epoch } = before[1]![node]!;
      expect(lane.stretchAt(89_000_000)).toMatchObject({ role, status, epoch });
      expect(lane.stretchAt(trace.records.keptFromUs - 1).status).toBe('forgotten');
    });
  });
});
