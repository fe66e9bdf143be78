import { EPOCH_WORDS } from '../words';
import { expect, test } from 'vitest';
import { REGISTER_WIRE, type RegisterMessage } from './message';
import { describeRegisterMessage, REGISTER_VERBS } from './words';

const COPY = { token: 7, dataEpoch: 6, offset: 12, value: 'c1#5', history: 'c1:1-5' } as const;

test('every verb has a look', () => {
  expect(REGISTER_VERBS.map(({ verb }) => verb)).toEqual(Object.keys(REGISTER_WIRE));
});

test.each<[RegisterMessage, string]>([
  [{ verb: 'WRITE', number: 5 }, 'write: the client asks for its write 5'],
  [{ verb: 'WROTE', number: 5, epoch: 7 }, 'wrote: write 5 is acknowledged under epoch 7'],
  [
    { verb: 'REDIRECT', number: 5, endpoint: 'n1:1', leaderEpoch: 7 },
    'redirect of write 5: the leader is at n1:1 in epoch 7',
  ],
  [
    { verb: 'REDIRECT', number: 5, endpoint: '', leaderEpoch: -1 },
    'redirect of write 5: not the leader, and knows none',
  ],
  [{ verb: 'REFUSE', number: 5, why: 'it has no authority' }, 'refusal of write 5: it has no authority'],
  [{ verb: 'REPL', ...COPY }, 'copy under epoch 7: offset 12 of epoch 6, c1#5, writes c1:1-5'],
  [
    { verb: 'SYNCED', ...COPY, value: '', history: '' },
    'answer to the sync of epoch 7: offset 12 of epoch 6, no writes',
  ],
  [{ verb: 'REPLNAK', token: 6, fence: 7 }, 'refuses epoch 6: knows epoch 7'],
  [{ verb: 'REPLNAK', token: 6, fence: 6 }, 'refuses epoch 6: has promised a newer epoch'],
])('%j in words', (message, words) => {
  expect(describeRegisterMessage(message, EPOCH_WORDS)).toBe(words);
});
