import { expect, test } from 'vitest';
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
  ['--protocol ballot-lease', /^--protocol: "ballot-lease" elects through a store/],
  ['--protocol nonsense', /nonsense/],
  ['--nodes 4', /^--nodes: must be 2 or 3/],
  ['--nodes', /nodes/],
  ['--start later', /^--start: must be one of boot, settled, unheard, alone, not "later"/],
  ['--moves many', /^--moves: "many" must be a number/],
  ['--moves 1.5', /^--moves: must be a whole number from 0 to 255, not 1.5/],
  ['--states=-1', /^--states: must be a whole number/],
  ['--safeguards -nonsense', /^safeguards.nonsense: is not a safeguard/],
  ['--config nonsense=1', /^config.nonsense: is not a setting/],
  ['--config downAfterMs', /--config: "downAfterMs" must be a name and a number/],
  ['--config leaseMs=500', /^leaseMs \(500\) must be below downAfterMs/],
  ['--invariants settles', /^--invariants: "settles" cannot be explored/],
  ['--protocol kevy --start alone', /^--start: on the way there it is broken already/],
  ['--schedules 5', /schedules/],
])('%s is refused by name', (line, sentence) => {
  expect(() => readOptions(words(line))).toThrow(sentence);
});
