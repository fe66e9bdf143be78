import { EPOCH_WORDS } from '../../core/words';
import { expect, test } from 'vitest';
import type { ClientObservation } from '../../core/service';
import { cacheLines, hintLines, writeLines } from './client-words';

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
