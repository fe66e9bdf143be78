import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileRun } from '../../src/check/hostile-run';
import { InlineHost } from '../../src/sim/inline-host';
import { simulate } from '../../src/sim/simulate';
import { Lab } from '../../src/sim/test-kit';
import { History } from '../../src/sim/trace/history';
import { advance } from '../../src/sim/cluster/advance';
import { traceBehind } from '../../src/sim/cluster/resume';
import { World } from '../../src/sim/cluster/world';

const UNTIL_MS = 2500;
const schedules = fc
  .tuple(fc.nat(1_000_000), fc.constantFrom('quorum', 'kevy'))
  .map(([seed, protocol]) => hostileRun(seed, protocol));

/** Goes on in another world, as a page that was sent the state would. */
function resumed(lab: Lab): { world: World; host: InlineHost } {
  const { world, host } = lab;
  const processes = world.slots.map((slot) =>
    slot.status === 'up' || slot.status === 'frozen' ? host.shell(slot.index).save() : null,
  );
  const state = structuredClone(world.save(processes));
  const next = new InlineHost();
  return {
    host: next,
    world: new World(world.run, next, [], true, { state, trace: traceBehind(world.trace, state) }),
  };
}

describe('a world that is resumed', { timeout: 30_000 }, () => {
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
      fc.property(fc.nat(100_000), fc.nat(), (seed, which) => {
        const run = hostileRun(seed, 'quorum');
        const { world, host } = resumed(new Lab(run).to(run.faults![which % run.faults!.length]!.atMs));
        advance(world, host, UNTIL_MS * 1000);
        expect(world.trace.digest()).toBe(simulate(run, UNTIL_MS).digest);
      }),
      { numRuns: 20 },
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
