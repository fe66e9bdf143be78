/** What a trace remembers of the texts of its rows. */
import { expect, test } from 'vitest';
import { Lab, runOf } from '../test-kit';
import { History } from './history';

/** Clients write, and what nodes hold of that is text. */
const RUN = runOf(3, {
  clients: 3,
  config: { hbIntervalMs: 20, downAfterMs: 200, writeIntervalMs: 5 },
  faults: [{ atMs: 1000, kind: 'kill', node: 'n2' }],
});

test('texts count for what a trace holds, and go with the rows that had them', () => {
  const { trace } = new Lab(RUN).to(20_000).world;
  const history = new History(trace, { latencyMs: [2, 8], lossRatio: 0, duplicateRatio: 0 });
  expect(trace.byteLength).toBe(
    trace.messages.byteLength + trace.records.byteLength + trace.strings.byteLength,
  );
  const before = { count: trace.strings.count, bytes: trace.strings.byteLength };
  history.takeAll();
  for (let i = 0; i < 4; i += 1) trace.forgetOldest();
  expect(trace.records.firstKept).toBeGreaterThan(0);
  expect(trace.strings.count).toBeLessThan(before.count);
  expect(trace.strings.byteLength).toBeLessThan(before.bytes);
});

test('what is left says the same as before, and what faults did is never forgotten', () => {
  const lab = new Lab(RUN).to(20_000);
  const { trace } = lab.world;
  const { records } = trace;
  const all = lab.records().map((row) => ({ id: row.id, kind: row.kind, number: row.text, text: lab.text(row) }));
  trace.forgetOldest();
  trace.forgetOldest();
  for (let id = records.firstKept; id < records.length; id += 1) {
    expect(trace.strings.text(records.row(id).text)).toBe(all[id]!.text);
  }
  for (const { kind, number, text } of all) {
    if (kind === 'event' || kind === 'fault') expect(trace.strings.text(number)).toBe(text);
  }
  const { messages } = trace;
  for (let id = messages.firstKept; id < messages.length; id += 1) {
    expect(Object.values(messages.message(id))).not.toContain('');
  }
});

test('a trace goes on after it has forgotten as if it had not', () => {
  const [plain, forgetful] = [new Lab(RUN), new Lab(RUN)];
  for (let ms = 2000; ms <= 10_000; ms += 2000) {
    plain.to(ms);
    forgetful.to(ms).world.trace.forgetOldest();
  }
  expect(forgetful.digest).toBe(plain.digest);
});
