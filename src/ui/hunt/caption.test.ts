import { expect, test } from 'vitest';
import { stepsOf } from '../../app/search/found-run';
import { runOf } from '../../sim/test-kit';
import { captionOf } from './caption';

const violation = { invariant: 'oneAuthority', atUs: 1_000_000, text: 'n1 and n2 lead.' };
const steps = stepsOf(
  runOf(3, {
    faults: [
      { atMs: 0, kind: 'cut', from: 'n1', to: 'n2' },
      { atMs: 400, kind: 'kill', node: 'n3' },
    ],
  }),
  violation,
);

test('each step is told in its place, and the last in full unless somebody else does', () => {
  const captions = [0, 1, 2, 3].map((behind) => captionOf(steps, behind, violation, false, 'quorum'));
  expect(captions).toEqual([
    '2 steps, and “One authority at any instant” is broken.',
    '1 of 3: the link n1 → n2 was cut',
    '2 of 3: n3 was killed',
    '3 of 3: n1 and n2 lead.',
  ]);
  expect(captionOf(steps, 2, violation, true, 'quorum')).toBe(captions[2]);
  expect(captionOf(steps, 3, violation, true, 'quorum')).toBe(
    '3 of 3: “One authority at any instant” is broken.',
  );
});

test('a run that needs no fault, and one of which nothing is known to be broken yet', () => {
  expect(captionOf(steps.slice(2), 0, violation, false, 'quorum')).toBe(
    'Nothing is done to it, and “One authority at any instant” is broken.',
  );
  expect(captionOf(steps.slice(0, 1), 0, null, false, 'quorum')).toBe('1 step to come.');
  expect(captionOf([], 0, null, false, 'quorum')).toBe('0 steps to come.');
});
