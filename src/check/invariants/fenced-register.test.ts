import { describe, expect, test } from 'vitest';
import { fencedRegister } from './fenced-register';
import { Stage } from './test-kit';

const stage = (): Stage => new Stage(fencedRegister, { clients: 1 });
const STALE = {
  witnesses: ['n2'],
  text: 'n2 took a write with epoch 4 after it had seen epoch 5: a deposed leader overwrote newer data.',
};

describe('a register takes no stale write', () => {
  test('while its tokens rise', () => {
    const nodes = stage();
    expect(nodes.register('n2', { token: 4, fence: 4, value: 'c1#1', history: 'c1:1' })).toBeNull();
    expect(nodes.register('n2', { token: 4, fence: 4, value: 'c1#2', history: 'c1:1-2' })).toBeNull();
    expect(nodes.register('n2', { token: 4, fence: 6, value: 'c1#2', history: 'c1:1-2' })).toBeNull();
    expect(nodes.register('n2', { token: 6, fence: 6, value: 'c1#2', history: 'c1:1-2' })).toBeNull();
    // The others are none of its business.
    expect(nodes.register('n3', { token: 2, fence: 2, value: 'c1#1', history: 'c1:1' })).toBeNull();
  });

  test('that carries a token below the highest seen', () => {
    const nodes = stage();
    nodes.register('n2', { token: 5, fence: 5, value: 'c1#2', history: 'c1:1-2' });
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' })).toEqual(STALE);
  });

  test('that carries the token of its own copy, once it has seen a higher one', () => {
    const nodes = stage();
    nodes.register('n2', { token: 4, fence: 4, value: 'c1#1', history: 'c1:1' });
    nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' });
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#2', history: 'c1:1-2' })).toEqual(STALE);
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#2', history: 'c1:2' })).toEqual(STALE);
  });

  test('of which the one whose copy it is is a witness', () => {
    const nodes = stage();
    nodes.show('n1', { role: 'primary', epoch: 4 });
    nodes.register('n1', { token: 4, fence: 4 });
    nodes.register('n2', { token: 5, fence: 5, value: 'c1#2', history: 'c1:1-2' });
    nodes.resume();
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' })).toEqual({
      witnesses: ['n1', 'n2'],
      text: 'n2 took a write of n1 with epoch 4 after it had seen epoch 5: a deposed leader overwrote newer data.',
    });
  });

  test('also when a node takes its own', () => {
    const nodes = stage();
    nodes.show('n2', { role: 'primary', epoch: 4 });
    nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' });
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#2', history: 'c1:1-2' })!.text).toContain(
      'n2 took a write of its own with epoch 4',
    );
  });

  test('unless two led with the same', () => {
    const nodes = stage();
    for (const id of ['n1', 'n3', 'n1']) {
      nodes.show(id, { role: 'primary', epoch: 4 });
      nodes.register(id, { token: 4, fence: 4 });
    }
    nodes.register('n2', { token: 5, fence: 5, value: 'c1#2', history: 'c1:1-2' });
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' })).toEqual(STALE);
  });

  test('in the words of the protocol', () => {
    const nodes = new Stage(fencedRegister, { protocol: 'ballot-lease', clients: 1 });
    nodes.register('n2', { token: 5, fence: 5, value: 'c1#2', history: 'c1:1-2' });
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' })!.text).toContain(
      'a write with ballot 4 after it had seen ballot 5',
    );
  });

  test('a wiped disk has seen nothing, and a restart with its disk is no write', () => {
    const nodes = stage();
    nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' });
    nodes.restart('n2');
    expect(nodes.show('n2', {})).toBeNull();
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' })).toBeNull();
    nodes.restart('n2');
    expect(nodes.register('n2', {})).toBeNull();
    expect(nodes.register('n2', { token: 4, fence: 4, value: 'c1#1', history: 'c1:1' })).toBeNull();
  });

  test('also as far as it is known from before', () => {
    const nodes = stage();
    nodes.register('n2', { token: 5, fence: 5, value: 'c1#2', history: 'c1:1-2' });
    nodes.resume();
    expect(nodes.register('n2', { token: 4, fence: 5, value: 'c1#1', history: 'c1:1' })).toEqual(STALE);
  });

  test('is spoken of where there are clients', () => {
    expect(stage().applies).toBe(true);
    expect(new Stage(fencedRegister, { protocol: 'ballot-lease' }).applies).toBe(false);
  });
});
