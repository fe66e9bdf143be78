import { BALLOT } from '../../core/protocols/ballot-lease/about';
import { describe, expect, test } from 'vitest';
import { AT_US, led, now, sceneOf, sentence, type Scene, type Sketch } from './test-kit';

const KILLED: Sketch = { status: 'killed' };
const STORE = { leaseKey: 'k', readLease: () => null };
const open = (seconds: number) => ({ fromUs: AT_US - seconds * 1_000_000, untilUs: Infinity });

const CASES: readonly (readonly [what: string, scene: Scene])[] = [
  ['a calm cluster of five', { nodes: led(5) }],
  ['a calm cluster of two', { nodes: led(2) }],
  ['a node alone', { nodes: led(1, { n1: { authorityUntilUs: Infinity } }) }],
  ['one is down', { nodes: led(5, { n3: KILLED }) }],
  ['two are down, no more may go', { nodes: led(5, { n3: KILLED, n4: { status: 'crashed' } }) }],
  ['one is frozen', { nodes: led(5, { n2: { status: 'frozen' } }) }],
  ['one is cut off', { nodes: led(5), apart: ['n5'] }],
  ['one link is cut one way', { nodes: led(3), cut: ['n2 n1'] }],
  ['two are cut off', { nodes: led(5), apart: ['n4', 'n5'] }],
  ['four of nine are cut off', { nodes: led(9), apart: ['n6', 'n7', 'n8', 'n9'] }],
  ['somebody does not know it yet', { nodes: led(5, { n4: { primary: null, epoch: 1 } }) }],
  ['the leader has lost its quorum', { nodes: led(5, { n2: KILLED, n3: KILLED, n4: KILLED }) }],
  [
    'the leader is frozen',
    {
      nodes: led(3, { n1: { status: 'frozen', role: 'primary', primary: 'n1', epoch: 2, authorityMs: 400 } }),
    },
  ],
  [
    'the leader is cut off while another stands',
    {
      nodes: led(3, { n2: { role: 'candidate', epoch: 2, votedFor: 'n2', votedEpoch: 3, primary: 'n1' } }),
      apart: ['n1'],
    },
  ],
  [
    'a leader after a gap',
    { nodes: led(3), source: { gap: { fromUs: AT_US - 9_000_000, untilUs: AT_US - 1_700_000 } } },
  ],
  [
    'the same, no longer news',
    { nodes: led(3), source: { gap: { fromUs: AT_US - 9_000_000, untilUs: AT_US - 2_700_000 } } },
  ],
  [
    'the first leader of a run came after no gap',
    { nodes: led(3), source: { gap: { fromUs: 0, untilUs: AT_US - 100_000 } } },
  ],
  [
    'an old primary that does not know it',
    { nodes: led(5, { n4: { role: 'primary', epoch: 1, primary: 'n4' } }), apart: ['n4'] },
  ],
  [
    'two old primaries',
    { nodes: led(5, { n4: { role: 'primary', epoch: 1 }, n5: { role: 'primary', epoch: 1 } }) },
  ],
  ['two lead', { nodes: led(3, { n2: { role: 'primary', primary: 'n2', epoch: 3, authorityMs: 500 } }) }],
  [
    'the leader was killed',
    {
      nodes: led(5, { n1: KILLED }),
      source: { deed: 'n1 was killed', gap: open(0.4) },
    },
  ],
  [
    'nobody led yet',
    {
      nodes: led(3, {
        n1: { role: 'replica', primary: null, epoch: 1, authorityMs: -1, patienceMs: 1200 },
        n2: { primary: null, patienceMs: 1300 },
        n3: { primary: null, patienceMs: 1400 },
      }),
      source: { gap: open(10) },
    },
  ],
  [
    'a candidate',
    {
      nodes: led(5, {
        n1: KILLED,
        n2: { role: 'candidate', votedFor: 'n2', votedEpoch: 3, primary: 'n1' },
        n3: { votedFor: 'n2', votedEpoch: 3 },
      }),
      source: { gap: open(2.1) },
    },
  ],
  [
    'a candidate with enough votes on their way',
    {
      nodes: led(3, {
        n1: KILLED,
        n2: { role: 'candidate', votedFor: 'n2', votedEpoch: 3 },
        n3: { votedFor: 'n2', votedEpoch: 3 },
      }),
    },
  ],
  [
    'two candidates',
    {
      nodes: led(5, {
        n1: KILLED,
        n2: { role: 'candidate', votedFor: 'n2', votedEpoch: 3 },
        n3: { role: 'candidate', votedFor: 'n3', votedEpoch: 3 },
      }),
    },
  ],
  [
    'patience is over for all',
    {
      nodes: led(3, { n1: KILLED, n2: { patienceMs: -1 }, n3: { patienceMs: -1 } }),
      source: { gap: open(3) },
    },
  ],
  [
    'one of them asks',
    {
      nodes: led(3, { n1: KILLED, n2: { patienceMs: -1 }, n3: { patienceMs: -1 } }),
      source: { said: { node: 'n3', text: 'asks who would vote for it in epoch 3' }, gap: open(3) },
    },
  ],
  [
    'patience is over for some',
    { nodes: led(4, { n1: KILLED, n2: { patienceMs: -1 } }), source: { gap: open(3) } },
  ],
  [
    'before the first of it',
    { nodes: led(3), source: { snapshot: { ...sceneOf({ nodes: led(3) }), timeUs: 0 } } },
  ],
  [
    'a majority goes on, the others are cut off and cannot',
    {
      nodes: led(5, { n1: { role: 'replica', primary: null, authorityMs: -1 }, n2: { primary: null } }),
      cut: ['n1 n3', 'n1 n4', 'n1 n5', 'n2 n3', 'n2 n4', 'n2 n5'],
      source: { said: { node: 'n2', text: 'knows no primary' }, gap: open(3) },
    },
  ],
  [
    'a winner whom too few follow yet',
    {
      nodes: led(5, { n1: KILLED, n2: { role: 'primary', primary: 'n2', epoch: 3, patienceMs: -1 } }),
      source: { gap: open(6) },
    },
  ],
  [
    'a winner that is still to be granted authority, and an old primary',
    {
      nodes: led(3, {
        n1: { role: 'primary', authorityMs: -1 },
        n2: { role: 'primary', primary: 'n2', epoch: 3, patienceMs: -1 },
        n3: { primary: 'n2', epoch: 3 },
      }),
      apart: ['n1'],
      source: { gap: open(6) },
    },
  ],
  ['too few are up', { nodes: led(5, { n1: KILLED, n2: KILLED, n3: KILLED }) }],
  ['one of five is up', { nodes: led(5, { n1: KILLED, n2: KILLED, n3: KILLED, n4: KILLED }) }],
  [
    'too few are up, and some are frozen',
    { nodes: led(5, { n1: KILLED, n2: { status: 'frozen' }, n3: { status: 'frozen' } }) },
  ],
  ['one of two is up', { nodes: led(2, { n1: KILLED }) }],
  ['nobody is up', { nodes: led(3, { n1: KILLED, n2: KILLED, n3: KILLED }) }],
  ['the only node is down', { nodes: led(1, { n1: KILLED }) }],
  [
    'everybody is frozen',
    {
      nodes: led(3, {
        n1: { status: 'frozen', authorityMs: -1 },
        n2: { status: 'frozen' },
        n3: { status: 'frozen' },
      }),
    },
  ],
  ['frozen or killed', { nodes: led(3, { n1: KILLED, n2: { status: 'frozen' }, n3: KILLED }) }],
  [
    'nobody reaches enough others',
    { nodes: led(3, { n1: { role: 'replica', authorityMs: -1 } }), apart: ['n1', 'n2', 'n3'] },
  ],
  [
    'the same with an old primary',
    { nodes: led(3, { n1: { role: 'primary', authorityMs: -1, epoch: 4 } }), apart: ['n1', 'n2', 'n3'] },
  ],
  [
    'a violation',
    {
      nodes: led(3),
      source: {
        violation: {
          invariant: 'one-authority',
          atUs: AT_US,
          witnesses: ['n1'],
          text: 'n1 and n2 have authority.',
          moment: null,
          snapshot: null as never,
        },
      },
    },
  ],
  ['a lease', { nodes: withStore({}), source: { protocol: { store: STORE, words: BALLOT.words } } }],
  [
    'a lease after a gap',
    {
      nodes: withStore({}),
      source: {
        protocol: { store: STORE, words: BALLOT.words },
        gap: { fromUs: AT_US - 9_000_000, untilUs: AT_US - 100_000 },
      },
    },
  ],
  [
    'its holder is frozen',
    {
      nodes: withStore({
        n1: { status: 'frozen', role: 'primary', epoch: 7, primary: 'n1', authorityMs: 2500 },
      }),
      source: { protocol: { store: STORE, words: BALLOT.words } },
    },
  ],
  [
    'the store is down',
    { nodes: withStore({ store: KILLED }), source: { protocol: { store: STORE, words: BALLOT.words } } },
  ],
  [
    'the store is frozen',
    {
      nodes: withStore({ store: { status: 'frozen' } }),
      source: { protocol: { store: STORE, words: BALLOT.words } },
    },
  ],
  [
    'the holder does not reach the store',
    { nodes: withStore({}), cut: ['n1 store'], source: { protocol: { store: STORE, words: BALLOT.words } } },
  ],
  [
    'a follower does not reach the store',
    { nodes: withStore({}), cut: ['store n2'], source: { protocol: { store: STORE, words: BALLOT.words } } },
  ],
  [
    'nobody reaches the store, and nobody leads',
    {
      nodes: withStore({ n1: { role: 'replica', authorityMs: -1 } }),
      apart: ['store'],
      source: { protocol: { store: STORE, words: BALLOT.words }, gap: open(4) },
    },
  ],
  [
    'the holder is gone, its lease is not',
    {
      nodes: withStore({ n1: KILLED }),
      source: { protocol: { store: STORE, words: BALLOT.words }, gap: open(1) },
    },
  ],
  [
    'nobody holds the lease',
    {
      nodes: withStore({
        n1: KILLED,
        n2: { primary: null, patienceMs: -1 },
        n3: { primary: null, patienceMs: -1 },
      }),
      source: { protocol: { store: STORE, words: BALLOT.words }, gap: open(1) },
    },
  ],
  [
    'somebody claims it',
    {
      nodes: withStore({
        n1: KILLED,
        n2: { role: 'candidate', primary: null, patienceMs: -1 },
        n3: { primary: null, patienceMs: -1 },
      }),
      source: { protocol: { store: STORE, words: BALLOT.words }, gap: open(5) },
    },
  ],
  [
    'two believe that they hold it',
    {
      nodes: withStore({ n2: { role: 'primary', primary: 'n2', epoch: 8, authorityMs: 4000 } }),
      source: { protocol: { store: STORE, words: BALLOT.words } },
    },
  ],
  [
    'all nodes of a lease are down',
    {
      nodes: withStore({ n1: KILLED, n2: KILLED, n3: KILLED }),
      source: { protocol: { store: STORE, words: BALLOT.words } },
    },
  ],
];

function withStore(changes: Readonly<Record<string, Sketch>>): Record<string, Sketch> {
  const holder: Sketch = { role: 'primary', epoch: 7, primary: 'n1', authorityMs: 6000 };
  const other: Sketch = { primary: 'n1', epoch: 7, patienceMs: 6000 };
  return {
    n1: { ...holder, ...changes['n1'] },
    n2: { ...other, ...changes['n2'] },
    n3: { ...other, ...changes['n3'] },
    store: { part: 'store', ...changes['store'] },
  };
}

describe('NOW says', () => {
  test('what is going on, in some fifty situations', () => {
    const told = CASES.map(([what, scene]) => `${what} [${now(scene).tone}]\n  ${sentence(scene)}`).join(
      '\n',
    );
    expect(told).toMatchInlineSnapshot(`
      "a calm cluster of five [calm]
        n1 leads in epoch 2. All 4 others follow it.
      a calm cluster of two [calm]
        n1 leads in epoch 2. The other follows it.
      a node alone [calm]
        n1 leads in epoch 2. It is alone.
      one is down [calm]
        n1 leads in epoch 2. n3 is down; 4 of 5 are with it.
      two are down, no more may go [calm]
        n1 leads in epoch 2. n3 and n4 are down; 3 of 5 are with it, no more may go.
      one is frozen [calm]
        n1 leads in epoch 2. n2 is frozen; 4 of 5 are with it.
      one is cut off [calm]
        n1 leads in epoch 2. n5 is cut off from it; 4 of 5 are with it.
      one link is cut one way [calm]
        n1 leads in epoch 2. n2 is cut off from it; 2 of 3 are with it, no more may go.
      two are cut off [calm]
        n1 leads in epoch 2. n4 and n5 are cut off from it; 3 of 5 are with it, no more may go.
      four of nine are cut off [calm]
        n1 leads in epoch 2. n6, n7, n8 and n9 are cut off from it; 5 of 9 are with it, no more may go.
      somebody does not know it yet [calm]
        n1 leads in epoch 2. n4 does not know it yet.
      the leader has lost its quorum [calm]
        n1 leads in epoch 2 for 0.9 s more. n2, n3 and n4 are down; 2 of 5 are with it, and it needs 3: after that it may not lead.
      the leader is frozen [calm]
        n1 leads in epoch 2, frozen, for 0.4 s more.
      the leader is cut off while another stands [calm]
        n2 stands for epoch 3: 1 of 2 votes. n1 leads in epoch 2 for 0.9 s more. n2 and n3 are cut off from it; it has nobody but itself and needs 2: after that it may not lead.
      a leader after a gap [calm]
        n1 leads in epoch 2 after 7.3 s without a leader. Both others follow it.
      the same, no longer news [calm]
        n1 leads in epoch 2. Both others follow it.
      the first leader of a run came after no gap [calm]
        n1 leads in epoch 2. Both others follow it.
      an old primary that does not know it [calm]
        n1 leads in epoch 2. n4 is cut off from it; 4 of 5 are with it. n4 calls itself primary of epoch 1, without authority.
      two old primaries [calm]
        n1 leads in epoch 2. n4 and n5 call themselves primary, without authority.
      two lead [calm]
        n2 and n1 lead at the same time, epoch 3 and epoch 2.
      the leader was killed [waiting]
        n1 was killed. n2 misses n1 and waits 1.5 s more before it may stand. No leader for 0.4 s.
      nobody led yet [waiting]
        n1 knows no leader and waits 1.2 s more before it may stand. No leader for 10.0 s.
      a candidate [waiting]
        n2 stands for epoch 3: 2 of 3 votes. No leader for 2.1 s.
      a candidate with enough votes on their way [waiting]
        n2 stands for epoch 3: 2 votes, enough once they reach it.
      two candidates [waiting]
        n2 stands for epoch 3: 1 of 3 votes. n3 stands for epoch 3: 1 of 3 votes.
      patience is over for all [waiting]
        Everybody's patience is over: whoever may stand does so next. No leader for 3.0 s.
      one of them asks [waiting]
        n3 asks who would vote for it in epoch 3. No leader for 3.0 s.
      patience is over for some [waiting]
        n3 misses n1 and waits 1.5 s more before it may stand; the others wait for their turn. No leader for 3.0 s.
      before the first of it [waiting]
        The run has not begun: Play starts it.
      a majority goes on, the others are cut off and cannot [waiting]
        n3 misses n1 and waits 1.5 s more before it may stand. No leader for 3.0 s. n1 and n2 reach too few others.
      a winner whom too few follow yet [waiting]
        n2 is primary of epoch 3, not yet with authority: 1 of the 3 that it needs follows it. No leader for 6.0 s.
      a winner that is still to be granted authority, and an old primary [waiting]
        n2 is primary of epoch 3, not yet with authority: those who follow it have still to grant it. No leader for 6.0 s. n1 reaches too few others. n1 calls itself primary of epoch 2, without authority.
      too few are up [stuck]
        2 of 5 are up: nobody may lead until one more is back.
      one of five is up [stuck]
        1 of 5 is up: nobody may lead until 2 more are back.
      too few are up, and some are frozen [stuck]
        2 of 5 are up: nobody may lead until one more is back or thawed.
      one of two is up [stuck]
        1 of 2 is up: nobody may lead until one more is back.
      nobody is up [stuck]
        No node is up: restart some to see them elect.
      the only node is down [stuck]
        No node is up: restart it to see them elect.
      everybody is frozen [stuck]
        Every node is frozen: nothing happens until one is thawed.
      frozen or killed [stuck]
        Nobody is up: what is not killed is frozen.
      nobody reaches enough others [stuck]
        3 of 3 are up, but no 2 of them reach each other: nobody may lead until links are healed.
      the same with an old primary [stuck]
        3 of 3 are up, but no 2 of them reach each other: nobody may lead until links are healed. n1 calls itself primary of epoch 4, without authority.
      a violation [violation]
        Safety violated at 10.000 s: n1 and n2 have authority. Why?
      a lease [calm]
        n1 leads with ballot 7; its lease runs 6.0 s more.
      a lease after a gap [calm]
        n1 leads with ballot 7 after 8.9 s without a leader; its lease runs 6.0 s more.
      its holder is frozen [calm]
        n1 leads with ballot 7, frozen; its lease runs 2.5 s more.
      the store is down [calm]
        n1 leads with ballot 7; its lease runs 6.0 s more, and it cannot renew it. The store is down: nobody can take or renew a lease.
      the store is frozen [calm]
        n1 leads with ballot 7; its lease runs 6.0 s more, and it cannot renew it. The store is frozen: nobody can take or renew a lease.
      the holder does not reach the store [calm]
        n1 leads with ballot 7; its lease runs 6.0 s more, and it cannot renew it. n1 does not reach the store.
      a follower does not reach the store [calm]
        n1 leads with ballot 7; its lease runs 6.0 s more. n2 does not reach the store.
      nobody reaches the store, and nobody leads [stuck]
        Nobody leads. Nobody reaches the store: no lease can be taken or renewed. No leader for 4.0 s.
      the holder is gone, its lease is not [waiting]
        n1's lease runs 6.0 s more: until then nobody else gets it. No leader for 1.0 s.
      nobody holds the lease [waiting]
        Nobody holds the lease: the next to ask gets it. No leader for 1.0 s.
      somebody claims it [waiting]
        n2 claims the lease. No leader for 5.0 s.
      two believe that they hold it [calm]
        n2 and n1 each hold the lease to be theirs, by their own clocks.
      all nodes of a lease are down [stuck]
        No node is up: restart some to see them elect."
    `);
  });
});

test('its words lead to the members that they name, and a violation to its story', () => {
  const { phrase } = now({ nodes: led(3, { n3: KILLED }) });
  expect(phrase.filter((part) => typeof part !== 'string')).toEqual([
    { text: 'n1', node: 'n1' },
    { text: 'n3', node: 'n3' },
  ]);
});

test('with half quorums two of four may lead', () => {
  const nodes = led(4, { n1: KILLED, n2: KILLED });
  expect(now({ nodes }).tone).toBe('stuck');
  expect(now({ nodes, safeguards: { majorityQuorum: false } }).tone).toBe('waiting');
});
