import { describe, expect, test } from 'vitest';
import { protocolById } from '../../core/registry';
import { hasAuthority, resolveRun, simulate, type Observer, type Run } from '../../sim';
import { cleanFailover } from './clean-failover';
import { SCENARIOS } from './index';
import { oneCutLink } from './one-cut-link';
import { oneCutLinkHardened } from './one-cut-link-hardened';
import { tells, type Scenario } from './scenario';
import { threeOfFiveDown } from './three-of-five-down';

const authorities = (run: Run, untilMs: number) =>
  simulate(run, untilMs).view.nodes.filter(({ authority }) => authority);

/** The most nodes that had authority at one instant. */
function mostAuthorities({ run, untilMs }: Scenario): number {
  let most = 0;
  const count: Observer = {
    observed(world, _node, atUs) {
      const { nodes } = world.snapshot(atUs);
      most = Math.max(most, nodes.filter((node) => hasAuthority(node, atUs)).length);
    },
  };
  simulate(run, untilMs, { observers: [count], keepTrace: false });
  return most;
}

describe.each(SCENARIOS)('$title', (scenario) => {
  test('has a run whose config agrees with itself, and a moment after its last fault', () => {
    const run = resolveRun(scenario.run);
    expect(protocolById(run.protocol).checkConfig(run.config)).toBeNull();
    expect(scenario.untilMs).toBeGreaterThan(Math.max(...run.faults.map(({ atMs }) => atMs)));
  });

  test('says what happens and what it teaches in two sentences, and where to look in a line', () => {
    expect(scenario.summary.match(/[.!?](?= |$)/g)).toHaveLength(2);
    expect(scenario.watch.length).toBeLessThanOrEqual(120);
  });

  test('starts with a primary that has authority, and only then breaks something', () => {
    const firstMs = Math.min(...scenario.run.faults!.map(({ atMs }) => atMs));
    expect(authorities(scenario.run, firstMs - 1)).toMatchObject([{ id: 'n1' }]);
  });

  test('is told by its own run, with other faults added, and by no run without its faults', () => {
    const run = resolveRun(scenario.run);
    expect(tells(scenario, run)).toBe(true);
    expect(tells(scenario, { ...run, seed: 7, faults: [...run.faults, { atMs: 1, kind: 'healAll' }] })).toBe(
      true,
    );
    expect(tells(scenario, { ...run, faults: [] })).toBe(false);
    expect(tells(scenario, { ...run, nodes: [...run.nodes, 'n9'] })).toBe(false);
  });
});

test('ids are their own', () => {
  expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
});

test('clean failover: another node leads in a higher epoch', () => {
  const before = authorities(cleanFailover.run, 11_999)[0]!;
  const after = authorities(cleanFailover.run, cleanFailover.untilMs);
  expect(after).toHaveLength(1);
  expect(after[0]!.id).not.toBe('n1');
  expect(after[0]!.epoch).toBeGreaterThan(before.epoch);
});

test('three of five down: after two somebody leads, after three nobody does', () => {
  expect(authorities(threeOfFiveDown.run, 20_000)).toHaveLength(1);
  expect(authorities(threeOfFiveDown.run, threeOfFiveDown.untilMs)).toHaveLength(0);
});

test('one cut link: two primaries with authority under the published protocol, never under the hardened one', () => {
  expect(authorities(oneCutLink.run, oneCutLink.untilMs)).toMatchObject([{ id: 'n1' }, { id: 'n2' }]);
  expect(mostAuthorities(oneCutLink)).toBe(2);
  expect(mostAuthorities(oneCutLinkHardened)).toBe(1);
});
