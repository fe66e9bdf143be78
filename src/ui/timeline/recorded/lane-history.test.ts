import { describe, expect, test } from 'vitest';
import { ROLES, STATUSES } from '../../../sim/trace/record-table';
import { LaneHistory, type Interval, type Stretch } from './lane-history';

const role = (name: (typeof ROLES)[number]) => ROLES.indexOf(name);
const status = (name: (typeof STATUSES)[number]) => STATUSES.indexOf(name);

function stretches(lane: LaneHistory, fromUs: number, untilUs: number, stepUs = 0): Stretch[] {
  const found: Stretch[] = [];
  lane.eachStretch(fromUs, untilUs, stepUs, (stretch) => found.push(stretch));
  return found;
}

function intervals(lane: LaneHistory, fromUs: number, untilUs: number, stepUs = 0): Interval[] {
  const found: Interval[] = [];
  lane.eachAuthority(fromUs, untilUs, stepUs, (interval) => found.push(interval));
  return found;
}

describe('stretches', () => {
  const lane = new LaneHistory();
  lane.takeStatus(0, status('up'), 1);
  lane.takeRole(0, role('replica'), 1);
  lane.takeRole(100, role('candidate'), 1);
  lane.takeRole(140, role('primary'), 2);
  lane.takeStatus(300, status('killed'), 1);
  lane.takeStatus(400, status('up'), 2);

  test('begin where something changes; of one instant the last change counts', () => {
    expect(stretches(lane, 0, 1000)).toEqual([
      { startUs: 0, endUs: 100, role: 'replica', status: 'up', epoch: 1 },
      { startUs: 100, endUs: 140, role: 'candidate', status: 'up', epoch: 1 },
      { startUs: 140, endUs: 300, role: 'primary', status: 'up', epoch: 2 },
      { startUs: 300, endUs: 400, role: 'primary', status: 'killed', epoch: 2 },
      { startUs: 400, endUs: Infinity, role: 'replica', status: 'up', epoch: 0 },
    ]);
  });

  test('of a range include the one that it begins in', () => {
    expect(stretches(lane, 120, 301).map(({ startUs }) => startUs)).toEqual([100, 140, 300]);
    expect(lane.stretchAt(299)).toMatchObject({ role: 'primary', status: 'up' });
    expect(lane.stretchAt(-5)).toMatchObject({ startUs: 0 });
  });

  test('the same thing told again is no new one', () => {
    lane.takeRole(500, role('replica'), 0);
    expect(lane.stretchCount).toBe(5);
  });

  test('shorter than a step are told about once a step, and the last of each step is told', () => {
    const flapping = new LaneHistory();
    for (let at = 1; at <= 10_000; at += 1) flapping.takeRole(at, at % 2, at);
    const told = stretches(flapping, 0, 20_000, 100);
    expect(told.length).toBeLessThan(120);
    expect(told.at(-1)).toMatchObject({ startUs: 10_000, endUs: Infinity });
    for (let i = 2; i < told.length; i += 1) {
      expect(told[i]!.startUs - told[i - 1]!.startUs).toBeGreaterThan(50);
    }
  });
});

describe('authority', () => {
  test('that is renewed in time is one interval; a gap begins another', () => {
    const lane = new LaneHistory();
    lane.takeAuthority(100, 200);
    lane.takeAuthority(150, 250);
    lane.takeAuthority(250, 350);
    lane.takeAuthority(400, 500);
    expect(intervals(lane, 0, 1000)).toEqual([
      { startUs: 100, endUs: 350 },
      { startUs: 400, endUs: 500 },
    ]);
    expect(lane.authorityAt(349)).toEqual({ startUs: 100, endUs: 350 });
    expect(lane.authorityAt(350)).toBeNull();
    expect(lane.authorityAt(99)).toBeNull();
  });

  test('may be cut short: given up, killed, or born again', () => {
    const lane = new LaneHistory();
    lane.takeStatus(0, status('up'), 1);
    lane.takeAuthority(100, Infinity);
    lane.takeAuthority(150, 0);
    lane.takeAuthority(200, 300);
    lane.takeStatus(250, status('killed'), 1);
    lane.takeAuthority(260, 0);
    lane.takeAuthority(300, 400);
    lane.takeStatus(310, status('frozen'), 1);
    lane.takeStatus(320, status('up'), 2);
    expect(intervals(lane, 0, 1000)).toEqual([
      { startUs: 100, endUs: 150 },
      { startUs: 200, endUs: 250 },
      { startUs: 300, endUs: 320 },
    ]);
    expect(intervals(lane, 251, 299)).toEqual([]);
  });
});
