import { EPOCH_WORDS } from '../../../core/words';
import { describe, expect, test } from 'vitest';
import { protocolById } from '../../../core/registry';
import { systemOfRun } from '../../../sim';
import { LEASE_RUN, recordedSide, sideOf } from '../test-kit';
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

describe('beside a store, clients and exports', () => {
  const side = sideOf(LEASE_RUN, 14_000);
  const protocol = systemOfRun(LEASE_RUN);
  const lane = (id: string, timeUs: number) =>
    about(
      side.index,
      protocol,
      { kind: 'lane', side: 0, node: side.index.trace.nodes.indexOf(id), timeUs },
      side.headUs,
    );

  test('a lane says whom its node believes in, and of two leaders at once what became of the data', () => {
    expect(lane('n3', 4_000_000)).toMatchObject({
      what: expect.stringMatching(/^n3: replica, ballot \d$/) as string,
      more: [expect.stringMatching(/^thinks n1 leads \(ballot \d\)$/)],
      alarm: [],
    });
    const { what, more, alarm } = lane('n2', 6_000_000);
    expect(what).toBe('n2: primary, ballot 3, has authority');
    expect(more).toEqual(['its wall clock is 9.3 s ahead']);
    expect(alarm).toEqual([
      expect.stringMatching(
        /^n1 \(ballot 2\) and n2 \(ballot 3\) may both act as the leader from 5\.\d{3} s to 6\.\d{3} s: ballot 3 refused \d+ stale writes$/,
      ),
    ]);
    expect(lane('n1', 6_000_000).alarm).toEqual(alarm);
  });

  test('the store says who holds the lease, in truth; a client what it went through; neither has a role', () => {
    expect(lane('store', 6_000_000)).toMatchObject({
      what: 'store: up',
      more: [expect.stringMatching(/^n2 holds the lease with ballot 3 until \d+\.\d{3} s$/)],
    });
    const { what, more } = lane('c1', 6_500_000);
    expect(what).toBe('c1: up');
    expect(more?.join('; ')).toMatch(
      /^thinks n1 leads \(ballot 1\); \d+ writes acknowledged, \d+ refused; none acknowledged for 1\.\d s$/,
    );
  });

  test('the lane of exports says who works on what, and that it is done twice', () => {
    const { what, more } = about(
      side.index,
      protocol,
      { kind: 'exports', side: 0, timeUs: 12_000_000 },
      side.headUs,
    );
    expect([what, ...(more ?? [])]).toEqual([
      expect.stringMatching(/^n3 worked on round 176722561 from .* and could not publish it/),
      expect.stringMatching(/^n2 worked on round 176722562 from .* and completed it$/),
      expect.stringMatching(
        /^double: n3 and n2 were at work at once on rounds 176722561 and 176722562 from [\d.]+ s to [\d.]+ s$/,
      ),
    ]);
  });
});

test('what a node is, in words', () => {
  const stretch = { startUs: 0, endUs: 1, role: 'primary', status: 'up', epoch: 3 } as const;
  expect(stretchText(stretch, { startUs: 0, endUs: 1 }, EPOCH_WORDS)).toBe('primary, epoch 3, has authority');
  expect(stretchText({ ...stretch, status: 'frozen' }, null, EPOCH_WORDS)).toBe('frozen as primary, epoch 3');
  expect(stretchText({ ...stretch, status: 'crashed' }, null, EPOCH_WORDS)).toBe('crashed');
  expect(stretchText({ ...stretch, epoch: 0 }, null, EPOCH_WORDS)).toBe('starting');
  expect(stretchText({ ...stretch, status: 'killed', epoch: 0 }, null, EPOCH_WORDS)).toBe('not running');
});
