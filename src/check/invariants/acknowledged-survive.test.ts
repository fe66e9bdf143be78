import { describe, expect, test } from 'vitest';
import { acknowledgedSurvive } from './acknowledged-survive';
import { Stage } from './test-kit';

const stage = (): Stage => new Stage(acknowledgedSurvive, { clients: 2 });

describe('acknowledged writes survive', () => {
  test('while everything that is acknowledged has them, whoever acknowledges', () => {
    const nodes = stage();
    expect(nodes.register('n1', { confirmed: 'c1:1' })).toBeNull();
    expect(nodes.register('n1', { confirmed: 'c1:1 c2:1' })).toBeNull();
    expect(nodes.register('n2', { confirmed: 'c1:1-2 c2:1' })).toBeNull();
    // What n1 said long ago, and says still, was true then.
    expect(nodes.register('n1', { confirmed: 'c1:1 c2:1', serving: true })).toBeNull();
  });

  test('a copy may lack them, as long as it is not acknowledged', () => {
    const nodes = stage();
    nodes.register('n1', { confirmed: 'c1:1-3' });
    expect(nodes.register('n2', { history: 'c1:1', value: 'c1#1' })).toBeNull();
    expect(nodes.register('n3', {})).toBeNull();
  });

  test('and not if somebody acknowledges without them', () => {
    const nodes = stage();
    nodes.register('n1', { confirmed: 'c1:1-3 c2:1' });
    expect(nodes.register('n2', { confirmed: 'c1:1,4 c2:1-2' })).toEqual({
      witnesses: ['n1', 'n2'],
      text: 'n2 acknowledges writes on data without c1#2, c1#3, which n1 had acknowledged before: acknowledged, and then lost.',
    });
  });

  test('through a log, whoever is behind may lack what was decided further on', () => {
    const nodes = stage();
    nodes.register('n1', { confirmed: 'c1:1-3', confirmedAt: 7 });
    expect(nodes.register('n2', { confirmed: 'c1:1-2', confirmedAt: 6 })).toBeNull();
    expect(nodes.resume().register('n2', { confirmed: 'c1:1-2 c2:1', confirmedAt: 6 })).toEqual({
      witnesses: ['n2'],
      text: 'n2 acknowledges c2#1, and what was acknowledged before, further on in the log, is without: acknowledged, and lost.',
    });
    const others = stage();
    others.register('n1', { confirmed: 'c1:1-3', confirmedAt: 7 });
    expect(others.register('n2', { confirmed: 'c1:1-2', confirmedAt: 7 })!.text).toContain('without c1#3');
  });

  test('of many that are lost three are named', () => {
    const nodes = stage();
    nodes.register('n1', { confirmed: 'c1:1-9' });
    const finding = nodes.register('n2', { confirmed: 'c2:1' });
    expect(finding!.text).toContain('without c1#1, c1#2, c1#3, …, which');
  });

  test('not even by the one who acknowledged them, in another process', () => {
    const nodes = stage();
    nodes.register('n1', { confirmed: 'c1:1-3' });
    nodes.restart('n1');
    expect(nodes.register('n1', {})).toBeNull();
    expect(nodes.register('n1', { confirmed: 'c1:1-2' })).toMatchObject({
      witnesses: ['n1'],
      text: expect.stringContaining('which it had acknowledged before'),
    });
  });

  test('also as far as they are known from before', () => {
    const nodes = stage();
    nodes.register('n1', { confirmed: 'c1:1-3' });
    expect(nodes.resume().register('n1', { confirmed: 'c1:1-3' })).toBeNull();
    expect(nodes.resume().register('n2', { confirmed: 'c1:1-4' })).toBeNull();
    expect(nodes.resume().register('n3', { confirmed: 'c1:1-3' })).not.toBeNull();
  });

  test('what is saved does not change any more', () => {
    const nodes = stage();
    nodes.register('n1', { confirmed: 'c1:1' });
    const saved = nodes.save();
    const copy = structuredClone(saved);
    nodes.register('n2', { confirmed: 'c1:1-2' });
    expect(saved).toEqual(copy);
  });

  test('is spoken of where there are clients', () => {
    expect(stage().applies).toBe(true);
    expect(new Stage(acknowledgedSurvive, { exports: true }).applies).toBe(false);
  });
});
