import { describe, expect, test } from 'vitest';
import { storeContents } from '../../../core/store/record';
import { readClock, startClock } from '../../../sim/clock';
import { simulate, systemOfRun, type Run } from '../../../sim';
import { resolveRun } from '../../../sim/run';
import { History } from '../../../sim/trace/history';
import { hasAuthority, nodesIn } from '../../../sim/view';
import { LEASE_RUN } from '../test-kit';
import { clientText } from '../words/beside';
import { makeBeside } from './beside';
import { TimelineIndex } from './timeline-index';

const WALL_START_US = readClock(startClock(0), 0).wallUs;

function indexed(run: Run, untilMs: number) {
  const { trace, world } = simulate(run, untilMs);
  const index = new TimelineIndex(trace, systemOfRun(run), makeBeside);
  expect(index.extend()).toBe(true);
  return { index, beside: index.beside!, trace, world };
}

const TROUBLED: Run = {
  ...LEASE_RUN,
  faults: [
    { atMs: 4000, kind: 'clock', node: 'n2', offsetMs: 9250 },
    { atMs: 9000, kind: 'store', how: 'corrupt', key: 'election/leader' },
    { atMs: 12_000, kind: 'clock', node: 'n3', offsetMs: -700, rate: 1.01 },
    { atMs: 14_000, kind: 'kill', node: 'n2' },
    { atMs: 15_000, kind: 'kill', node: 'store' },
    { atMs: 17_000, kind: 'restart', node: 'store' },
    { atMs: 18_000, kind: 'restart', node: 'n2' },
    { atMs: 19_000, kind: 'kill', node: 'c1' },
    { atMs: 21_000, kind: 'restart', node: 'c1' },
    { atMs: 22_000, kind: 'freeze', node: 'n1' },
    { atMs: 26_000, kind: 'thaw', node: 'n1' },
  ],
};

test('is at any instant what the history says', () => {
  const { beside, trace, world } = indexed(TROUBLED, 30_000);
  const protocol = systemOfRun(TROUBLED);
  const history = new History(trace, resolveRun(TROUBLED).network);
  const seen = new Set<string>();
  for (let timeUs = 0.5; timeUs < world.headUs; timeUs += 19_001) {
    const snapshot = history.at(Math.ceil(timeUs));
    if (trace.records.countAtOrBefore(timeUs) !== trace.records.countBefore(Math.ceil(timeUs))) continue;
    const leaders = nodesIn(snapshot).filter((node) => hasAuthority(node, timeUs));
    snapshot.nodes.forEach(({ id, part, primary, service, disk, status }, node) => {
      const { leader } = beside.beliefs[node]!.beliefAt(timeUs);
      const where = `${id} at ${timeUs}`;
      const alive = status === 'up' || status === 'frozen';
      if (part === 'node') expect(trace.nodes[leader] ?? null, where).toBe(alive ? primary : null);
      if (service?.kind === 'client')
        expect(trace.nodes[leader] ?? null, where).toBe(alive ? service.leader : null);
      if (service?.kind === 'server' && alive) {
        const one = beside.exports.at(timeUs).find((other) => other.node === node);
        const phase = one === undefined ? 'idle' : one.workUs <= timeUs ? 'working' : 'trying';
        expect(phase, where).toBe(service.exporting!.phase);
        seen.add(phase);
      }
      if (part === 'store') {
        const value = storeContents(disk).entries.find(({ key }) => key === protocol.store!.leaseKey)?.value;
        const lease = value == null ? null : protocol.store!.readLease(value);
        const state = beside.lease!.stateAt(timeUs);
        seen.add(state.kind);
        if (lease === null) expect(state.kind, where).not.toBe('held');
        else {
          // An earlier promise is not kept once it was renewed.
          const { holder, token, untilWallUs } = lease;
          expect(state, where).toMatchObject({ kind: 'held', holder, token });
          expect(state.kind === 'held' && state.untilUs, where).toBe(untilWallUs - WALL_START_US);
        }
      }
      const overlaps = beside.overlaps.at(timeUs, node);
      expect(overlaps.length > 0, where).toBe(leaders.length > 1 && leaders.some((one) => one.id === id));
      if (overlaps.length > 0) seen.add('overlap');
    });
  }
  expect([...seen].sort()).toEqual(['free', 'held', 'idle', 'overlap', 'trying', 'unreadable', 'working']);
});

test('taken in bit by bit is the same as taken in at once', () => {
  const { beside, trace } = indexed(TROUBLED, 24_000);
  const bits = new TimelineIndex(trace, systemOfRun(TROUBLED), makeBeside);
  while (!bits.extend(97));
  expect(bits.beside).toEqual(beside);
});

test('clients: every acknowledgement counts, and a long wait is one interval', () => {
  const { beside, world } = indexed(TROUBLED, 30_000);
  const c2 = beside.clients[5]!;
  const now = world.snapshot().nodes[5]!.service;
  expect(now?.kind === 'client' && now.acknowledged).toBe(c2.countUpTo('acknowledged', Infinity));
  const waits: number[] = [];
  c2.eachWait(0, 30e6, 0, 30e6, ({ startUs, endUs }) => waits.push(endUs - startUs));
  expect(waits.length).toBeGreaterThan(0);
  expect(Math.max(...waits)).toBe(now?.kind === 'client' ? now.longestGapUs : 0);
});

test('clients: an answer to a read counts as well, and ends a wait', () => {
  const run: Run = { ...TROUBLED, config: { ...TROUBLED.config, readShare: 50 } };
  const { beside, world } = indexed(run, 30_000);
  const now = world.snapshot().nodes[5]!.service;
  const client = now?.kind === 'client' ? now : null;
  expect(client!.reads!.answered).toBeGreaterThan(2);
  const c2 = beside.clients[5]!;
  expect(c2.countUpTo('read', Infinity)).toBe(client!.reads!.answered);
  expect(clientText(beside, 5, 30e6)).toContain(`, ${client!.reads!.answered} reads answered`);
  const waits: number[] = [];
  c2.eachWait(0, 30e6, 0, 30e6, ({ startUs, endUs }) => waits.push(endUs - startUs));
  expect(Math.max(...waits)).toBe(client!.longestGapUs);
});

describe('what fencing made of two leaders', () => {
  const firstOf = (run: Run, violations: readonly { invariant: string; atUs: number }[] = []) => {
    const { beside } = indexed(run, 8000);
    const found: ReturnType<typeof beside.fencingOf>[] = [];
    const lines = violations.map((line, id) => ({
      id,
      tag: 'violation',
      node: null,
      epoch: 0,
      text: '',
      ...line,
    }));
    beside.overlaps.each(0, 8e6, 0, (overlap) => found.push(beside.fencingOf(overlap, lines)));
    return found[0];
  };

  test('refused by token, as the copies counted it', () => {
    const { world } = indexed(LEASE_RUN, 8000);
    const fenced = nodesIn(world.snapshot()).map(({ service }) =>
      service?.kind === 'server' ? (service.register?.fenced ?? 0) : 0,
    );
    const refused = fenced.reduce((sum, copies) => sum + copies, 0);
    expect(refused).toBeGreaterThan(0);
    expect(firstOf(LEASE_RUN)).toEqual({ kind: 'held', token: 3, refused });
  });

  test('or got through, where the register was found violated after it began', () => {
    const open = { ...LEASE_RUN, safeguards: { fencing: false } };
    expect(firstOf(open)).toEqual({ kind: 'untested' });
    expect(firstOf(open, [{ invariant: 'fencedRegister', atUs: 5_400_000 }])).toEqual({ kind: 'pierced' });
    expect(firstOf(open, [{ invariant: 'acknowledgedSurvive', atUs: 7e6 }])).toEqual({ kind: 'lost' });
    expect(firstOf(open, [{ invariant: 'fencedRegister', atUs: 1e6 }])).toEqual({ kind: 'untested' });
  });
});

test('what a trace forgot before it was read is not made up, and learnt from how it is now', () => {
  const { trace, world } = simulate(LEASE_RUN, 150_000);
  // Whole chunks of rows go.
  trace.records.forgetBelow(trace.records.length);
  expect(trace.records.firstKept).toBeGreaterThan(0);
  const late = new TimelineIndex(trace, systemOfRun(LEASE_RUN), makeBeside);
  late.extend(1);
  expect(late.beside!.lease!.stateAt(1_000_000).kind).toBe('forgotten');
  late.extend();
  late.learn(world.snapshot());
  const { leader } = late.beside!.beliefs[4]!.beliefAt(world.headUs);
  const client = world.snapshot().nodes[4]!.service;
  expect(trace.nodes[leader]).toBe(client?.kind === 'client' ? client.leader : '');
});

test('a run of nodes alone has nothing beside it', () => {
  const run: Run = { version: 1, protocol: 'quorum', nodes: ['n1', 'n2', 'n3'], seed: 1 };
  const { trace } = simulate(run, 100);
  expect(new TimelineIndex(trace, systemOfRun(run), makeBeside).beside).toBeNull();
});
