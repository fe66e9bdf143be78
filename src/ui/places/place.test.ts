import { expect, test } from 'vitest';
import { addressOf, fragmentOf } from './place';

test('each place has an address, and an address its place', () => {
  expect(addressOf('#learn')).toEqual({ place: 'learn', part: null });
  expect(addressOf('#break/explore')).toEqual({ place: 'break', part: 'explore' });
  expect(fragmentOf('break', 'explore')).toBe('#break/explore');
  expect(addressOf(fragmentOf('measure'))).toEqual({ place: 'measure', part: null });
});

test('a link to a run, an empty address and nonsense all lead to the run', () => {
  for (const fragment of ['', '#', '#run', '#run=eJwrLk', '#nowhere/at=all', '#learning']) {
    expect(addressOf(fragment)).toEqual({ place: 'run', part: null });
  }
});
