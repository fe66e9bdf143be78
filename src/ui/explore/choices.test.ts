import { describe, expect, test } from 'vitest';
import { DEFAULT_BUDGETS } from '../../check/explore/spec';
import { systemOfRun } from '../../sim/run';
import {
  BUDGET_PRESETS,
  exploredOf,
  presetOf,
  readBudgets,
  rulesOff,
  textsOf,
  USUAL_BUDGETS,
} from './choices';

describe('budgets', () => {
  test('that are typed are read, and those of a preset are that preset', () => {
    for (const { id, budgets } of BUDGET_PRESETS) {
      expect(readBudgets(textsOf(budgets))).toEqual(budgets);
      expect(presetOf(budgets)).toBe(id);
    }
    expect(USUAL_BUDGETS).toEqual(DEFAULT_BUDGETS);
    expect(presetOf({ ...USUAL_BUDGETS, late: 1 })).toBeNull();
    expect(textsOf(USUAL_BUDGETS).states).toBe('1,000,000');
  });

  test.each([
    [{ moves: '' }, 'Moves in a row: give a whole number from 0 to 255.'],
    [{ moves: '256' }, 'Moves in a row: give a whole number from 0 to 255.'],
    [{ restarts: '-1' }, 'Restarts: give a whole number from 0 to 255.'],
    [{ late: '0.5' }, 'Late messages: give a whole number from 0 to 255.'],
    [{ copies: 'two' }, 'Messages twice: give a whole number from 0 to 255.'],
    [{ states: '0' }, 'Most states: give a whole number from 1 to 5,000,000.'],
  ])('such as %o cannot be', (texts, sentence) => {
    const read = readBudgets({ ...textsOf(USUAL_BUDGETS), ...texts });
    expect(read).toBe(sentence);
    expect(presetOf(read)).toBeNull();
  });
});

test('what is explored has the rules of the election as they are, and none of the clients', () => {
  const system = systemOfRun({ protocol: 'quorum', clients: 2, exports: true });
  const explored = exploredOf(system, { stickyVoters: false, fencing: false });
  expect(explored.protocol).toBe('quorum');
  expect(explored.safeguards).toMatchObject({ stickyVoters: false, durableVotes: true });
  expect(explored.safeguards).not.toHaveProperty('fencing');
  expect(rulesOff(system, explored)).toEqual(['Sticky voters']);
});
