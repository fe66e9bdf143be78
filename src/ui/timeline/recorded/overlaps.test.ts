import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LaneHistory } from './lane-history';
import { Overlaps, type Overlap } from './overlaps';

function stage(nodes: number) {
  const lanes = Array.from({ length: nodes }, () => new LaneHistory());
  for (const lane of lanes) lane.takeStatus(0, 0, 1);
  const overlaps = new Overlaps(lanes);
  const authority = (atUs: number, node: number, untilUs: number) => {
    lanes[node]!.takeAuthority(atUs, untilUs);
    overlaps.changed(node);
  };
  const all = (fromUs = -1, untilUs = Infinity, stepUs = 0): Overlap[] => {
    const found: Overlap[] = [];
    overlaps.each(fromUs, untilUs, stepUs, (overlap) => found.push(overlap));
    return found;
  };
  return { lanes, overlaps, authority, all };
}

test('an overlap grows with what is renewed, and shrinks with what is given up', () => {
  const { authority, all } = stage(2);
  authority(10, 0, 100);
  authority(40, 1, 60);
  expect(all()).toMatchObject([{ a: 0, b: 1, startUs: 40, endUs: 60 }]);
  authority(50, 1, 140);
  expect(all()).toMatchObject([{ startUs: 40, endUs: 100 }]);
  authority(70, 0, 0);
  expect(all()).toMatchObject([{ startUs: 40, endUs: 70 }]);
});

test('refusals are put down to the last one, as long as they can come of it', () => {
  const { authority, all, overlaps } = stage(2);
  overlaps.refused(1, 1, 1);
  authority(10, 0, 100);
  authority(40, 1, 200);
  overlaps.refused(90, 2, 7);
  overlaps.refused(150, 1, 8);
  overlaps.refused(50_000_000, 5, 9);
  expect(all()).toMatchObject([{ refused: 3, token: 8 }]);
});

test('whatever happens, at any instant those overlap that have authority', () => {
  const step = fc.record({ node: fc.nat(2), gapUs: fc.integer({ min: 1, max: 9 }), forUs: fc.nat(25) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { lanes, overlaps, authority, all } = stage(3);
      let atUs = 0;
      for (const { node, gapUs, forUs } of steps) authority((atUs += gapUs), node, atUs + forUs);
      for (let timeUs = 0.5; timeUs < atUs + 40; timeUs += 1) {
        lanes.forEach((lane, node) => {
          const others = lanes.filter((other, at) => at !== node && other.authorityAt(timeUs) !== null);
          const expected = lane.authorityAt(timeUs) === null ? 0 : others.length;
          expect(overlaps.at(timeUs, node).length).toBe(expected);
        });
        expect(all(timeUs, timeUs + 0.1).length).toBe(
          lanes.reduce((sum, _, node) => sum + overlaps.at(timeUs, node).length, 0) / 2,
        );
      }
    }),
  );
});

test('of many only about one a step is told', () => {
  const { authority, all } = stage(2);
  for (let at = 0; at < 1000; at += 1) {
    authority(at * 10, 0, at * 10 + 5);
    authority(at * 10 + 2, 1, at * 10 + 8);
  }
  expect(all()).toHaveLength(1000);
  expect(all(0, 20_000, 500).length).toBeLessThan(30);
});
