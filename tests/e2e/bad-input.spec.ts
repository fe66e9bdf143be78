/** Whatever comes in wrong is answered with a sentence, and the cluster that runs does not notice. */
import { deflateRawSync } from 'node:zlib';
import type { Run } from '../../src/sim';
import { nodeOf, theLeader } from './support/leaders';
import { A_WHILE_MS, ELECTED_BY_MS, FAILOVER_MS } from './support/pace';
import type { Playground } from './support/playground';
import { expect, test } from './support/test';

const GOOD: Run = { version: 1, protocol: 'quorum', nodes: ['n1', 'n2', 'n3'], seed: 1 };
const TOO_MANY = Array.from({ length: 10_000 }, (_, at) => `n${at + 1}`);

const BAD_RUNS: readonly (readonly [what: string, run: unknown, sentence: RegExp])[] = [
  [
    'an unknown node',
    { ...GOOD, faults: [{ atMs: 1000, kind: 'kill', node: 'n9' }] },
    /^faults\[0\]\.node: "n9" is not a node of this run; use one of n1, n2, n3\.$/,
  ],
  [
    'a negative time',
    { ...GOOD, faults: [{ atMs: -1, kind: 'kill', node: 'n1' }] },
    /^faults\[0\]\.atMs: must be at least 0/,
  ],
  ['10,000 nodes', { ...GOOD, nodes: TOO_MANY }, /^nodes: has 10000 nodes; use at most 50\.$/],
  ['a text for a number', { ...GOOD, seed: '1' }, /^seed: must be a number/],
  ['a number for a list', { ...GOOD, nodes: 3 }, /^nodes: must be a list of node ids\.$/],
  ['a text for an object', { ...GOOD, network: 'LAN' }, /^network: must be an object/],
  [
    'an unknown protocol',
    { ...GOOD, protocol: 'paxos' },
    /^protocol: must be one of "quorum", "kevy", "ballot-lease", .*"raft", "own"\.$/,
  ],
  ['an unknown setting', { ...GOOD, config: { hbMs: 1 } }, /^config\.hbMs: is not a setting/],
  ['a setting out of bounds', { ...GOOD, config: { hbIntervalMs: 0 } }, /^config\.hbIntervalMs: must be/],
  ['an unknown kind of fault', { ...GOOD, faults: [{ atMs: 0, kind: 'melt' }] }, /^faults\[0\]\.kind: /],
  ['a crowd of clients', { ...GOOD, clients: 99 }, /^clients: must be at most 5: how many clients write\.$/],
  ['exports that are no switch', { ...GOOD, exports: 'yes' }, /^exports: must be true or false/],
  [
    'a node that is called as the store is',
    { ...GOOD, protocol: 'ballot-lease', nodes: ['n1', 'store'] },
    /^nodes: must not name "store": that is what the run calls its store or a client\.$/,
  ],
  [
    'a damaged store where there is none',
    { ...GOOD, faults: [{ atMs: 1, kind: 'store', how: 'corrupt', key: 'election/leader' }] },
    /^faults\[0\]\.kind: "store" needs a run that has a store\.$/,
  ],
  [
    'an oversized key',
    {
      ...GOOD,
      protocol: 'ballot-lease',
      faults: [{ atMs: 1, kind: 'store', how: 'corrupt', key: 'k'.repeat(513) }],
    },
    /^faults\[0\]\.key: must have at most 512 bytes: a key of the store\.$/,
  ],
  ['nothing', null, /^The run .*\.$/],
  ['broken JSON', '{"version":1,"nodes":["n1"', /^The run is not valid JSON: /],
];

test('load refuses a bad run with a sentence that names the field', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  for (const [what, run, sentence] of BAD_RUNS) {
    await test.step(what, () =>
      expectUntouchedBy(playground, async () => {
        expect.soft(await playground.refusalOf(run), what).toMatch(sentence);
      }),
    );
  }
});

test('a refusal does not even pause', async ({ playground }) => {
  expect(await playground.refusalOf({ ...GOOD, seed: -1 })).toMatch(/^seed: must be at least 0/);
  await expect(playground.button('Pause')).toBeVisible();
  await playground.expectTimeGoesOn();
});

test.describe('a link', () => {
  const packed = (text: string): string => `./#run=${deflateRawSync(text).toString('base64url')}`;
  const whole = packed(JSON.stringify(GOOD));

  test('opens its run', async ({ playground }) => {
    await playground.open(whole);
    expect(await playground.run()).toMatchObject({ ...GOOD });
    await expect(playground.page.getByRole('alert')).toBeHidden();
  });

  for (const [what, address, sentence] of [
    ['that was cut short', whole.slice(0, -10), 'The link is damaged or was cut short'],
    ['that is no link at all', './#run=%%%', 'The link is damaged or was cut short'],
    ['to a run that cannot be', packed(JSON.stringify({ ...GOOD, seed: 'x' })), 'seed: must be a number'],
    ['that unpacks to far too much', packed(' '.repeat(3_000_000)), 'more than 2000000'],
  ] as const) {
    test(`${what} opens a working page with a sentence`, async ({ playground }) => {
      await playground.open(address);
      await expect(playground.page.getByRole('alert')).toContainText(sentence);
      await playground.expectWorkers(5);
      await playground.expectTimeGoesOn();
      theLeader(await playground.advanceTo(ELECTED_BY_MS));
      await playground.press('Dismiss');
      await expect(playground.page.getByRole('alert')).toBeHidden();
    });
  }
});

test('a damaged frame is dropped, counted and told; the node goes on', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.selectLink('n1', 'n2');
  await playground.press('Damage the next frame n1 → n2');
  await expect(playground.link('n1', 'n2')).toHaveAccessibleDescription('about to damage a frame n1 → n2');
  await playground.advance(A_WHILE_MS);

  await expect(playground.group('Last frames')).toContainText('arrived damaged, refused');
  await playground.expectEvent(/n2 dropped a damaged frame from n1/);
  await playground.selectNode('n2');
  await expect(playground.group('Clock and frames')).toContainText(/Frames refused\s*1/);
  await playground.expectWorkers(5);
  const view = await playground.advance(A_WHILE_MS);
  expect(nodeOf(view, 'n2')).toMatchObject({ status: 'up', primary: theLeader(view).id });
});

test('what the store and clients of a run cannot be told is answered with a sentence', async ({
  playground,
}) => {
  await playground.load({ ...GOOD, protocol: 'ballot-lease', clients: 2, exports: true });
  await playground.advance(A_WHILE_MS);
  const before = await stateOf(playground);
  for (const [fault, sentence] of [
    [{ kind: 'kill', node: 'c3' }, /^node: "c3" is not a node of this run; use one of n1, .+\.$/],
    [{ kind: 'resign', node: 'store' }, /^node: "store" is not a node of this run; use one of n1, n2, n3\.$/],
    [{ kind: 'replOffset', node: 'c1', value: 1 }, /^node: "c1" is not a node of this run/],
    [{ kind: 'store', how: 'burn', key: 'election/leader' }, /^how: must be "corrupt" or "tombstone"\.$/],
    [{ kind: 'store', how: 'corrupt', key: '€'.repeat(200) }, /^key: must have at most 512 bytes/],
    [{ kind: 'priority', node: 'n1', value: 'high' }, /^value: must be a number: a priority/],
  ] as const) {
    expect.soft(await playground.refusalOfFault(fault)).toMatch(sentence);
  }
  expect(await stateOf(playground)).toEqual(before);
});

test('keys of the store that nobody can read, and frames of it that are damaged, are survived', async ({
  playground,
}) => {
  await playground.load({ ...GOOD, protocol: 'ballot-lease', clients: 1, exports: true });
  const { store } = await playground.advance(FAILOVER_MS);
  expect(store!.keys.length).toBeGreaterThan(4);
  for (const { key } of store!.keys) await playground.fault({ kind: 'store', how: 'corrupt', key });
  for (const node of GOOD.nodes) {
    await playground.fault({ kind: 'corrupt', from: node, to: 'store' });
    await playground.fault({ kind: 'corrupt', from: 'store', to: node });
  }
  const view = await playground.advance(2 * FAILOVER_MS);
  theLeader(view);
  expect(view.nodes.map(({ status }) => status)).toEqual(['up', 'up', 'up']);
  const lease = view.store!.keys.find(({ key }) => key === 'election/leader');
  expect(JSON.parse(lease!.value!)).toMatchObject({ leaderId: theLeader(view).id });
  await playground.expectWorkers(5);
});

for (const [how, why] of [
  ['throw', 'it was told to throw'],
  ['hang', 'the watchdog ended it'],
] as const) {
  test(`a node that is told to ${how} is shown crashed, and can be restarted`, async ({ playground }) => {
    const old = theLeader(await playground.advanceTo(ELECTED_BY_MS));
    await playground.selectNode(old.id);
    await playground.fault({ kind: 'crash', node: old.id, how });

    await playground.expectWorkers(4);
    await expect(playground.node(old.id)).toHaveAccessibleName(/, crashed$/);
    await expect(playground.inspector).toContainText(why);
    await playground.expectEvent(`${old.id} crashed: `);
    const next = theLeader(await playground.advance(FAILOVER_MS));
    expect(next.id).not.toBe(old.id);

    await playground.press(`Restart ${old.id}`);
    await playground.expectWorkers(5);
    expect(nodeOf(await playground.advance(A_WHILE_MS), old.id)).toMatchObject({
      status: 'up',
      role: 'replica',
      primary: next.id,
    });
  });
}

test('a number out of bounds in the settings is answered beside its field', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.openSettings();
  await expectUntouchedBy(playground, async () => {
    const field = playground.settings.getByRole('textbox', { name: 'Heartbeat interval' });
    for (const [typed, sentence] of [
      ['0', /Heartbeat interval: give a number from 1 to/],
      ['soon', /“soon” is not a number/],
      ['9000', /hbIntervalMs \(9000\) must be below downAfterMs/],
    ] as const) {
      await field.fill(typed);
      await expect(field).toHaveAccessibleDescription(sentence);
      await field.press('Enter');
      await expect(playground.settings.getByRole('button', { name: 'Apply' })).toBeDisabled();
    }
  });
});

test('a number out of bounds for a link is answered with a sentence', async ({ playground }) => {
  await playground.advanceTo(ELECTED_BY_MS);
  await playground.selectLink('n1', 'n2');
  await expectUntouchedBy(playground, async () => {
    const there = playground.inspector.getByRole('group', { name: 'n1 → n2', exact: true });
    await there.getByRole('spinbutton', { name: 'Loss' }).fill('150');
    await there.getByRole('spinbutton', { name: 'Loss' }).press('Enter');
    await expect(playground.page.getByRole('alert')).toContainText('Loss: give a number from 0 to 100 %.');
  });
});

/** Expects a paused page. Nothing happened to the cluster, and it goes on as if nothing had. */
async function expectUntouchedBy(playground: Playground, attempt: () => Promise<void>): Promise<void> {
  const before = await stateOf(playground);
  await attempt();
  expect(await stateOf(playground)).toEqual(before);
  await playground.expectWorkers(before.view.nodes.length);
  theLeader(await playground.advance(A_WHILE_MS));
}

async function stateOf(playground: Playground) {
  return {
    view: await playground.view(),
    digest: await playground.digest(),
    run: await playground.run(),
  };
}
