import { describe, expect, test } from 'vitest';
import { changed, parameterOf, parametersOf, problemWith, valueIn } from './parameter';
import { planSweep, problemOfRange, valuesOf, type Range } from './sweep';
import { labSetup } from './test-kit';

const setup = labSetup();

describe('the numbers of a setup', () => {
  test('are those of the protocol and of the network, switches left out', () => {
    const ids = parametersOf(labSetup({ protocol: 'ballot-lease' })).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['leaseMs', 'latencyMostMs', 'lossPercent', 'nodeCount']));
    expect(ids).not.toContain('allowPreemption');
    expect(() => parameterOf(setup, 'claimJitterMs')).toThrow(/"quorum".*"claimJitterMs"/);
  });

  test('read back as they were set', () => {
    for (const [id, value] of [
      ['downAfterMs', 800],
      ['leaseMs', 100],
      ['latencyMostMs', 2.5],
      ['lossPercent', 7],
      ['nodeCount', 5],
    ] as const) {
      expect(valueIn(changed(setup, id, value), id)).toBe(value);
    }
  });

  test('that follow from another go on following it', () => {
    expect(valueIn(setup, 'leaseMs')).toBe(375);
    expect(valueIn(changed(setup, 'downAfterMs', 800), 'leaseMs')).toBe(600);
  });

  test('cannot be out of bounds, broken, or in contradiction', () => {
    expect(problemWith(setup, 'downAfterMs', 600)).toBeNull();
    expect(problemWith(setup, 'downAfterMs', 20)).not.toBeNull();
    expect(problemWith(setup, 'hbIntervalMs', 1.5)).toBe('Heartbeat interval: give a whole number.');
    expect(problemWith(setup, 'lossPercent', 101)).toBe('Loss: give a number from 0 to 100 %.');
    expect(problemWith(setup, 'lossPercent', NaN)).toBe('Loss: give a number.');
  });
});

describe('a sweep', () => {
  const range = (over: Partial<Range> = {}): Range => ({
    parameter: 'downAfterMs',
    from: 100,
    to: 500,
    points: 5,
    ...over,
  });

  test('goes from end to end in even steps', () => {
    expect(valuesOf(range(), true)).toEqual([100, 200, 300, 400, 500]);
    expect(valuesOf({ parameter: 'nodeCount', from: 3, to: 5, points: 6 }, true)).toEqual([3, 4, 5]);
    expect(valuesOf({ parameter: 'lossPercent', from: 0, to: 1, points: 4 }, false)).toEqual([
      0, 0.333, 0.667, 1,
    ]);
  });

  test('has a cluster for each value, or for each pair', () => {
    const line = planSweep(setup, range());
    expect(line.cells.map(({ x, y }) => [x, y])).toEqual([100, 200, 300, 400, 500].map((x) => [x, null]));
    expect(line.cells.map((cell) => valueIn(cell.setup, 'downAfterMs'))).toEqual([100, 200, 300, 400, 500]);
    const plane = planSweep(setup, range({ points: 2 }), {
      parameter: 'hbIntervalMs',
      from: 20,
      to: 60,
      points: 3,
    });
    expect(plane.cells.map(({ x, y }) => [y, x])).toEqual([
      [20, 100],
      [20, 500],
      [40, 100],
      [40, 500],
      [60, 100],
      [60, 500],
    ]);
    for (const { x, y, setup: at } of plane.cells) {
      expect([valueIn(at, 'downAfterMs'), valueIn(at, 'hbIntervalMs')]).toEqual([x, y]);
    }
  });

  test('says where there can be no cluster, and goes on with the others', () => {
    const { cells } = planSweep(setup, range({ from: 40, to: 140, points: 3 }));
    expect(cells.map(({ problem }) => problem === null)).toEqual([false, true, true]);
    // The one that is impossible for both reasons is so whichever number moves first.
    const plane = planSweep(setup, range({ from: 40, to: 140, points: 2 }), {
      parameter: 'hbIntervalMs',
      from: 20,
      to: 100,
      points: 2,
    });
    expect(plane.cells.map(({ problem }) => problem === null)).toEqual([true, true, false, true]);
  });

  test('refuses a range that is none, with a sentence', () => {
    expect(problemOfRange(setup, range())).toBeNull();
    expect(problemOfRange(setup, range({ to: 100 }))).toBe(
      'Down after: the range must end above where it begins.',
    );
    expect(problemOfRange(setup, range({ points: 1 }))).toBe('Down after: give from 2 to 12 points.');
    expect(problemOfRange(setup, range({ from: NaN }))).toBe(
      'Down after: give numbers from 1 to 3600000 ms.',
    );
    expect(() => planSweep(setup, range({ to: 1 }))).toThrow(
      'Down after: the range must end above where it begins.',
    );
  });
});
