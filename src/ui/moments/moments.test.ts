import { expect, test } from 'vitest';
import { momentsBehind, toCome, withCaption, withMoment } from './moments';

const moments = [
  { atMs: 1000, caption: 'first' },
  { atMs: 2000.5, caption: 'second' },
];

test('those that have come are counted', () => {
  expect([0, 999_999, 1_000_000, 2_000_499, 2_000_500].map((us) => momentsBehind(moments, us))).toEqual([
    0, 0, 1, 1, 2,
  ]);
});

test('they are counted in words', () => {
  expect([1, 2].map(toCome)).toEqual(['1 moment to come', '2 moments to come']);
});

test('one is added at its time, once', () => {
  expect(withMoment(moments, { headMs: 5000, atMs: 1500 }, 'between').map(({ caption }) => caption)).toEqual([
    'first',
    'between',
    'second',
  ]);
  expect(withMoment(moments, { headMs: 5000, atMs: 1200, after: [1, 2] }, 'within')[1]).toEqual({
    atMs: 1200,
    after: [1, 2],
    caption: 'within',
  });
  expect(withMoment(moments, { headMs: 5000 }, 'at the head').at(-1)).toEqual({
    atMs: 5000,
    caption: 'at the head',
  });
  expect(withMoment(moments, { headMs: 1000 }, 'again')).toBe(moments);
});

test('a caption changes, and without one the moment goes', () => {
  expect(withCaption(moments, 1, ' other ')[1]!.caption).toBe('other');
  expect(withCaption(moments, 0, ' ')).toEqual([moments[1]]);
});
