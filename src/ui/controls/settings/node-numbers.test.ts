import { expect, test } from 'vitest';
import { ALL_PROTOCOLS } from '../../../core/everything';
import { resolveRun } from '../../../sim/run';
import { settingsAt } from '../../../sim/settings';
import { nodeNumbersOf, ownConfigOf, toldNumber, withNodeNumber } from './node-numbers';
import { configSpecs } from './number-specs';

const protocol = ALL_PROTOCOLS.find(({ id }) => id === 'kubernetes-lease')!;
const specOf = (key: string) => configSpecs(protocol).find((spec) => spec.key === key)!;
const settings = settingsAt(
  resolveRun({
    version: 1,
    protocol: 'kubernetes-lease',
    nodes: ['n1', 'n2'],
    seed: 1,
    nodeConfig: { n2: { leaseDurationMs: 30_000, retryPeriodMs: 2000 } },
  }),
  0,
);

test('what a node has of its own is told beside what all have, and what is the same is not told', () => {
  const numbers = nodeNumbersOf(protocol, settings, ['n1', 'n2']);
  expect(numbers).toMatchObject([{ node: 'n2', value: 30_000, usual: 15_000 }]);
  expect(ownConfigOf(numbers, 'n2')).toEqual({ leaseDurationMs: 30_000 });
  expect(toldNumber(numbers[0]!.spec, numbers[0]!.value)).toBe('30000 ms');
  expect(toldNumber(specOf('releaseOnCancel'), 1)).toBe('on');
});

test('a number comes to what the node has already', () => {
  expect(withNodeNumber(protocol, settings, 'n2', specOf('renewDeadlineMs'), '20000')).toEqual({
    leaseDurationMs: 30_000,
    retryPeriodMs: 2000,
    renewDeadlineMs: 20_000,
  });
  expect(withNodeNumber(protocol, settings, 'n1', specOf('leaseDurationMs'), '40000')).toEqual({
    leaseDurationMs: 40_000,
  });
});

test.each([
  ['leaseDurationMs', '', /give a number/],
  ['leaseDurationMs', 'x', /“x” is not a number/],
  ['leaseDurationMs', '15000', /15000 is what all have already/],
  ['renewDeadlineMs', '15000', /renewDeadline/],
])('%s cannot be “%s” on n1', (key, text, why) => {
  expect(withNodeNumber(protocol, settings, 'n1', specOf(key), text)).toMatch(why);
});
