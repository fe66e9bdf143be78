import { expect, test } from 'vitest';
import { Ledger } from '../../app/explain/ledger';
import type { ClientObservation } from '../../core/service';
import { Trace } from '../../sim/trace/trace';
import { node } from '../stage/test-kit';
import { accountOf, acknowledgementSentence, lossNames } from './clients-words';

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
    losses: [],
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
