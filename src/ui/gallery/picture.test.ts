import { describe, expect, test } from 'vitest';
import { SCENARIOS } from '../../app/scenarios';
import { cleanFailover } from '../../app/scenarios/clean-failover';
import { oneCutLink } from '../../app/scenarios/one-cut-link';
import { threeOfFiveDown } from '../../app/scenarios/three-of-five-down';
import { pictureOf, pictureWords } from './picture';
import { barsOf } from './shapes';

describe('a picture', () => {
  test('tells who had authority, when, and when something was done', () => {
    const { nodes, lanes, faultsUs, broken, lookAtUs, untilUs } = pictureOf(cleanFailover);
    expect(nodes).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
    expect(lanes.map(({ authority }) => authority.map(({ epoch }) => epoch))).toEqual([[2], [3], [], [], []]);
    expect(lanes[0]!.authority[0]!.toUs).toBe(12_000_000);
    expect(lanes[1]!.authority[0]!.toUs).toBe(untilUs);
    expect(faultsUs).toEqual([12_000_000]);
    expect(lookAtUs).toBe(cleanFailover.lookAtMs * 1000);
    expect(broken).toEqual([]);
  });

  test('where a store says who leads, has the truth below its nodes, and no lane for clients', () => {
    const run = {
      version: 1,
      protocol: 'ballot-lease',
      nodes: ['n1', 'n2', 'n3'],
      seed: 1,
      clients: 2,
    } as const;
    const { nodes, lanes, leases } = pictureOf({ ...cleanFailover, run, untilMs: 8000 });
    expect([nodes.length, lanes.length]).toEqual([3, 3]);
    expect(leases?.map(({ token }) => token)).toEqual([1, 2, 3]);
    expect(pictureOf(cleanFailover).leases).toBeNull();
  });

  test('of several faults at one instant it keeps one line', () => {
    expect(pictureOf(threeOfFiveDown).faultsUs).toEqual([12_000_000, 20_000_000]);
  });

  test('says when safety was violated, and what was', () => {
    expect(pictureOf(oneCutLink).broken).toMatchObject([{ title: 'One authority at any instant' }]);
  });

  test('in words: who leads, from when to when, and what broke', () => {
    expect(pictureWords(pictureOf(oneCutLink)).replaceAll('\u00a0', ' ')).toMatch(
      /^Timeline of 25 s: n1 has authority in epoch 1 from [\d.]+ s to the end; n2 has authority in epoch 2 from 15\.113 s to the end; safety is violated at 15\.113 s: One authority at any instant\.$/,
    );
    const nobody = { ...pictureOf(oneCutLink), lanes: [], broken: [] };
    expect(pictureWords(nobody)).toContain('nobody ever has authority');
  });
});

describe('its bars', () => {
  test('cover the lane from end to end, authority within the claim to it', () => {
    for (const scenario of SCENARIOS) {
      const { lanes, untilUs } = pictureOf(scenario);
      for (const lane of lanes) {
        const bars = barsOf(lane, untilUs);
        const roles = bars.filter(({ look }) => look !== 'authority');
        expect(roles.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100, 6);
        for (const { x, width } of bars.filter(({ look }) => look === 'authority')) {
          const claims = roles.filter(({ look }) => look === 'claim' || look === 'frozen');
          expect(claims.some((claim) => claim.x <= x && claim.x < x + width)).toBe(true);
        }
      }
    }
  });

  test('a primary that is killed leaves a gap', () => {
    const { lanes, untilUs } = pictureOf(cleanFailover);
    const looks = barsOf(lanes[0]!, untilUs).map(({ look }) => look);
    expect(looks).toEqual(['follower', 'candidate', 'claim', 'gone', 'authority']);
  });
});
