import { describe, expect, test } from 'vitest';
import { readOptions } from './lab-options';

describe('a target', () => {
  test('is none unless a time is given', () => {
    expect(readOptions([])!.target).toBeNull();
  });

  test('has a share and a rate of its own', () => {
    expect(readOptions(['--within', '2000'])!.target).toEqual({
      perMille: 990,
      withinMs: 2000,
      falsePerHour: 1,
    });
    const given = ['--within', '500', '--share', '99.9', '--false', '0'];
    expect(readOptions(given)!.target).toEqual({ perMille: 999, withinMs: 500, falsePerHour: 0 });
  });

  test('that cannot be is refused with its option', () => {
    const refused = (...args: string[]) => expect(() => readOptions(args));
    refused('--share', '99').toThrow('--share: it is a part of a target; give --within too.');
    refused('--within', '0').toThrow(/^--within: /);
    refused('--within', '9', '--share', '99.95').toThrow(/^--share: give a number from 1 to 100/);
    refused('--within', '9', '--false', 'x').toThrow(/^--false: /);
    refused('--within', '9', '--csv').toThrow('--csv: there is no table of a search; leave out --within.');
  });
});
