import { describe, expect, test } from 'vitest';
import { chromeTrace } from './chrome-trace';
import { hostileExcerpt, splitBrain } from './test-kit';

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly id?: number;
  readonly s?: string;
  readonly bp?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

const read = (json: string): Event[] => (JSON.parse(json) as { traceEvents: Event[] }).traceEvents;

describe.each([1, 2, 3, 4, 5, 6])('the trace of run %i', (seed) => {
  const load = async () => ({ excerpt: await hostileExcerpt(seed) });

  test('has only known phases, on whole numbers, within the excerpt', async () => {
    const { excerpt } = await load();
    for (const { ph, name, pid, tid, ts, dur, s } of read(chromeTrace(excerpt))) {
      expect('MXsfi').toContain(ph);
      expect(typeof name).toBe('string');
      expect(Number.isInteger(pid) && Number.isInteger(tid)).toBe(true);
      if (ph === 'M') continue;
      expect(Number.isInteger(ts)).toBe(true);
      expect(ts).toBeGreaterThanOrEqual(excerpt.fromUs);
      expect(ts).toBeLessThanOrEqual(excerpt.toUs);
      if (ph === 'X') expect(dur).toBeGreaterThanOrEqual(0);
      if (ph === 'i') expect(['g', 't']).toContain(s);
    }
  });

  test('names each process and thread that it uses, once, and no thread belongs to two processes', async () => {
    const { excerpt } = await load();
    const events = read(chromeTrace(excerpt));
    const names = events.filter(({ ph }) => ph === 'M');
    expect(new Set(names.map(({ name }) => name))).toEqual(
      new Set(['process_name', 'process_sort_index', 'thread_name', 'thread_sort_index']),
    );
    const processes = names.filter(({ name }) => name === 'process_name');
    expect(processes.map(({ args }) => args!['name'])).toEqual([
      ...excerpt.run.nodes,
      'faults and violations',
    ]);
    const pids = new Set(processes.map(({ pid }) => pid));
    const threads = new Map<number, number>();
    for (const { tid, pid } of names.filter(({ name }) => name === 'thread_name')) {
      expect(threads.has(tid)).toBe(false);
      threads.set(tid, pid);
    }
    for (const { ph, pid, tid } of events) {
      expect(pids.has(pid)).toBe(true);
      if (ph === 'X') expect(threads.get(tid)).toBe(pid);
    }
  });

  test('has slices that nest on each thread', async () => {
    const { excerpt } = await load();
    const all = read(chromeTrace(excerpt)).filter(({ ph }) => ph === 'X');
    for (const thread of new Set(all.map(({ tid }) => tid))) {
      const slices = all.filter(({ tid }) => tid === thread);
      const open: number[] = [];
      for (const { ts, dur } of slices.sort((a, b) => a.ts! - b.ts! || b.dur! - a.dur!)) {
        while (open.length > 0 && open.at(-1)! <= ts!) open.pop();
        if (open.length > 0) expect(ts! + dur!).toBeLessThanOrEqual(open.at(-1)!);
        open.push(ts! + dur!);
      }
    }
  });

  test('has arrows with one start and one later end, each on a slice', async () => {
    const { excerpt } = await load();
    const events = read(chromeTrace(excerpt));
    const slices = new Set(events.filter(({ ph }) => ph === 'X').map(({ tid, ts }) => `${tid}@${ts}`));
    const starts = new Map(events.filter(({ ph }) => ph === 's').map((event) => [event.id, event]));
    const ends = new Map(events.filter(({ ph }) => ph === 'f').map((event) => [event.id, event]));
    expect([...starts.keys()].sort()).toEqual([...ends.keys()].sort());
    expect(starts.size).toBe(events.filter(({ ph }) => ph === 's').length);
    expect(ends.size).toBe(events.filter(({ ph }) => ph === 'f').length);
    for (const [id, start] of starts) {
      const end = ends.get(id)!;
      expect(end).toMatchObject({ name: start.name, cat: start.cat, bp: 'e' });
      expect(end.ts).toBeGreaterThan(start.ts!);
      for (const { tid, ts } of [start, end]) expect(slices.has(`${tid}@${ts}`)).toBe(true);
    }
  });
});

test('what was done and what broke are instants across everything', async () => {
  const events = read(chromeTrace(await splitBrain()));
  const instants = events.filter(({ ph, s }) => ph === 'i' && s === 'g');
  expect(instants.map(({ cat }) => cat)).toEqual(['fault', 'fault', 'violation']);
  expect(instants[0]).toMatchObject({ name: 'the link n1 → n2 was cut', ts: 1_000_000 });
});
