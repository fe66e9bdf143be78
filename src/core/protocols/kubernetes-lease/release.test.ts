import { expect, test } from 'vitest';
import type { Answered, ApiReply } from './api';
import { freshLock, observe, type Lock } from './lock';
import { BLANK_RECORD } from './record';
import { release } from './release';

const answered = (reply: ApiReply): Answered => ({ reply, clock: { nowUs: 5_000_000, wallUs: 5_000_000 } });

/** It believes that it holds the lease, which is n2's by now. */
function overtaken(): Lock {
  const lock = freshLock();
  observe(lock, { ...BLANK_RECORD, holder: 'n1', leaseDurationSeconds: 15 }, 0);
  return lock;
}

const successor = { ...BLANK_RECORD, holder: 'n2', leaseDurationSeconds: 15, transitions: 4 };

test('as published, an elector that has not noticed its loss empties the lease of its successor', () => {
  const operation = release(overtaken(), 'n1', false);
  expect(operation.next().value).toEqual({ verb: 'get' });
  const { value } = operation.next(answered({ kind: 'got', record: successor, version: 7 }));
  expect(value).toMatchObject({ verb: 'update', version: 7, record: { holder: '', transitions: 4 } });
});

test('one that looks whose lease it finds leaves it alone', () => {
  const operation = release(overtaken(), 'n1', true);
  operation.next();
  expect(operation.next(answered({ kind: 'got', record: successor, version: 7 }))).toEqual({
    done: true,
    value: true,
  });
});

test('and gives its own away all the same', () => {
  const operation = release(overtaken(), 'n1', true);
  operation.next();
  const own = { ...successor, holder: 'n1' };
  const { value } = operation.next(answered({ kind: 'got', record: own, version: 7 }));
  expect(value).toMatchObject({ verb: 'update', version: 7, record: { holder: '' } });
});
