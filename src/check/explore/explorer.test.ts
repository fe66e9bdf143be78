import { describe, expect, test, vi } from 'vitest';
import { HardenedElector } from '../../core/protocols/quorum/elector';
import { Explorer, type Progress } from './explorer';
import type { Budgets, ExploreSpec } from './spec';

function explored(spec: ExploreSpec, budgets: Partial<Budgets>): Progress {
  return new Explorer(spec, budgets).step(Infinity);
}

const QUORUM: ExploreSpec = { protocol: 'quorum', nodes: 3 };
/** Asking takes moves, and what is wrong with a candidacy is wrong with or without it. */
const UNASKED = { safeguards: { preVote: false } };
const without = (safeguard: string): ExploreSpec => ({
  ...QUORUM,
  safeguards: { ...UNASKED.safeguards, [safeguard]: false },
});

describe('raft with three nodes', () => {
  test.each<[Partial<ExploreSpec>, Partial<Budgets>, number[]]>([
    [{}, { moves: 8, restarts: 0 }, [1, 3, 6, 16, 48, 132, 304, 687, 1476]],
    [{ start: 'settled' }, { moves: 6, restarts: 1 }, [1, 6, 20, 69, 239, 771, 2271]],
    [{ start: 'settled' }, { moves: 5, restarts: 1, late: 1, copies: 1 }, [1, 6, 24, 147, 961, 5121]],
  ])('is safe from %o within %o', (spec, budgets, byDepth) => {
    const progress = explored({ protocol: 'raft', nodes: 3, ...spec }, budgets);
    expect(progress).toMatchObject({ byDepth, done: true, complete: true, violation: null });
  });
});

describe('quorum with three nodes, whether or not it asks before it stands', () => {
  // These numbers are what they are: a change of one means that the protocol or the model can do other things now.
  test.each<[Partial<ExploreSpec>, Partial<Budgets>, number[]]>([
    [{}, { moves: 8, restarts: 0 }, [1, 3, 12, 49, 195, 719, 2768, 10885, 42068]],
    [{ start: 'settled' }, { moves: 6, restarts: 1 }, [1, 6, 32, 166, 799, 3548, 14809]],
    [{ start: 'unheard' }, { moves: 6, restarts: 1 }, [1, 6, 31, 161, 792, 3579, 14994]],
    [{ start: 'alone' }, { moves: 7, restarts: 0 }, [1, 3, 15, 70, 310, 1287, 5290, 21875]],
    [{ start: 'settled' }, { moves: 5, restarts: 1, late: 1, copies: 1 }, [1, 6, 48, 526, 5170, 40402]],
    [{ ...UNASKED, start: 'unheard' }, { moves: 6, restarts: 1 }, [1, 6, 33, 184, 958, 4551, 19662]],
    [{ ...UNASKED, start: 'alone' }, { moves: 7, restarts: 0 }, [1, 3, 15, 77, 387, 1833, 8349, 37278]],
  ])('is safe from %o within %o', (spec, budgets, byDepth) => {
    const progress = explored({ ...QUORUM, ...spec }, budgets);
    expect(progress).toMatchObject({ byDepth, done: true, complete: true, violation: null });
    expect(progress.states).toBe(byDepth.reduce((sum, count) => sum + count));
    expect(progress.depth).toBe(budgets.moves);
  });
});

describe('a counterexample is shortest, and its run shows the same', () => {
  test.each<[string, ExploreSpec, Partial<Budgets>, string, number]>([
    ['kevy', { protocol: 'kevy', nodes: 3 }, { moves: 7 }, 'oneAuthority', 7],
    [
      'kevy, two winners',
      { protocol: 'kevy', nodes: 3, invariants: ['oneWinnerPerEpoch'] },
      { moves: 8, restarts: 0 },
      'oneWinnerPerEpoch',
      8,
    ],
    [
      'no durable votes',
      { ...without('durableVotes'), start: 'unheard' },
      { moves: 7 },
      'oneVotePerEpoch',
      7,
    ],
    ['no sticky voters', { ...without('stickyVoters'), start: 'unheard' }, { moves: 6 }, 'oneAuthority', 6],
    [
      'no sticky voters, asked first',
      { ...QUORUM, safeguards: { stickyVoters: false }, start: 'unheard' },
      { moves: 8 },
      'oneAuthority',
      8,
    ],
    [
      'no majority',
      { ...without('majorityQuorum'), nodes: 2, invariants: ['oneWinnerPerEpoch'] },
      { moves: 5 },
      'oneWinnerPerEpoch',
      5,
    ],
  ])('%s', (_, spec, budgets, invariant, moves) => {
    const { violation, complete, done, depth } = explored(spec, budgets);
    expect(violation).toMatchObject({ invariant, replays: true });
    expect(violation!.moves).toHaveLength(moves);
    expect({ complete, done, depth }).toEqual({ complete: false, done: true, depth: moves - 1 });
    expect(violation!.endMs).toBeGreaterThan(violation!.moves.at(-1)!.atMs);
    expect(violation!.startMs).toBe(violation!.moves[0]!.atMs);
  });

  test('says in words what happens', () => {
    const { violation } = explored({ protocol: 'kevy', nodes: 3 }, { moves: 7 });
    expect(violation!.text).toBe(
      'n1 (epoch 1) and n2 (epoch 2) may both act as the leader at this instant: a split brain.',
    );
    expect(violation!.moves.map(({ text }) => text)).toEqual([
      'n2 has its turn',
      'n2 has its turn',
      'n2 has its turn',
      "n2's offer reaches n3",
      "n3's accept reaches n2",
      "n3's heartbeat reaches n1",
      "n1's heartbeat reaches n2",
    ]);
  });
});

test('a program that throws is found, and throws again in the run', () => {
  const real = HardenedElector.prototype.onMessage;
  vi.spyOn(HardenedElector.prototype, 'onMessage').mockImplementation(function (
    this: HardenedElector,
    ...given
  ) {
    if (given[1].verb === 'OFFER') throw new RangeError('no offers here');
    return real.apply(this, given);
  });
  const { violation } = explored(QUORUM, { moves: 6, restarts: 0 });
  vi.restoreAllMocks();
  expect(violation).toMatchObject({
    invariant: null,
    witnesses: ['n2'],
    text: 'The program of n2 failed: RangeError: no offers here.',
    replays: true,
  });
});

describe('an exploration', () => {
  test('comes to the same in slices', () => {
    const budgets = { moves: 6, restarts: 1, late: 1 };
    const sliced = new Explorer(QUORUM, budgets);
    let slices = 0;
    let progress = sliced.progress;
    for (; !progress.done; slices += 1) {
      const before = progress;
      progress = sliced.step(100);
      expect(progress.states).toBeGreaterThanOrEqual(before.states);
    }
    expect(slices).toBeGreaterThan(10);
    expect(progress).toEqual(explored(QUORUM, budgets));
    expect(sliced.step(100)).toEqual(progress);
  });

  test('that gives up is not complete', () => {
    const progress = explored(QUORUM, { moves: 8, states: 1000 });
    expect(progress).toMatchObject({ done: true, complete: false, violation: null });
    expect(progress.states).toBeGreaterThanOrEqual(1000);
    expect(progress.frontier).toBeGreaterThan(0);
  });

  test('of no moves is over at once', () => {
    expect(explored(QUORUM, { moves: 0 })).toMatchObject({ states: 1, transitions: 0, complete: true });
  });

  test.each<[Partial<ExploreSpec>, Partial<Budgets>, string]>([
    [
      { protocol: 'ballot-lease' },
      {},
      'protocol: "ballot-lease" elects through a store; only nodes that talk to each other can be explored.',
    ],
    [{ nodes: 4 }, {}, 'nodes: must be 2 or 3 to be explored, not 4.'],
    [{ start: 'later' as never }, {}, 'start: must be one of boot, settled, unheard, alone, not "later".'],
    [{ config: { leaseMs: 500 } }, {}, 'leaseMs (500) must be below downAfterMs (500)'],
    [{ invariants: ['settles'] }, {}, 'invariants: "settles" cannot be explored with protocol "quorum"'],
    [{}, { late: -1 }, 'late: must be a whole number from 0 to 255, not -1.'],
    [{}, { moves: 256 }, 'moves: must be a whole number from 0 to 255, not 256.'],
  ])('of %o within %o is refused', (spec, budgets, sentence) => {
    expect(() => new Explorer({ ...QUORUM, ...spec }, budgets)).toThrow(sentence);
  });
});
