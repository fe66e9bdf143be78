import { EPOCH_WORDS } from '../../core/words';
import { expect, test } from 'vitest';
import type { ClientObservation } from '../../core/service';
import { cacheLines, hintLines, readLines, writeLines } from './client-words';

const client: ClientObservation = {
  kind: 'client',
  leader: 'n4',
  leaderEpoch: 7,
  writing: 17,
  asked: 'n2',
  acknowledged: 15,
  refused: 0,
  misdirected: 2,
  unanswered: 1,
  abandoned: 1,
  followed: 1,
  stale: 1,
  rejected: 0,
  noLeaderYet: 0,
  longestGapUs: 2_340_000,
  lastAckUs: 0,
  note: 'n2 did not answer',
};
const textsOf = (lines: readonly { label: string; text: string }[]) =>
  Object.fromEntries(lines.map(({ label, text }) => [label, text]));

test('whom it believes in, and what it is at', () => {
  expect(textsOf(cacheLines(client, EPOCH_WORDS))).toEqual({
    'cached leader': 'n4, epoch 7',
    'write 17': 'asked n2',
    'last trouble': 'n2 did not answer',
  });
  const fresh = { ...client, leader: null, leaderEpoch: null, asked: null, note: '' };
  expect(textsOf(cacheLines(fresh, EPOCH_WORDS))).toEqual({
    'cached leader': 'none',
    'write 17': 'asks nobody now',
  });
});

test('what became of its writes and of hints', () => {
  expect(textsOf(writeLines(client))).toMatchObject({
    acknowledged: '15',
    refused: '0',
    misdirected: '2 · asked who does not lead',
    'longest unavailability': '2.3 s',
  });
  expect(textsOf(hintLines(client))).toMatchObject({ followed: '1', rejected: '0' });
});

test('what it reads', () => {
  const reads = { reading: 4, open: true, answered: 3, abandoned: 1, last: null };
  expect(textsOf(cacheLines({ ...client, reads }, EPOCH_WORDS))).toMatchObject({ 'read 4': 'asked n2' });
  expect(textsOf(cacheLines({ ...client, reads: { ...reads, open: false } }, EPOCH_WORDS))).toHaveProperty(
    'write 17',
  );
  expect(textsOf(readLines(reads, EPOCH_WORDS))).toEqual({
    answered: '3',
    'given up': '1 · nobody answered',
  });
  const last = {
    number: 3,
    begunUs: 1000,
    endedUs: 41_000,
    by: 'n1',
    epoch: 7,
    value: 'c1#9',
    history: 'c1:1-9',
  };
  expect(textsOf(readLines({ ...reads, last }, EPOCH_WORDS))).toMatchObject({
    'read 3': 'c1#9, from n1 with epoch 7',
    took: '40 ms',
    'writes in it': 'c1:1-9',
  });
});
