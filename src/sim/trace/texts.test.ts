/** What a trace remembers of the texts of its rows. */
import { expect, test } from 'vitest';
import { Lab, runOf } from '../test-kit';
import { History } from './history';

/** Clients write as fast as they can, and what nodes hold of that is text. */
const RUN = runOf(3, {
  clients: 3,
  config: { hbIntervalMs: 20, downAfterMs: 200, writeIntervalMs: 2 },
  network: { latencyMs: [1, 1], lossRatio: 0, duplicateRatio: 0 },
  faults: [{ atMs: 1000, kind: 'kill', node: 'n2' }],
});
/** Enough for rows to be forgotten, which goes by whole chunks. */
const UNTIL_MS = 8000;

test('texts count for what a trace holds, and go with the rows that had them', () => {
  const { trace } = new Lab(RUN).to(UNTIL_MS).world;
  const { messages, records, strings } = trace;
  expect(trace.byteLength).toBe(messages.byteLength + records.byteLength + strings.byteLength);
  const before = { count: strings.count, bytes: strings.byteLength };
  new History(trace, { latencyMs: [1, 1], lossRatio: 0, duplicateRatio: 0 }).takeAll();
  for (let i = 0; i < 4; i += 1) trace.forgetOldest();
  expect(records.firstKept).toBeGreaterThan(records.length / 4);
  expect(strings.count).toBeLessThan((before.count * 3) / 4);
  expect(strings.byteLength).toBeLessThan((before.bytes * 3) / 4);
});

test('what is left says the same as before, and what faults did is never forgotten', () => {
  const lab = new Lab(RUN).to(UNTIL_MS);
  const { records, messages, strings } = lab.world.trace;
  const rows = lab.records().map(({ kind, text }) => ({ kind, text, words: strings.text(text) }));
  const sent = Array.from({ length: messages.length }, (_, id) => messages.message(id));
  lab.world.trace.forgetOldest();
  lab.world.trace.forgetOldest();
  expect(records.firstKept).toBeGreaterThan(0);
  rows.forEach(({ kind, text, words }, id) => {
    if (id >= records.firstKept || kind === 'event' || kind === 'fault') {
      expect(strings.text(text)).toBe(words);
    }
  });
  for (let id = messages.firstKept; id < messages.length; id += 1) {
    expect(messages.message(id)).toEqual(sent[id]);
  }
});

test('a trace goes on after it has forgotten as if it had not', () => {
  const [plain, forgetful] = [new Lab(RUN), new Lab(RUN)];
  for (let ms = 1000; ms <= UNTIL_MS; ms += 1000) {
    plain.to(ms);
    forgetful.to(ms).world.trace.forgetOldest();
  }
  expect(forgetful.world.trace.records.firstKept).toBeGreaterThan(0);
  expect(forgetful.digest).toBe(plain.digest);
});
