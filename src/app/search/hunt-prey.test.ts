import { expect, test } from 'vitest';
import { ALL_PROTOCOLS } from '../../core/everything';
import { resolveRun, type ResolvedRun } from '../../sim/run';
import { settingsAt } from '../../sim/settings';
import { runOf } from '../../sim/test-kit';
import { safeguardsOf, shownPrey } from './hunt-prey';
import { openingRun } from '../run/opening-run';
import { PRESETS, presetOf } from '../run/presets';
import { systemOfRun } from '../../sim/run';

const opening: ResolvedRun = resolveRun(openingRun());

test('the prey is the cluster with the settings of the shown instant, and without its faults', () => {
  const run = resolveRun(
    runOf(4, {
      clients: 2,
      exports: true,
      faults: [
        { atMs: 500, kind: 'configure', config: { downAfterMs: 300 }, safeguards: { bootGrace: false } },
      ],
    }),
  );
  const before = shownPrey(run, settingsAt(run, 499_000), null);
  const after = shownPrey(run, settingsAt(run, 500_000), null);
  expect(before).toMatchObject({ protocol: 'quorum', clients: 2, exports: true, nodes: [2, 4] });
  expect(before.config).toEqual(run.config);
  expect(before.safeguards['bootGrace']).toBe(true);
  expect(after.config['downAfterMs']).toBe(300);
  expect(after.safeguards['bootGrace']).toBe(false);
});

test('it is never larger than the cluster, nor than five nodes', () => {
  const nodesOf = (count: number) => {
    const run = resolveRun(runOf(count));
    return shownPrey(run, run, null).nodes;
  };
  expect([1, 2, 5, 9].map(nodesOf)).toEqual([
    [1, 1],
    [2, 2],
    [2, 5],
    [2, 5],
  ]);
});

test('without a safeguard: with that one off, and with what it takes to see what it is for', () => {
  const settings = { ...opening, safeguards: { ...opening.safeguards, bootGrace: false } };
  const prey = shownPrey(opening, settings, 'durableVotes');
  expect(prey).toMatchObject({ clients: 0, nodes: [2, 5], config: opening.config });
  expect(prey.safeguards).toMatchObject({ durableVotes: false, bootGrace: false, stickyVoters: true });

  const fenced = shownPrey(opening, opening, 'fencing');
  expect(fenced.clients).toBe(2);
  expect(fenced.safeguards['fencing']).toBe(false);
  // The preset stays that preset, for what came with the clients too.
  expect(presetOf(systemOfRun(fenced), fenced.config, fenced.network)).toBe(PRESETS[0]);
  expect(shownPrey(resolveRun({ ...openingRun(), clients: 3 }), opening, 'fencing').clients).toBe(3);
});

test('what guards writes says how many clients it takes', () => {
  const needing = ALL_PROTOCOLS.flatMap(({ id }) =>
    safeguardsOf(resolveRun({ ...openingRun(), protocol: id, config: {} })).flatMap(
      ({ name, needsClients }) => (needsClients === undefined ? [] : [`${id} ${name}`]),
    ),
  );
  expect(needing).toEqual([
    'quorum datedOffsets',
    'quorum fencing',
    'quorum majorityAck',
    'kevy fencing',
    'kevy majorityAck',
    'ballot-lease fencing',
    'ballot-lease majorityAck',
    'kubernetes-lease fencing',
    'kubernetes-lease majorityAck',
  ]);
});
