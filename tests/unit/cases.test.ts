/** Small runs in which something went wrong once, each with what is right; the kinds that they stand for have tests of their own. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultLinesOf } from '../../src/app/explain/fault-lines';
import { parseRun } from '../../src/app/run/schema';
import { Monitor } from '../../src/check/monitor';
import { clusterView, resolveRun, simulate, type Run } from '../../src/sim';
import { History } from '../../src/sim/trace/history';

const caseOf = (name: string): Run =>
  JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), 'utf8')) as Run;

function played(run: Run, untilMs: number) {
  const monitor = new Monitor();
  const { trace, view, world } = simulate(run, untilMs, { observers: [monitor] });
  const history = new History(trace, resolveRun(run).network);
  const viewAt = (ms: number) => clusterView(run.protocol, history.at(ms * 1000));
  /** Who had authority at each tenth of a second from then on: names, each once in a row. */
  const ledFrom = (fromMs: number): string[] => {
    const leaders: string[] = [];
    for (let ms = fromMs; ms <= untilMs; ms += 100) {
      const now = viewAt(ms).nodes.flatMap(({ id, authority }) => (authority ? [id] : []));
      if (now.join() !== leaders.at(-1)) leaders.push(now.join());
    }
    return leaders;
  };
  return { monitor, view, world, trace, viewAt, ledFrom };
}

test.each(['hang-minority-of-two', 'hang-isolated'])('%s: it ends', (name) => {
  const { view, monitor } = played(caseOf(name), 85_000);
  expect(view.timeMs).toBe(85_000);
  expect(view.nodes.filter(({ authority }) => authority)).toEqual([]);
  expect(monitor.violations).toEqual([]);
});

describe('one pause long ago', () => {
  const paused = played(caseOf('stuck-follower'), 130_000);
  const control = played(caseOf('stuck-follower-control'), 130_000);

  test('n3 takes part again within downAfterMs of its return', () => {
    const { world } = played(caseOf('stuck-follower'), 25_000);
    const [leader, follower] = [world.slot('n1').observation, world.slot('n3').observation];
    expect(follower.grantsTo).toBe('n1');
    expect(follower.replOffset).toBeGreaterThanOrEqual(leader.replOffset - 1);
  });

  test('costs nothing when another follower dies later', () => {
    expect(paused.ledFrom(6000)).toEqual(['n1']);
    expect(control.ledFrom(6000)).toEqual(['n1']);
    const acknowledged = ({ view }: typeof paused) => view.clients![0]!.acknowledged;
    expect(acknowledged(paused)).toBe(acknowledged(control));
    expect([...paused.monitor.violations, ...paused.monitor.notes]).toEqual([]);
  });
});

test('stuck-rejoin-of-five: authority never lapses', () => {
  const { ledFrom, viewAt, monitor } = played(caseOf('stuck-rejoin-of-five'), 70_000);
  expect(ledFrom(3000)).toEqual(['n1']);
  const offsets = viewAt(59_000).nodes.map(({ replOffset }) => replOffset);
  expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThanOrEqual(2);
  expect([...monitor.violations, ...monitor.notes]).toEqual([]);
});

test('stuck-restart: a restart helps, and is not needed', () => {
  const restarted = caseOf('stuck-restart');
  const left: Run = { ...restarted, faults: restarted.faults!.filter(({ kind }) => kind !== 'restart') };
  for (const run of [restarted, left]) {
    const { world, ledFrom } = played(run, 90_000);
    expect(ledFrom(6000)).toEqual(['n1']);
    expect(world.slot('n3').observation.grantsTo).toBe('n1');
    expect(world.slot('n3').observation.replOffset).toBeGreaterThanOrEqual(
      world.slot('n1').observation.replOffset - 1,
    );
  }
});

test('deaf-leader-lost-round: one round is enough in nearly all seeds', () => {
  const run = caseOf('deaf-leader-lost-round');
  const SEEDS = 40;
  // The old leader steps down at about 4.6 s, and whoever follows it has had its patience at 5.6 s.
  const ONE_ROUND_MS = 5800;
  const late = Array.from({ length: SEEDS }, (_, at) => at + 1).filter((seed) => {
    const { view } = simulate({ ...run, seed }, ONE_ROUND_MS, { keepTrace: false });
    return view.nodes.every(({ role, epoch }) => role !== 'primary' || epoch < 3);
  });
  expect(late.length).toBeLessThanOrEqual(SEEDS / 20);
});

test('fault-words: fault lines say what happened, also if that is nothing', () => {
  const { trace } = played(caseOf('fault-words'), 10);
  expect([...faultLinesOf(trace).values()]).toEqual([
    'the network was split: n1 | n2 | n3 n4 n5',
    'all links were healed',
    'the network was to be split, but all were left in one group: no link was cut',
    'the network was to be split, but all were left in one group: no link was cut',
    'n1 was killed',
    'n1 was to be frozen, but it was dead already',
    'n2 was to be thawed, but it was not frozen',
    'message 99999999 was to be taken out of the air, but no such message had been sent',
  ]);
});

test('timeout-above-lease: refused, by whoever takes a run', () => {
  const sentence =
    /refreshMs \(333\) \+ storeTimeoutMs \(3600000\) must stay below leaseMs \(1000\), or one request that is lost ends a reign/;
  expect(() => parseRun(caseOf('timeout-above-lease'))).toThrow(sentence);
  expect(() => simulate(caseOf('timeout-above-lease'), 60_000)).toThrow(sentence);
});
