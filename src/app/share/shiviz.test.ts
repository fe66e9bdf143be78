import { describe, expect, test } from 'vitest';
import { MOST_ROWS } from './excerpt';
import { shivizLog } from './shiviz';
import { hostileExcerpt } from './test-kit';

interface Entry {
  readonly host: string;
  readonly event: string;
  readonly clock: Readonly<Record<string, number>>;
}

/** As ShiViz reads a file: the expression in the first line, no delimiter in the second, the log in the rest. */
function read(file: string): Entry[] {
  const [parser = '', delimiter, ...log] = file.split('\n');
  expect(delimiter).toBe('');
  const text = log.join('\n').trim();
  const matches = [...text.matchAll(new RegExp(parser, 'g'))];
  // Nothing lies between the entries.
  expect(matches.map(([whole]) => whole).join('\n')).toBe(text);
  return matches.map(({ groups }) => ({
    host: groups!['host']!,
    event: groups!['event']!,
    clock: JSON.parse(groups!['clock']!) as Record<string, number>,
  }));
}

describe.each([1, 2, 3, 4, 5, 6])('the log of run %i', (seed) => {
  test('has an entry for each event, the clock of its host counting from 1 without a gap', async () => {
    const { trace, ...rest } = await hostileExcerpt(seed);
    const entries = read(shivizLog({ trace, ...rest }));
    expect(entries.length).toBeGreaterThan(10);
    const counts = new Map<string, number>();
    for (const { host, clock } of entries) {
      const count = (counts.get(host) ?? 0) + 1;
      counts.set(host, count);
      expect(clock[host]).toBe(count);
    }
    expect([...counts.keys()].every((host) => trace.nodes.includes(host))).toBe(true);
  });

  test('has clocks that never go back, and never know of what has not happened', async () => {
    const last = new Map<string, Entry>();
    for (const entry of read(shivizLog(await hostileExcerpt(seed)))) {
      for (const [host, time] of Object.entries(last.get(entry.host)?.clock ?? {})) {
        expect(entry.clock[host]).toBeGreaterThanOrEqual(time);
      }
      for (const [host, time] of Object.entries(entry.clock)) {
        if (host !== entry.host) expect(time).toBeLessThanOrEqual(last.get(host)?.clock[host] ?? 0);
      }
      last.set(entry.host, entry);
    }
  });

  test('lets whoever receives know all that the sender knew, and knows of others only by messages', async () => {
    const entries = read(shivizLog(await hostileExcerpt(seed)));
    const clockOf = new Map(entries.map(({ host, clock }) => [`${host}:${clock[host]}`, clock]));
    const last = new Map<string, Entry>();
    let learned = 0;
    for (const entry of entries) {
      const before = last.get(entry.host)?.clock ?? {};
      const news = Object.entries(entry.clock).filter(
        ([host, time]) => host !== entry.host && time > (before[host] ?? 0),
      );
      last.set(entry.host, entry);
      if (news.length === 0) continue;
      learned += 1;
      expect(entry.event).toMatch(/^(receives|refuses)/);
      const [, sender] = /from (\S+?):? /.exec(`${entry.event} `)!;
      const sent = clockOf.get(`${sender}:${entry.clock[sender!]}`)!;
      for (const [host, time] of Object.entries(sent)) {
        expect(entry.clock[host]).toBeGreaterThanOrEqual(time);
      }
    }
    if (entries.some(({ host }) => host !== entries[0]!.host)) expect(learned).toBeGreaterThan(0);
  });
});

test('too much for one log is answered with a sentence', async () => {
  const excerpt = await hostileExcerpt(1);
  const messages = Object.assign(Object.create(excerpt.trace.messages) as typeof excerpt.trace.messages, {
    inAirBetween: () => [0, MOST_ROWS + 1] as const,
  });
  const trace = Object.assign(Object.create(excerpt.trace) as typeof excerpt.trace, { messages });
  expect(() => shivizLog({ ...excerpt, trace })).toThrow(/^That is \d+ records, .* zoom in on the timeline/);
});
