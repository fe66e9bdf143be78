import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveRun, type FaultAction } from '../../sim/run';
import { Lab, runOf } from '../../sim/test-kit';
import { History } from '../../sim/trace/history';
import { hasAuthority } from '../../sim/view';
import { LeaderGaps, type Gap } from './gaps';

const MS = 1000;

function gapsOf(lab: Lab): readonly Gap[] {
  const gaps = new LeaderGaps(lab.world.trace);
  gaps.update();
  return gaps.upTo(lab.world.headUs);
}

describe('the times without a leader', () => {
  test('in a range are those that have anything in it', () => {
    const lab = new Lab(runOf(3)).to(1000);
    lab.do({ kind: 'kill', node: lab.leader() }).to(3000);
    const gaps = new LeaderGaps(lab.world.trace);
    gaps.update();
    const [first, second] = gaps.upTo(3000 * MS);
    expect(gaps.between(0, 3000 * MS)).toEqual([first, second]);
    expect(gaps.between(first!.untilUs, 3000 * MS)).toEqual([second]);
    expect(gaps.between(first!.untilUs - 1, 900 * MS)).toEqual([first]);
    expect(gaps.between(second!.untilUs, 3000 * MS)).toEqual([]);
  });

  test('begin with the run, and again when the leader is killed', () => {
    const lab = new Lab(runOf(3)).to(1000);
    const [first, ...more] = gapsOf(lab);
    expect(first!.fromUs).toBe(0);
    expect(first!.untilUs).toBeGreaterThan(200 * MS);
    expect(more).toEqual([]);
    lab.do({ kind: 'kill', node: lab.leader() }).to(1010);
    expect(gapsOf(lab)).toEqual([first, { fromUs: 1000 * MS, untilUs: Infinity }]);
    lab.to(2500);
    expect(gapsOf(lab)).toHaveLength(2);
    expect(gapsOf(lab)[1]!.untilUs).toBeLessThan(2500 * MS);
  });

  test('begin when an authority runs out, whether or not anything is told then', () => {
    const lab = new Lab(runOf(2)).to(1000);
    const leader = lab.leader();
    const untilUs = lab.node(leader).authorityUntilUs;
    lab.do({ kind: 'freeze', node: 'n1' }, { kind: 'freeze', node: 'n2' }).to(1400);
    expect(gapsOf(lab).at(-1)).toEqual({ fromUs: untilUs, untilUs: Infinity });
  });

  test('may be none at all: a node alone leads from the very start, until it is killed', () => {
    const lab = new Lab(runOf(1, { protocol: 'kevy' })).to(500);
    expect(gapsOf(lab)).toEqual([]);
    lab.do({ kind: 'kill', node: 'n1' }).to(700);
    expect(gapsOf(lab)).toEqual([{ fromUs: 500 * MS, untilUs: Infinity }]);
    const gaps = new LeaderGaps(lab.world.trace);
    gaps.update();
    expect(gaps.lastAt(100 * MS)).toBeNull();
    expect(gaps.lastAt(600 * MS)).toEqual({ fromUs: 500 * MS, untilUs: Infinity });
  });

  test('are those in which no view of the history has an authority', () => {
    const action = fc.constantFrom<FaultAction>(
      { kind: 'kill', node: 'n1' },
      { kind: 'restart', node: 'n1' },
      { kind: 'kill', node: 'n2' },
      { kind: 'restart', node: 'n2' },
      { kind: 'partition', groups: [['n1', 'n2']] },
      { kind: 'partition', groups: [['n3']] },
      { kind: 'healAll' },
      { kind: 'clock', node: 'n3', rate: 0.5 },
      { kind: 'clock', node: 'n3', rate: 1.5 },
      { kind: 'freeze', node: 'n3' },
      { kind: 'thaw', node: 'n3' },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 8 }), fc.integer({ min: 1, max: 1e6 }), (actions, seed) => {
        const run = runOf(3, { seed });
        const lab = new Lab(run);
        const gaps = new LeaderGaps(lab.world.trace);
        actions.forEach((one, at) => {
          lab.to(400 * (at + 1)).do(one);
          gaps.update();
        });
        lab.to(4000);
        gaps.update();
        const history = new History(lab.world.trace, resolveRun(run).network);
        const all = gaps.upTo(4_000_000);
        for (let atUs = 0; atUs < 4_000_000; atUs += 37_003) {
          const view = history.at(atUs);
          // Right at a record's own instant it has not happened yet for a head there.
          const led = view.nodes.some((node) => hasAuthority(node, atUs));
          const inGap = all.some(({ fromUs, untilUs }) => fromUs < atUs && atUs <= untilUs);
          const edge = all.some(({ fromUs, untilUs }) => fromUs === atUs || untilUs === atUs);
          if (!edge && led === inGap) return false;
          if (!edge && inGap) {
            const last = gaps.lastAt(atUs)!;
            if (!(last.fromUs < atUs && atUs <= last.untilUs)) return false;
          }
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });
});
