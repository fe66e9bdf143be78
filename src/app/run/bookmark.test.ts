import { describe, expect, test } from 'vitest';
import { EVERY_KIND, hostileRun } from '../../check/hostile-run';
import { randomSchedule } from '../../check/schedule';
import { resolveRun, type Fault, type Run } from '../../sim/run';
import { runOf } from '../../sim/test-kit';
import { parseBookmark, parseTelling } from './bookmark';
import { fragmentFor, packText } from './link';

const run = resolveRun(runOf(3));
const whole = {
  version: 1,
  run,
  headMs: 2000.125,
  atMs: 1000,
  branch: 'late kill',
  select: ['n1', 'n3'],
  play: false,
} as const;

const manyNodes = { ...runOf(3), nodes: Array.from({ length: 50 }, (_, at) => `n${at + 1}`) };
const sweeps = (count: number): Fault[] =>
  Array.from({ length: count }, () => ({ atMs: 0, kind: 'healAll' }));

describe('a bookmark', () => {
  test('comes back as it was, as a value and as text', () => {
    expect(parseBookmark(whole)).toEqual(whole);
    expect(parseBookmark(JSON.stringify(whole))).toEqual(whole);
    const { version, headMs } = whole;
    expect(parseBookmark({ version, run, headMs })).toEqual({ version, run, headMs });
    expect(parseBookmark({ ...whole, select: 'n2' }).select).toBe('n2');
  });

  test('may select the store or a client where the run has them', () => {
    const members = { version: 1, run: runOf(3, { clients: 2, exports: true }), headMs: 0 };
    for (const select of ['store', 'c2', ['n1', 'store'], ['c1', 'c2']]) {
      expect(parseBookmark({ ...members, select }).select).toEqual(select);
    }
    expect(() => parseBookmark({ ...members, select: 'c3' })).toThrow(
      /^select: "c3" is not a node of this run/,
    );
    expect(() => parseBookmark({ ...whole, select: 'store' })).toThrow(
      /^select: "store" is not a node of this/,
    );
  });

  test.each(EVERY_KIND)('may be a run alone, which begins at its beginning and plays: %o', (kind) => {
    const plain = hostileRun(3, kind);
    const expected = { version: 1, run: resolveRun(plain), headMs: 0, play: true };
    expect(parseBookmark(plain)).toEqual(expected);
    expect(parseBookmark(JSON.stringify(plain))).toEqual(expected);
  });

  test.each([
    ['a later version', { ...whole, version: 2, zoom: 3 }, /^version: must be 1; .* newer Interregnum/],
    ['a run of a later version', { ...runOf(3), version: 2 }, /^version: must be 1; .* newer Interregnum/],
    ['a later run inside', { ...whole, run: { ...run, version: 2 } }, /^version: must be 1/],
    ['no head', { version: 1, run }, /^headMs: is missing: a bookmark needs it\.$/],
    ['a head before the start', { ...whole, headMs: -1 }, /^headMs: must be at least 0: milliseconds/],
    ['a head beyond all time', { ...whole, headMs: 1e12 }, /^headMs: must be at most 3600000000/],
    ['an instant after the head', { ...whole, atMs: 2001 }, /^atMs: must not be above headMs \(2000\.125\)/],
    ['a text for an instant', { ...whole, atMs: '1' }, /^atMs: must be a number/],
    ['a state of no instant', { ...whole, atMs: undefined, after: [1, 0] }, /^atMs: must be a number/],
    ['a state of the head', { version: 1, run, headMs: 5, after: [1, 0] }, /^after: goes with atMs/],
    ['half a state', { ...whole, after: [1] }, /^after\[1\]: /],
    ['a state between records', { ...whole, after: [0.5, 0] }, /^after\[0\]: must be a whole number/],
    ['a state as a number', { ...whole, after: 3 }, /^after: must be two numbers: how many records/],
    ['a name without letters', { ...whole, branch: '  ' }, /^branch: must not be empty/],
    ['a name without end', { ...whole, branch: 'x'.repeat(41) }, /^branch: must have at most 40 characters/],
    ['a selection of nobody', { ...whole, select: 'n9' }, /^select: "n9" is not a node of this run/],
    ['a link of nobody', { ...whole, select: ['n1', 'n9'] }, /^select: "n9" is not a node of this run/],
    ['a link with three ends', { ...whole, select: ['n1', 'n2', 'n3'] }, /^select: must be the id of a node/],
    ['an empty title', { ...whole, title: ' ' }, /^title: must not be empty: the title\.$/],
    ['a title without end', { ...whole, title: 'x'.repeat(81) }, /^title: must have at most 80 characters/],
    ['a caption without end', { ...whole, caption: 'x'.repeat(301) }, /^caption: must have at most 300 char/],
    ['a caption that is none', { ...whole, caption: 7 }, /^caption: must be a text: the caption/],
    ['no moments', { ...whole, moments: [] }, /^moments: must not be empty: leave it out instead/],
    [
      'more moments than can be',
      { ...whole, moments: Array.from({ length: 41 }, (_, atMs) => ({ atMs, caption: 'x' })) },
      /^moments: must have at most 40 moments/,
    ],
    [
      'a moment without words',
      { ...whole, moments: [{ atMs: 1 }] },
      /^moments\[0\]\.caption: is missing: a moment needs it\.$/,
    ],
    [
      'a moment after the head',
      { ...whole, moments: [{ atMs: 2001, caption: 'x' }] },
      /^moments\[0\]\.atMs: must not be above headMs \(2000\.125\)/,
    ],
    [
      'two moments in one',
      { ...whole, moments: [1, 5, 1].map((atMs) => ({ atMs, caption: 'x' })) },
      /^moments: two of them are at 1 ms; each needs an instant of its own\.$/,
    ],
    [
      'a moment with more',
      { ...whole, moments: [{ atMs: 1, caption: 'x', zoom: 1 }] },
      /^moments\[0\]\.zoom: is/,
    ],
    ['a field too many', { ...whole, zoom: 1 }, /^zoom: is not a field of a bookmark\.$/],
    ['a broken run inside', { ...whole, run: { ...run, seed: 'x' } }, /^seed: must be a number/],
    [
      'faults that change more than can be told',
      { version: 1, run: { ...manyNodes, faults: sweeps(500) }, headMs: 0 },
      /^faults: has 500 that change every link \(.+\); with 50 nodes use at most 408\.$/,
    ],
    ['nothing inside', { ...whole, run: null }, /^The run must be an object/],
    ['broken text', '{"version":1,"run":', /^The run is not valid JSON/],
    ['a list', [], /^version: is missing/],
    ['nothing', null, /^The run must be an object/],
  ])('with %s is refused with a sentence', (_what, input, sentence) => {
    expect(() => parseBookmark(input)).toThrow(sentence);
  });
});

describe('the words that go with a run', () => {
  const moments = [
    { atMs: 1500, after: [2, 1], caption: 'n2 wins' },
    { atMs: 40, caption: 'n1 is cut off' },
  ];
  const inOrder = [moments[1], moments[0]];

  test('come back with it, trimmed, and moments in order of time', () => {
    const told = { ...whole, title: ' A cut ', caption: 'Watch n2.', moments };
    const expected = { ...whole, title: 'A cut', caption: 'Watch n2.', moments: inOrder };
    expect(parseBookmark(told)).toEqual(expected);
    expect(parseBookmark(JSON.stringify(told))).toEqual(expected);
  });

  test('are read alone as well, and nothing else with them', () => {
    expect(parseTelling({})).toEqual({});
    expect(parseTelling({ title: 'A cut', moments })).toEqual({ title: 'A cut', moments: inOrder });
    expect(() => parseTelling({ title: 'A cut', run })).toThrow(/^run: is not a field of what is told/);
    expect(() => parseTelling({ caption: '' })).toThrow(/^caption: must not be empty/);
  });
});

describe('a link', () => {
  /** Fifty faults, as many random schedules after each other as that takes, at instants of a hand with a mouse. */
  function longRun(seed: number, nodes: number): Run {
    const faults: Fault[] = [];
    let base: Run | null = null;
    for (let next = seed * 1000; faults.length < 50; next += 1) {
      const { run: schedule } = randomSchedule(next, { protocol: 'quorum', nodes: [nodes, nodes] });
      base ??= schedule;
      const beginMs = faults.at(-1)?.atMs ?? 0;
      const later = schedule.faults!.map((fault, at) => {
        const jitterMs = ((next * 7919 + at * 104_729) % 1000) / 1000;
        return { ...fault, atMs: Math.round((beginMs + fault.atMs + jitterMs) * 1000) / 1000 };
      });
      faults.push(...later);
    }
    return { ...base!, faults: faults.slice(0, 50) };
  }

  test.each([3, 5, 7, 25, 50])('with 50 faults among %i nodes is under 2 KB', async (nodes) => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const bookmark = { ...whole, run: resolveRun(longRun(seed, nodes)), headMs: 123_456.789 };
      expect(bookmark.run.faults).toHaveLength(50);
      const fragment = fragmentFor(await packText(JSON.stringify(bookmark)));
      expect(fragment.length).toBeLessThan(1900);
    }
  });
});
