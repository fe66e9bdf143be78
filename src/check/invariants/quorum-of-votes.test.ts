import { describe, expect, test } from 'vitest';
import { quorumOfVotes } from './quorum-of-votes';
import { Stage } from './test-kit';

const votes = (epoch: number, candidate: string) => ({ votedEpoch: epoch, votedFor: candidate });
const WINS = { role: 'primary', epoch: 3 } as const;

describe('a winner had a quorum of votes', () => {
  test('with those of more than half, its own included', () => {
    const nodes = new Stage(quorumOfVotes, {}, 5);
    for (const id of ['n1', 'n2', 'n4']) expect(nodes.show(id, votes(3, 'n1'))).toBeNull();
    expect(nodes.show('n1', WINS)).toBeNull();
  });

  test('not with those of half or fewer: they are counted, and named', () => {
    const nodes = new Stage(quorumOfVotes, {}, 4);
    nodes.show('n4', votes(3, 'n2'));
    nodes.show('n2', votes(3, 'n2'));
    expect(nodes.show('n2', WINS)).toEqual({
      witnesses: ['n2', 'n4'],
      text: 'n2 became primary of epoch 3 with 2 of the 3 votes that a majority takes (n2, n4).',
    });
  });

  test('not with votes for somebody else, or in another epoch', () => {
    const nodes = new Stage(quorumOfVotes);
    nodes.show('n1', votes(3, 'n1'));
    nodes.show('n2', votes(2, 'n1'));
    nodes.show('n3', votes(3, 'n2'));
    expect(nodes.show('n1', WINS)?.text).toContain('with 1 of the 2 votes');
    const alone = new Stage(quorumOfVotes);
    expect(alone.show('n1', WINS)).toEqual({
      witnesses: ['n1'],
      text: 'n1 became primary of epoch 3 with 0 of the 2 votes that a majority takes.',
    });
  });

  test('a vote that was repeated is one, and one that was given stays given', () => {
    const nodes = new Stage(quorumOfVotes);
    nodes.show('n1', votes(3, 'n1'));
    nodes.show('n1', { replOffset: 1 });
    expect(nodes.show('n1', WINS)).not.toBeNull();
    const moved = new Stage(quorumOfVotes);
    moved.show('n1', votes(3, 'n1'));
    moved.show('n2', votes(3, 'n1'));
    moved.show('n2', votes(4, 'n2'));
    expect(moved.show('n1', WINS)).toBeNull();
  });

  test('each epoch is looked at once, and every one', () => {
    const nodes = new Stage(quorumOfVotes);
    expect(nodes.show('n1', WINS)).not.toBeNull();
    expect(nodes.show('n1', { replOffset: 2 })).toBeNull();
    expect(nodes.show('n1', { epoch: 4 })).not.toBeNull();
  });

  test('whom the operator made primary needed no vote, but only at the start', () => {
    const begins = () => new Stage(quorumOfVotes, { protocol: 'kevy' }, 3, {}, 'n1');
    expect(begins().show('n1', { role: 'primary', epoch: 1 })).toBeNull();
    expect(begins().show('n2', { role: 'primary', epoch: 1 })).not.toBeNull();
    expect(begins().show('n1', { role: 'primary', epoch: 2 })).not.toBeNull();
    const again = begins();
    again.restart('n1');
    expect(again.show('n1', { role: 'primary', epoch: 1 })).not.toBeNull();
  });

  test('a replica has won nothing, and a store elects nobody', () => {
    const nodes = new Stage(quorumOfVotes);
    expect(nodes.show('n1', { role: 'candidate', epoch: 3 })).toBeNull();
    expect(nodes.applies).toBe(true);
    expect(new Stage(quorumOfVotes, { protocol: 'ballot-lease' }).applies).toBe(false);
  });

  test('goes on from what it saved', () => {
    const nodes = new Stage(quorumOfVotes);
    nodes.show('n1', votes(3, 'n1'));
    nodes.show('n2', votes(3, 'n1'));
    expect(nodes.resume().show('n1', WINS)).toBeNull();
    expect(nodes.resume().show('n1', { replOffset: 1 })).toBeNull();
  });
});
