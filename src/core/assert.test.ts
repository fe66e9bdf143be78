import { expect, test } from 'vitest';
import { assert } from './assert';

test('says what broke', () => {
  expect(() => assert(true, 'unseen')).not.toThrow();
  expect(() => assert(false, 'epoch went back')).toThrow('assertion failed: epoch went back');
});
