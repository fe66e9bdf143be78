import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVERY_KIND, hostileRun } from '../../src/check/hostile-run';
import { preyOf, wildSchedule } from '../../src/check/hunt/prey';
import type { Config, Safeguards } from '../../src/core/protocol';
import { InlineHost } from '../../src/sim/inline-host';
import type { NodeShell } from '../../src/sim/node/shell';
import type { BootOrder } from '../../src/sim/node/step';
import { RandomStream, streamState } from '../../src/sim/random';
import { resolveRun } from '../../src/sim/run';
import { simulate } from '../../src/sim/simulate';
import { Lab } from '../../src/sim/test-kit';
import { History } from '../../src/sim/trace/history';
import { advance } from '../../src/sim/cluster/advance';
import { traceBehind } from '../../src/sim/cluster/resume';
import { World, type Observer } from '../../src/sim/cluster/world';
import { Monitor } from '../../src/check/monitor';

const UNTIL_MS = 2500;
const schedules = fc
  .tuple(fc.nat(1_000_000), fc.constantFrom(...EVERY_KIND))
  .map(([seed, kind]) => hostileRun(seed, kind));

/** Goes on in another world, as a page that was sent the state would. */
function resumed(lab: Lab, observers: readonly Observer[] = []): { world: World; host: InlineHost } {
  const { world, host } = lab;
  const processes = world.slots.map((slot) =>
    slot.status === 'up' || slot.status === 'frozen' ? host.process(slot.index).save() : null,
  );
  const state = structuredClone(world.save(processes));
  const next = new InlineHost();
  return {
    host: next,
    world: new World(world.run, next, observers, true, { state, trace: traceBehind(world.trace, state) }),
  };
}

/** Saves and restores each process before each of its turns: one that keeps anything elsewhere would lose it. */
class ForgetfulHost extends InlineHost {
  private readonly orders: BootOrder[] = [];

  override boot(node: number, order: BootOrder): void {
    this.orders[node] = order;
    super.boot(node, order);
  }

  override configure(node: number, config: Config, safeguards: Safeguards): void {
    this.orders[node] = { ...this.orders[node]!, config, safeguards };
    super.configure(node, config, safeguards);
  }

  override process(node: number): NodeShell {
    super.boot(node, { ...this.orders[node]!, ...structuredClone(super.process(node).save()) });
    return super.process(node);
  }
}

describe('a world that is resumed', () => {
  test('goes on as the first one does, down to the digest and every row', () => {
    fc.assert(
      fc.property(schedules, fc.nat(UNTIL_MS * 1000), (run, cutUs) => {
        const lab = new Lab(run).to(cutUs / 1000);
        const { world, host } = resumed(lab);
        expect(world.snapshot()).toEqual(lab.world.snapshot());
        lab.to(UNTIL_MS);
        advance(world, host, UNTIL_MS * 1000);
        expect(world.trace.digest()).toBe(lab.digest);
        expect(world.snapshot()).toEqual(lab.world.snapshot());
        expect(world.trace.messages.length).toBe(lab.world.trace.messages.length);
        for (const row of lab.messages()) expect(world.trace.messages.row(row.id)).toEqual(row);
        expect(world.trace.records.length).toBe(lab.records().length);
      }),
      { numRuns: 15 },
    );
  });

  test('at the instant of a fault has it behind itself, once', () => {
    fc.assert(
      fc.property(schedules, fc.nat(), (run, which) => {
        const { world, host } = resumed(new Lab(run).to(run.faults![which % run.faults!.length]!.atMs));
        advance(world, host, UNTIL_MS * 1000);
        expect(world.trace.digest()).toBe(simulate(run, UNTIL_MS).digest);
      }),
      { numRuns: 20 },
    );
  });

  test('goes on as the first one does, however often each of its nodes is resumed', () => {
    fc.assert(
      fc.property(schedules, (run) => {
        const host = new ForgetfulHost();
        const world = new World(resolveRun(run), host);
        advance(world, host, UNTIL_MS * 1000);
        expect(world.trace.digest()).toBe(simulate(run, UNTIL_MS).digest);
      }),
      { numRuns: 21 },
    );
  });

  test('goes on where it takes minutes until anything happens, in the middle of an operation too', () => {
    const slow = resolveRun({ version: 1, protocol: 'kubernetes-lease', nodes: ['n1'], seed: 1, clients: 1 });
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(150_000_000), (seed, cutUs) => {
        const config = { ...slow.config, releaseOnCancel: seed % 2 };
        const { run } = wildSchedule(
          { ...preyOf(slow, [1, 3]), config },
          seed,
          new RandomStream(streamState(seed, 'faults')),
        );
        const { digest } = simulate(run, 150_000);
        const host = new ForgetfulHost();
        const forgetful = new World(resolveRun(run), host);
        advance(forgetful, host, 150_000_000);
        expect(forgetful.trace.digest()).toBe(digest);
        const next = resumed(new Lab(run).to(cutUs / 1000));
        advance(next.world, next.host, 150_000_000);
        expect(next.world.trace.digest()).toBe(digest);
      }),
      { numRuns: 12 },
    );
  });

  test('finds what the first one finds, if its checks are resumed with it', () => {
    const found = ({ violations, notes }: Monitor) =>
      [...violations, ...notes].map(({ invariant, atUs, text }) => ({ invariant, atUs, text }));
    fc.assert(
      fc.property(schedules, fc.nat(UNTIL_MS * 1000), (run, cutUs) => {
        const first = new Monitor();
        const lab = new Lab(run, [first]).to(cutUs / 1000);
        const second = new Monitor(undefined, structuredClone(first.save()));
        const { world, host } = resumed(lab, [second]);
        lab.to(UNTIL_MS);
        advance(world, host, UNTIL_MS * 1000);
        expect(found(second)).toEqual(found(first));
      }),
      { numRuns: 21 },
    );
  });

  test('leaves the first one alone, also when another thing happens in it', () => {
    const lab = new Lab(hostileRun(3, 'quorum')).to(1234);
    const { world, host } = resumed(lab);
    world.inject({ kind: 'kill', node: 'n1' });
    advance(world, host, UNTIL_MS * 1000);
    lab.to(UNTIL_MS);
    expect(lab.digest).toBe(simulate(hostileRun(3, 'quorum'), UNTIL_MS).digest);
    expect(world.trace.digest()).not.toBe(lab.digest);
    const { network } = lab.world.run;
    const before = new History(lab.world.trace, network).at(1_200_000);
    expect(new History(world.trace, network).at(1_200_000)).toEqual(before);
  });
});
