import '../../core/everything';
import { expect, test } from 'vitest';
import { PROMISES } from '../../core/protocols/own/check';
import { defineProtocol } from '../../core/protocols/own/definition';
import { named } from '../../core/protocols/own/given';
import { systemOfRun } from '../../sim/run';
import { INVARIANTS } from './index';
import { everyInvariantOf } from './of-protocol';

test('an author can say of each check that speaks of such a protocol that it is not promised', () => {
  const protocol = defineProtocol({
    title: 'Nothing',
    summary: 'Does nothing.',
    messages: { NONE: {} },
    start: () => ({}),
    observe: () => ({ role: 'replica', epoch: 0 }),
  });
  const ids = [false, true].flatMap((exports) =>
    everyInvariantOf(systemOfRun({ ...named({ protocol }), clients: exports ? 1 : 0, exports })).map(
      ({ id }) => id,
    ),
  );
  expect([...PROMISES].sort()).toEqual([...new Set(ids)].sort());
  expect(INVARIANTS.map(({ id }) => id)).toEqual(expect.arrayContaining([...PROMISES]));
});
