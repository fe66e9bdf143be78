import { expect, test } from 'vitest';
import { ballotProtocol } from '../../core/protocols/ballot-lease/protocol';
import { storeRecord } from '../../core/store/record';
import { startClock } from '../../sim/clock';
import { LeaseHistory, leasesOf } from './leases';
import { svgPicture } from './svg';
import { chromeTrace } from './chrome-trace';
import { excerptOf } from './test-kit';

const store = ballotProtocol.store!;
const WALL_US = startClock(0).wallAtOriginUs;
let version = 0;

const diskWith = (value: string | null) =>
  storeRecord({ version: (version += 1), entries: [{ key: store.leaseKey, value, version }] }, []);

const heldBy = (leaderId: string, ballot: number, untilUs: number) =>
  diskWith(
    JSON.stringify({
      ballot,
      leaderId,
      priority: 0,
      leaseExpiryNanos: `${(WALL_US + untilUs) * 1000}`,
      versionstamp: '000000000000000100000000',
    }),
  );

const spans = (history: LeaseHistory) => history.startsUs.flatMap((_, at) => history.spanOf(at) ?? []);

test('a lease that is renewed in time is one span, which ends when a right clock says so', () => {
  const history = new LeaseHistory(store);
  history.take(100, heldBy('n1', 1, 1000));
  history.take(900, heldBy('n1', 1, 2000));
  expect(spans(history)).toEqual([{ startUs: 100, endUs: 2000, holder: 'n1', token: 1 }]);
  history.take(2500, heldBy('n1', 1, 3000));
  expect(spans(history).map(({ startUs, endUs }) => [startUs, endUs])).toEqual([
    [100, 2000],
    [2500, 3000],
  ]);
});

test('it ends before that when it is taken over, given up, deleted or damaged', () => {
  const history = new LeaseHistory(store);
  history.take(100, heldBy('n1', 1, 1000));
  history.take(200, heldBy('n2', 2, 1000));
  history.take(300, diskWith('{"ballot":2,"released":true}'));
  expect(history.stateAt(350)).toEqual({ kind: 'free' });
  history.take(400, heldBy('n3', 3, 1000));
  history.take(500, diskWith('#corrupt#'));
  expect(history.stateAt(550)).toEqual({ kind: 'unreadable' });
  history.take(600, heldBy('n3', 4, 1000));
  history.take(700, diskWith(null));
  history.take(800, heldBy('n3', 5, 1000));
  history.take(900, null);
  expect(spans(history).map(({ startUs, endUs, holder }) => [startUs, endUs, holder])).toEqual([
    [100, 200, 'n1'],
    [200, 300, 'n2'],
    [400, 500, 'n3'],
    [600, 700, 'n3'],
    [800, 900, 'n3'],
  ]);
});

test('a lease that was over as it was written makes nobody the leader', () => {
  const history = new LeaseHistory(store);
  history.take(5000, heldBy('n1', 1, 4000));
  expect(spans(history)).toEqual([]);
  expect(history.stateAt(6000)).toMatchObject({ kind: 'held', untilUs: 4000 });
});

test('pictures show it in the lane of the store, which has no role; nor has a client', async () => {
  const run = {
    version: 1,
    protocol: 'ballot-lease',
    nodes: ['n1', 'n2', 'n3'],
    seed: 1,
    clients: 1,
  } as const;
  const excerpt = await excerptOf(run, 1000, 12_000);
  const leases = leasesOf(excerpt);
  expect(leases.length).toBeGreaterThan(2);
  expect(leases[0]!.startUs).toBe(1_000_000);
  const svg = svgPicture(excerpt);
  expect(svg).toContain(`>${leases[1]!.holder} · ${leases[1]!.token}<`);
  const slices = (
    JSON.parse(chromeTrace(excerpt)) as { traceEvents: { name: string; cat?: string; pid: number }[] }
  ).traceEvents;
  const ofStore = slices.filter(({ pid, cat }) => pid === 4 && (cat === 'role' || cat === 'authority'));
  expect(ofStore.map(({ name }) => name)).toEqual([
    'up',
    ...leases.map(({ holder, token }) => `${holder}, ballot ${token}`),
  ]);
  expect(slices.filter(({ pid, cat }) => pid === 5 && cat === 'role').map(({ name }) => name)).toEqual([
    'up',
  ]);
});
