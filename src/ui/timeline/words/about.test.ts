import { expect, test } from 'vitest';
import { protocolById } from '../../../core/registry';
import { recordedSide } from '../test-kit';
import { about, stretchText } from './about';

const protocol = protocolById('quorum');
const { index, headUs } = recordedSide(3, 2001, {
  faults: [
    { atMs: 1000, kind: 'kill', node: 'n2' },
    { atMs: 1200, kind: 'cut', from: 'n3', to: 'n1' },
  ],
});
const { messages } = index.trace;
const say = (target: Parameters<typeof about>[2]) => about(index, protocol, target, headUs);
const firstWith = (fate: string) =>
  Array.from({ length: messages.length }, (_, id) => id).find((id) => messages.row(id).fate === fate)!;

test('a message says what it is, and what became of it', () => {
  const { what, when } = say({ kind: 'message', side: 0, id: firstWith('delivered') });
  expect(what).toBe(protocol.describe(messages.message(firstWith('delivered'))));
  expect(when).toMatch(/^n\d → n\d · sent 0\.\d{3} s, arrived 0\.\d{3} s after \d ms$/);
  expect(say({ kind: 'message', side: 0, id: firstWith('down') }).when).toMatch(/where nobody was$/);
  const inAir = firstWith('inFlight');
  expect(messages.row(inAir).endUs).toBeGreaterThanOrEqual(headUs);
  expect(say({ kind: 'message', side: 0, id: inAir }).when).toMatch(/still in the air$/);
  expect(say({ kind: 'message', side: 0, id: firstWith('cut') }).when).toMatch(/lost/);
});

test('events and faults are told as in the log', () => {
  const { record } = index.events.at(0);
  expect(say({ kind: 'event', side: 0, record }).what).toMatch(/^n\d /);
  expect(say({ kind: 'fault', side: 0, record: index.faults.at(0).record })).toEqual({
    what: 'n2 was killed',
    when: '1.000 s · done from outside',
  });
});

test('a lane says who the node was, since when, and where a click leads', () => {
  expect(say({ kind: 'lane', side: 0, node: 1, timeUs: 1_500_000 })).toEqual({
    what: 'n2: killed',
    when: 'since 1.000 s · click to go to 1.500 s',
  });
  // Beyond the head there is nothing to go to.
  expect(say({ kind: 'lane', side: 0, node: 1, timeUs: 9e9 }).when).toMatch(/go to 2\.001 s$/);
});

test('what a node is, in words', () => {
  const stretch = { startUs: 0, endUs: 1, role: 'primary', status: 'up', epoch: 3 } as const;
  expect(stretchText(stretch, { startUs: 0, endUs: 1 })).toBe('primary, epoch 3, has authority');
  expect(stretchText({ ...stretch, status: 'frozen' }, null)).toBe('frozen as primary, epoch 3');
  expect(stretchText({ ...stretch, status: 'crashed' }, null)).toBe('crashed');
  expect(stretchText({ ...stretch, epoch: 0 }, null)).toBe('starting');
  expect(stretchText({ ...stretch, status: 'killed', epoch: 0 }, null)).toBe('not running');
});
