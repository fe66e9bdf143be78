import { describe, expect, test } from 'vitest';
import { History } from '../../sim/trace/history';
import { hasAuthority } from '../../sim/view';
import { lanesOf } from './spans';
import { hostileExcerpt } from './test-kit';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe.each(SEEDS)('the lanes of run %i', (seed) => {
  test('say at every instant what the trace says', async () => {
    const excerpt = await hostileExcerpt(seed);
    const history = new History(excerpt.trace, excerpt.run.network);
    const lanes = lanesOf(excerpt);
    for (let atUs = excerpt.fromUs + 0.5; atUs < excerpt.toUs; atUs += 7_919) {
      history.at(atUs).nodes.forEach((node, place) => {
        const { roles, authority } = lanes[place]!;
        const covers = ({ fromUs, toUs }: { fromUs: number; toUs: number }) => fromUs <= atUs && atUs < toUs;
        const { status, role, epoch } = node;
        expect(roles.filter(covers), `${node.id} at ${atUs}`).toMatchObject([{ status, role, epoch }]);
        const expected = hasAuthority(node, atUs) ? [{ epoch }] : [];
        expect(authority.filter(covers), `${node.id} at ${atUs}`).toMatchObject(expected);
      });
    }
  });

  test('cover the excerpt without a gap, each band different from the one before', async () => {
    const excerpt = await hostileExcerpt(seed);
    for (const { roles } of lanesOf(excerpt)) {
      expect(roles[0]!.fromUs).toBe(excerpt.fromUs);
      expect(roles.at(-1)!.toUs).toBe(excerpt.toUs);
      roles.slice(1).forEach((span, at) => {
        const before = roles[at]!;
        expect(span.fromUs).toBe(before.toUs);
        expect(span).not.toMatchObject({ status: before.status, role: before.role, epoch: before.epoch });
      });
    }
  });
});
