import { describe, expect, test } from 'vitest';
import type { Fault } from '../../sim/run';
import { runOf } from '../../sim/test-kit';
import { parseBookmark } from '../run/bookmark';
import { LONGEST_NAME } from '../run/limits';
import { bookmarkOf, branchName, stepsBehind, stepsOf, storySpeed, type Breaking } from './found-run';
import { INVARIANTS } from '../../check/invariants';

const violation = { invariant: 'oneAuthority', atUs: 1_000_000, text: 'n1 and n2 lead.' };
const faults: readonly Fault[] = [
  { atMs: 0, kind: 'cut', from: 'n1', to: 'n2' },
  { atMs: 400, kind: 'kill', node: 'n3' },
  { atMs: 410, kind: 'restart', node: 'n3', disk: 'kept' },
  { atMs: 2000, kind: 'healAll' },
];
const breaking: Breaking = { run: runOf(3, { faults }), violation };

describe('the steps of a story', () => {
  const steps = stepsOf(breaking.run, violation);

  test('are its faults up to the violation, those of one breath together, and the violation', () => {
    expect(steps).toEqual([
      { atUs: 0, text: 'the link n1 → n2 was cut', breaks: false, place: 1 },
      {
        atUs: 410_000,
        text: 'n3 was killed; n3 was restarted, its disk kept',
        breaks: false,
        place: 410_001,
      },
      { atUs: 1_000_000, text: 'n1 and n2 lead.', breaks: true, place: 1_000_001 },
    ]);
  });

  test('are all faults while nothing is broken', () => {
    expect(stepsOf(breaking.run, null).map(({ atUs }) => atUs)).toEqual([0, 410_000, 2_000_000]);
    expect(stepsOf(runOf(2), null)).toEqual([]);
  });

  test('lie behind an instant after they happened', () => {
    expect([0, 1, 410_000, 410_001, 1_000_000, 1_000_001, 9e9].map((us) => stepsBehind(steps, us))).toEqual([
      0, 1, 1, 2, 2, 3, 3,
    ]);
  });

  test('of which the last lies behind the state that it broke, and not behind one before that', () => {
    const at = (records: number, messages: number) => ({ atUs: 1_000_000, records, messages });
    const exact = stepsOf(breaking.run, { ...violation, moment: at(20, 7) });
    expect(exact.at(-1)!.place).toEqual(at(20, 7));
    const shown = [at(19, 7), at(20, 6), at(20, 7), at(21, 7), 1_000_000, 1_000_001];
    expect(shown.map((place) => stepsBehind(exact, place))).toEqual([2, 2, 3, 3, 2, 3]);
    expect(stepsBehind(exact, { atUs: 410_000, records: 3, messages: 1 })).toBe(2);
  });

  test('have a speed at which each can be read', () => {
    expect(storySpeed(steps)).toBe(0.05);
    expect(storySpeed(steps.map((step) => ({ ...step, atUs: step.atUs * 20 })))).toBe(1);
    expect(storySpeed([{ atUs: 600_000_000, text: '', breaks: true, place: 600_000_001 }])).toBe(5);
    expect(storySpeed([])).toBe(0.05);
  });
});

test('the bookmark of a found run opens at its beginning, plays, and is a bookmark', () => {
  const bookmark = bookmarkOf(breaking);
  expect(bookmark).toMatchObject({ headMs: 1001, atMs: 0, play: true, found: true });
  expect(parseBookmark(JSON.parse(JSON.stringify(bookmark)))).toEqual(bookmark);
  expect(() => parseBookmark({ ...bookmark, found: false })).toThrow(/^found: must be true/);
});

test('the name of a found run fits for every invariant', () => {
  expect(branchName('oneAuthority', 'quorum')).toBe('Found: one authority at any instant');
  for (const { id } of INVARIANTS)
    expect(branchName(id, 'ballot-lease').length).toBeLessThanOrEqual(LONGEST_NAME);
});
