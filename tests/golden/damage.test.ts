/** The replays can see: one changed answer in otherwise true data is found, and named by file, case and step. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replayLines } from './golden-file';
import { replayKevyElector } from './replay-kevy-elector';
import { replayLeaderCache } from './replay-leader-cache';
import { replayWire } from './replay-wire';

const linesOf = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8').split('\n');

test.each([
  ['role', 'candidate'],
  ['epoch', 99],
  ['primary', 'n9'],
  ['hasQuorum', null],
  ['out', [{ to: '*', message: {} }]],
  ['durable', { epoch: 9, votedFor: null }],
])('kevy-elector: a wrong %s', (field, value) => {
  const log = linesOf('kevy-elector.ndjson')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { case: number; durable: boolean; steps: Record<string, unknown>[] })
    .find((candidate) => candidate.durable && candidate.steps.length > 30)!;
  log.steps[16]![field] = value;
  const replay = () => replayLines('kevy-elector.ndjson', JSON.stringify(log), replayKevyElector);
  expect(replay).toThrow(new RegExp(`^kevy-elector.ndjson, case ${log.case}, step 17 \\(.*${field} is`));
});

test('wire: a wrong error, a wrong length and a wrong encoding', () => {
  const frame = { hex: '2a330d0a', error: 'Bad' };
  expect(() => replayLines('wire.ndjson', `\n${JSON.stringify(frame)}\n`, replayWire)).toThrow(
    /^wire.ndjson, case 1: decode\(2a330d0a\) is .*Truncated/,
  );
  const whole = JSON.parse(linesOf('wire.ndjson')[0]!) as { consumed: number; encodes: { epoch: string } };
  const tooShort = { ...whole, consumed: whole.consumed - 1 };
  expect(() => replayLines('wire.ndjson', JSON.stringify(tooShort), replayWire)).toThrow(/case 1: decode/);
  const another = { ...whole, encodes: { ...whole.encodes, epoch: '12' } };
  expect(() => replayLines('wire.ndjson', JSON.stringify(another), replayWire)).toThrow(/case 1: encode/);
});

test('leader-cache: a wrong outcome', () => {
  const line = JSON.parse(linesOf('leader-cache.ndjson')[1]!) as { steps: { value: unknown }[] };
  line.steps[5]!.value = { outcome: 'stale?' };
  expect(() => replayLines('leader-cache.ndjson', JSON.stringify(line), replayLeaderCache)).toThrow(
    /^leader-cache.ndjson, case 2, step 6 \(/,
  );
});

test('what is not JSON is named by its line', () => {
  expect(() => replayLines('wire.ndjson', '\n{', replayWire)).toThrow(/^wire.ndjson, line 1 is not JSON/);
});
