/** Whatever observers ask for, a run ends, and it is the same run. */
import { describe, expect, test } from 'vitest';
import { advance } from '../sim/cluster/advance';
import { World, type Observer } from '../sim/cluster/world';
import { InlineHost } from '../sim/inline-host';
import { RandomStream, streamState } from '../sim/random';
import { resolveRun, type Run } from '../sim/run';
import { simulate } from '../sim/simulate';
import { hostileRun, kindOf } from './hostile-run';
import { Monitor } from './monitor';

/** Wants to look when `wish` says; it notes each look, and sees that none is twice at one instant or in the past. */
class Wishful implements Observer {
  readonly looks: string[] = [];
  private toldUs = 0;
  private lookedUs = -1;

  constructor(private readonly wish: (toldUs: number, lookedUs: number) => number) {}

  observed(_world: World, _node: number, atUs: number): void {
    expect(atUs).toBeGreaterThanOrEqual(this.lookedUs);
    this.toldUs = atUs;
  }

  nextLookUs(): number {
    return this.wish(this.toldUs, this.lookedUs);
  }

  look(world: World): void {
    const { headUs } = world;
    expect(headUs).toBeGreaterThan(this.lookedUs);
    expect(headUs).toBeGreaterThanOrEqual(this.toldUs);
    this.lookedUs = headUs;
    const { nodes, inFlight } = world.snapshot();
    this.looks.push(`${headUs} ${inFlight} ${nodes.map((node) => `${node.status}${node.epoch}`).join(' ')}`);
  }
}

/** What observers may ask for, be it sensible or not. */
const wishes = (seed: number): Observer[] => {
  const random = new RandomStream(streamState(seed, 'faults', 7));
  return [
    new Wishful(() => -Infinity),
    new Wishful(() => NaN),
    new Wishful(() => 0),
    new Wishful((toldUs) => toldUs),
    new Wishful((_toldUs, lookedUs) => lookedUs),
    new Wishful((toldUs, lookedUs) => Math.max(toldUs, lookedUs) + 777.25),
    new Wishful((toldUs) => toldUs + 1000),
    // At every microsecond, for a while.
    new Wishful((toldUs, lookedUs) => (lookedUs < 3000 ? Math.max(toldUs, lookedUs) + 1e-9 : Infinity)),
    new Wishful((toldUs, lookedUs) => Math.max(toldUs, lookedUs) + random.below(20_000)),
    new Wishful((toldUs) => toldUs - 5000 + random.below(10_000)),
  ];
};

interface Account {
  readonly digest: string;
  readonly violations: unknown;
  readonly looks: unknown;
}

/** `cutUs` gives the length of each slice that the time is cut into. */
function account(run: Run, untilUs: number, wishful: readonly Observer[], cutUs: () => number): Account {
  const monitor = new Monitor();
  const host = new InlineHost();
  const world = new World(resolveRun(run), host, [monitor, ...wishful], false);
  while (world.headUs < untilUs) advance(world, host, Math.min(untilUs, world.headUs + cutUs()));
  const { violations, notes } = monitor;
  return {
    digest: world.trace.digest(),
    violations: { violations, notes },
    looks: wishful.map((one) => (one as Wishful).looks),
  };
}

test.each(Array.from({ length: 14 }, (_, seed) => seed))(
  'seed %i: what observers ask for and how time is cut change nothing',
  (seed) => {
    const run = hostileRun(seed, kindOf(seed));
    const untilUs = 1_200_000;
    const whole = () => untilUs;
    const plain = account(run, untilUs, [], whole);
    const looked = account(run, untilUs, wishes(seed), whole);
    expect({ ...looked, looks: [] }).toEqual(plain);
    const random = new RandomStream(streamState(seed, 'faults', 8));
    const cut = account(run, untilUs, wishes(seed), () => 1 + random.below(40_000));
    expect(cut).toEqual(looked);
  },
);

test('an observer looks at the instant that it asked for, even if that lies within a window', () => {
  const run: Run = { version: 1, protocol: 'quorum', nodes: ['n1', 'n2', 'n3'], seed: 1 };
  const looks: number[] = [];
  const observer: Observer = {
    observed: () => {},
    nextLookUs: () => (looks.at(-1) ?? 0) + 1234.5,
    look: ({ headUs }) => looks.push(headUs),
  };
  simulate(run, 3000, { observers: [observer] });
  expect(looks.slice(0, 3)).toEqual([1235, 2470, 3705]);
  expect(looks).toHaveLength(2429);
});

describe('a step at the very instant at which a monitor looks', () => {
  const base: Run = { version: 1, protocol: 'quorum', nodes: ['n1', 'n2', 'n3'], seed: 1 };
  test.each<[string, Run]>([
    [
      'a node of two that is left alone',
      { ...base, nodes: ['n1', 'n2'], faults: [{ atMs: 10_000, kind: 'kill', node: 'n1' }] },
    ],
    [
      'three nodes, each on its own',
      { ...base, faults: [{ atMs: 10_000, kind: 'partition', groups: [['n1'], ['n2'], ['n3']] }] },
    ],
  ])('%s', (_, run) => {
    const monitor = new Monitor();
    const { view } = simulate(run, 85_000, { observers: [monitor] });
    expect(view.timeMs).toBe(85_000);
    expect(monitor.violations).toEqual([]);
  });
});
