import { expect, test } from 'vitest';
import { Explorer, type Progress } from './explorer';
import { doExploreJob, refusalOf, type ExploreJob } from './jobs';
import { DEFAULT_BUDGETS } from './spec';

const job = (spec: Partial<ExploreJob['spec']>, budgets: Partial<ExploreJob['budgets']>): ExploreJob => ({
  spec: { protocol: 'quorum', nodes: 3, ...spec },
  budgets: { ...DEFAULT_BUDGETS, ...budgets },
});

test('tells how far it is, more and more, and comes to what the explorer comes to', () => {
  const given = job({}, { moves: 6 });
  const told: Progress[] = [];
  // A worker clones what it is given, what it tells and what it gives back.
  const last = structuredClone(
    doExploreJob(structuredClone(given), (progress) => told.push(structuredClone(progress))),
  );
  expect(last).toEqual(new Explorer(given.spec, given.budgets).step(Infinity));
  expect(last).toMatchObject({ done: true, complete: true });
  expect(told.length).toBeGreaterThan(2);
  const states = [...told, last].map((progress) => progress.states);
  expect(states).toEqual([...states].sort((a, b) => a - b));
  expect(told.every(({ done }) => !done)).toBe(true);
});

test('comes back with a counterexample', () => {
  const { violation } = structuredClone(
    doExploreJob(job({ protocol: 'kevy', start: 'settled' }, {}), () => undefined),
  );
  expect(violation).toMatchObject({ invariant: 'oneAuthority', replays: true });
  expect(violation!.moves).toHaveLength(6);
});

test.each<[string, ExploreJob, string | null]>([
  ['what can be', job({ start: 'alone' }, {}), null],
  ['four nodes', job({ nodes: 4 }, {}), 'nodes: must be 2 or 3 to be explored, not 4.'],
  ['a bound that is none', job({}, { late: 0.5 }), 'late: must be a whole number from 0 to 255, not 0.5.'],
  [
    'a start behind the first violation',
    job({ protocol: 'kevy', start: 'alone' }, {}),
    'start: on the way there it is broken already, so begin earlier. n1 (epoch 1) and n2 (epoch 2) may both act as the leader at this instant: a split brain.',
  ],
])('%s is refused in words, or not', (_, given, sentence) => {
  expect(refusalOf(given)).toBe(sentence);
  if (sentence !== null) expect(() => doExploreJob(given, () => undefined)).toThrow(sentence);
});
