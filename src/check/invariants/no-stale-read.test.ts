import { describe, expect, test } from 'vitest';
import type { ClientObservation, ReadsObservation } from '../../core/service';
import type { Finding } from '../invariant';
import { noStaleRead } from './no-stale-read';
import { Stage } from './test-kit';

class Reading extends Stage {
  constructor() {
    super(noStaleRead, { clients: 2 });
  }

  client(id: string, what: Partial<ClientObservation>): Finding | null {
    const service = { kind: 'client', writing: 0, acknowledged: 0, ...what } as ClientObservation;
    return this.show(id, { service });
  }

  begins(id: string, reading: number): Finding | null {
    const reads: ReadsObservation = { reading, open: true, answered: 0, abandoned: 0, last: null };
    return this.client(id, { reads });
  }

  isTold(id: string, number: number, by: string, history: string): Finding | null {
    const last = { number, begunUs: 0, endedUs: 0, by, epoch: 1, value: '', history };
    return this.client(id, { reads: { reading: number, open: false, answered: 1, abandoned: 0, last } });
  }
}

describe('no stale read', () => {
  test('while answers have all that was acknowledged when they were asked for', () => {
    const run = new Reading();
    run.client('c1', { acknowledged: 1, writing: 1 });
    expect(run.begins('c2', 1)).toBeNull();
    expect(run.client('c1', { acknowledged: 2, writing: 2 })).toBeNull();
    expect(run.isTold('c2', 1, 'n1', 'c1:1')).toBeNull();
  });

  test('names the write that was missed, who had acknowledged it, and who was asked', () => {
    const run = new Reading();
    run.register('n2', { confirmed: 'c1:1-2' });
    run.client('c1', { acknowledged: 1, writing: 1 });
    run.client('c1', { acknowledged: 2, writing: 2 });
    run.begins('c2', 9);
    expect(run.isTold('c2', 9, 'n1', 'c1:1')).toEqual({
      witnesses: ['n2', 'n1', 'c2'],
      text: 'n1 answers read 9 of c2 without c1#2, which n2 had acknowledged before that read began: a stale read.',
    });
  });

  test('where nobody remembers having acknowledged it, whoever holds it is named, or else nobody', () => {
    for (const [held, who] of [
      ['c1:1', 'which n3 had acknowledged before'],
      ['', 'which had been acknowledged before'],
    ] as const) {
      const run = new Reading();
      run.register('n3', { history: held });
      run.client('c1', { acknowledged: 1, writing: 1 });
      run.begins('c2', 1);
      expect(run.resume().isTold('c2', 1, 'n1', '')!.text).toContain(who);
    }
  });

  test('is spoken of where there are clients', () => {
    expect(new Reading().applies).toBe(true);
    expect(new Stage(noStaleRead, { exports: true }).applies).toBe(false);
  });
});
