import { expect, test } from 'vitest';
import { Ledger } from '../../app/explain/ledger';
import type { ClientObservation } from '../../core/service';
import { Trace } from '../../sim/trace/trace';
import { node } from '../stage/test-kit';
import { accountOf, acknowledgementSentence, lossNames, staleText } from './clients-words';

test('all clients together', () => {
  const client = (id: string, counts: Partial<ClientObservation>) =>
    node({
      id,
      part: 'client',
      service: {
        kind: 'client',
        acknowledged: 0,
        refused: 0,
        misdirected: 0,
        longestGapUs: 0,
        ...counts,
      } as ClientObservation,
    });
  const nodes = [
    node(),
    client('c1', { acknowledged: 3, misdirected: 1, longestGapUs: 700 }),
    client('c2', { acknowledged: 4, refused: 2, longestGapUs: 900 }),
    node({ id: 'c3', part: 'client' }),
  ];
  const ledger = new Ledger(new Trace(['n1', 'c1', 'c2', 'c3'], {}, true));
  expect(accountOf(ledger, { timeUs: 1, nodes, links: [], inFlight: 0 })).toEqual({
    acknowledged: 7,
    refused: 2,
    misdirected: 1,
    longestGapUs: 900,
    readsAnswered: 0,
    losses: [],
    staleReads: null,
  });
  const reads = { reading: 3, open: true, answered: 2, abandoned: 0, last: null };
  const reading = [...nodes, client('c2', { reads })];
  expect(accountOf(ledger, { timeUs: 1, nodes: reading, links: [], inFlight: 0 })).toMatchObject({
    readsAnswered: 2,
    staleReads: [],
  });
});

test('says what is lost when the primary alone acknowledges', () => {
  expect(acknowledgementSentence({ majorityAck: false })).toContain('lost with it');
  expect(acknowledgementSentence({ majorityAck: true })).toContain('a majority');
});

test('names some of what was lost', () => {
  const losses = Array.from({ length: 8 }, (_, at) => ({ name: `c1#${at + 1}`, atUs: 0 }));
  expect(lossNames(losses.slice(0, 2))).toBe('c1#1, c1#2');
  expect(lossNames(losses)).toBe('c1#1, c1#2, c1#3, c1#4, c1#5, c1#6 and 2 more');
});

test('the latest stale read', () => {
  const read = { begunUs: 0, endedUs: 1, epoch: 1, value: '', history: '', client: 'c2', by: 'n1' };
  expect(staleText([])).toBe('');
  expect(
    staleText([
      { ...read, number: 3, missed: ['c1#1'] },
      { ...read, number: 4, missed: ['c1#2', 'c1#3', 'c2#1'] },
    ]),
  ).toBe('read 4 of c2, which n1 answered without c1#2 and 2 more');
});
