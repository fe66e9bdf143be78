import { expect, test } from 'vitest';
import { refusalOf } from '../check/explore/jobs';
import { DEFAULT_BUDGETS } from '../check/explore/spec';
import { readOptions } from './explore-options';

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

test('nothing said is three nodes of the first protocol from their start', () => {
  expect(readOptions([])).toEqual({
    job: {
      spec: { protocol: 'quorum', nodes: 3, start: 'boot', safeguards: {}, config: {} },
      budgets: DEFAULT_BUDGETS,
    },
    json: false,
  });
  expect(readOptions(['--help'])).toBeNull();
});

test('everything said', () => {
  const line =
    '--protocol quorum --nodes 2 --start unheard --moves 6 --restarts 0 --late 2 --copies 1 --states 500 ' +
    '--safeguards -stickyVoters,-bootGrace --config downAfterMs=600 --invariants oneAuthority --json';
  expect(readOptions(words(line))).toEqual({
    job: {
      spec: {
        protocol: 'quorum',
        nodes: 2,
        start: 'unheard',
        safeguards: { stickyVoters: false, bootGrace: false },
        config: { downAfterMs: 600 },
        invariants: ['oneAuthority'],
      },
      budgets: { moves: 6, restarts: 0, late: 2, copies: 1, states: 500 },
    },
    json: true,
  });
});

test.each([
  ['--protocol ballot-lease', /^--protocol: "ballot-lease" is not known; use quorum, kevy/],
  ['--nodes 4', /^--nodes: "4" must be a whole number from 2 to 3/],
  ['--start later', /^--start: "later" is not known; use boot, settled, unheard, alone/],
  ['--moves many', /^--moves: "many" must be a whole number/],
  ['--moves 1.5', /^--moves: "1.5" must be a whole number from 1 to 255/],
  ['--states 0', /^--states: "0" must be a whole number from 1/],
  ['--states=-1', /^--states: "-1" must be a whole number/],
  ['--safeguards -nonsense', /^--safeguards: nonsense is not a safeguard/],
  ['--invariants settles', /^--invariants: "settles" cannot be explored/],
  ['--invariants=', /^--invariants: needs a value behind it/],
  ['--invariants ,', /^--invariants: "," has an empty place/],
  ['--protocol kevy --start alone', /^--start: on the way there it is broken already/],
  ['--schedules 5', /^--schedules: is not an option/],
])('%s is refused by name', (line, sentence) => {
  expect(() => readOptions(words(line))).toThrow(sentence);
});

test('an empty list of invariants would check nothing', () => {
  expect(() => readOptions(['--invariants', ''])).toThrow(/^--invariants: needs a value/);
  const job = readOptions([])!.job;
  expect(refusalOf({ ...job, spec: { ...job.spec, invariants: [] } })).toMatch(
    /^invariants: names none, so nothing/,
  );
  expect(refusalOf({ ...job, budgets: { ...job.budgets, states: 0 } })).toMatch(
    /^states: must be a whole number from 1/,
  );
});
