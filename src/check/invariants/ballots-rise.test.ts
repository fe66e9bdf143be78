import { describe, expect, test } from 'vitest';
import { ballotsRise } from './ballots-rise';
import { heldBy, released, Stage } from './test-kit';

const stage = (): Stage => new Stage(ballotsRise, { protocol: 'ballot-lease' });

describe('ballots only rise', () => {
  test('while they do, whatever else happens to the key', () => {
    const store = stage();
    expect(store.leaseKey(heldBy('n1', 1))).toBeNull();
    expect(store.leaseKey(heldBy('n1', 2))).toBeNull();
    expect(store.leaseKey('{')).toBeNull();
    expect(store.leaseKey(null)).toBeNull();
    expect(store.leaseKey(heldBy('n2', 7))).toBeNull();
    expect(store.leaseKey(released(7))).toBeNull();
    expect(store.leaseKey(heldBy('n1', 8))).toBeNull();
    // Another key was written.
    expect(store.leaseKey(heldBy('n1', 8))).toBeNull();
  });

  test('and not when one was given out before', () => {
    const store = stage();
    store.leaseKey(heldBy('n1', 7));
    store.leaseKey(null);
    expect(store.leaseKey(heldBy('n2', 1))).toEqual({
      witnesses: ['store', 'n2'],
      text: 'n2 leads with ballot 1, and ballot 7 was given out before: it went back.',
    });
  });

  test('nor when one names two', () => {
    const store = stage();
    store.leaseKey(heldBy('n1', 7));
    expect(store.leaseKey(heldBy('n3', 7))).toEqual({
      witnesses: ['n1', 'n3'],
      text: 'Ballot 7 named n1, and now it names n3: one ballot has two leaders.',
    });
  });

  test('also as far as it is known from before', () => {
    const store = stage();
    store.leaseKey(heldBy('n1', 7));
    expect(store.resume().leaseKey(heldBy('n1', 7))).toBeNull();
    expect(store.resume().leaseKey(heldBy('n1', 6))).not.toBeNull();
    expect(stage().resume().leaseKey(heldBy('n1', 6))).toBeNull();
  });

  test('only the store can tell', () => {
    const store = stage();
    store.leaseKey(heldBy('n1', 7));
    expect(store.show('n1', { epoch: 3, role: 'primary' })).toBeNull();
  });

  test('is nothing that the other protocols promise', () => {
    expect(stage().applies).toBe(true);
    expect(new Stage(ballotsRise).applies).toBe(false);
    expect(new Stage(ballotsRise, { exports: true }).applies).toBe(false);
  });
});
