import { expect, test } from 'vitest';
import { Moments } from './moments';

const moments = new Moments(['sentAt']);

test('a text does not change when all moments move alike', () => {
  const at = (nowUs: number) => ({
    ...{ epoch: 3, votes: ['n1'], heardUs: -Infinity, untilUs: Infinity, leaseUs: 0, echoUs: -1, spanUs: 5 },
    ...{ lengthSpanUs: 700, peers: [{ heardAtUs: nowUs - 20, id: 'n2' }], pastUs: [nowUs, nowUs - 1] },
    sentAt: nowUs - 3,
  });
  const first = moments.text({ ...at(1000), spanUs: 1005 }, 1000);
  expect(moments.text({ ...at(5_000_000), spanUs: 5_000_005 }, 5_000_000)).toBe(first);
  expect(moments.text({ ...at(1000), spanUs: 1006 }, 1000)).not.toBe(first);
  for (const other of [{ epoch: 4 }, { leaseUs: -1 }, { echoUs: 0 }, { lengthSpanUs: 701 }, { votes: [] }]) {
    expect(moments.text({ ...at(1000), spanUs: 1005, ...other }, 1000)).not.toBe(first);
  }
});

test('the order of fields is not told apart, that of lists is', () => {
  expect(moments.text({ a: 1, b: 'x' }, 0)).toBe(moments.text({ b: 'x', a: 1 }, 0));
  expect(moments.text([1, 2], 0)).not.toBe(moments.text([2, 1], 0));
});

test('a message moves with its moments, and with nothing else', () => {
  const message = { verb: 'HB', epoch: 4, sentAt: 900, echo: 17, atUs: 0 };
  expect(moments.shifted(message, 100)).toEqual({ ...message, sentAt: 1000 });
  expect(moments.shifted(message, 0)).toBe(message);
});
