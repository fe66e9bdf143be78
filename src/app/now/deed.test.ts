import { expect, test } from 'vitest';
import type { FaultAction } from '../../sim/run';
import { Lab, runOf } from '../../sim/test-kit';
import { lastDeed, lastWord } from './deed';

const MS = 1000;

test('the last deed is told as it came out, while it is news', () => {
  const lab = new Lab(runOf(3)).to(1000);
  const { trace } = lab.world;
  expect(lastDeed(trace, 1000 * MS, 1000 * MS)).toBeNull();
  lab.do({ kind: 'kill', node: 'n2' }).to(1010);
  lab.do({ kind: 'kill', node: 'n2' }).to(1500);
  expect(lastDeed(trace, 1005 * MS, 500 * MS)).toBe('n2 was killed');
  expect(lastDeed(trace, 1500 * MS, 500 * MS)).toBe('n2 was to be killed, but it was dead already');
  expect(lastDeed(trace, 1500 * MS, 400 * MS)).toBeNull();
  expect(lastDeed(trace, 999 * MS, 500 * MS)).toBeNull();
});

test('the last word is that of the nodes in question, without its reasons', () => {
  const lab = new Lab(runOf(3)).to(1000);
  const leader = lab.leader();
  const others = lab.world.trace.nodes.filter((id) => id !== leader);
  lab.do({ kind: 'kill', node: leader });
  const { trace } = lab.world;
  let said: ReturnType<typeof lastWord> = null;
  for (let ms = 1001; ms < 4000 && said?.text.startsWith('asks') !== true; ms += 1) {
    lab.to(ms);
    said = lastWord(trace, ms * MS, 1000 * MS, others);
  }
  expect(said?.text).toMatch(/^asks who would vote for it in epoch \d+$/);
  expect(others).toContain(said!.node);
  expect(lastWord(trace, lab.world.headUs, 1000 * MS, [])).toBeNull();
});

test('several at one instant are told as one', () => {
  const told = (...faults: FaultAction[]): string | null => {
    const lab = new Lab(runOf(4)).to(1000).do(...faults);
    return lastDeed(lab.to(1001).world.trace, 1001 * MS, 500 * MS);
  };
  const cut = (from: string, to: string): FaultAction => ({ kind: 'cut', from, to });
  expect(told(cut('n1', 'n2'), cut('n2', 'n1'))).toBe('the link n1 – n2 was cut both ways');
  expect(told(cut('n1', 'n2'), cut('n1', 'n3'), cut('n1', 'n4'))).toBe(
    'what n1 sends to n2, n3 and n4 was cut off',
  );
  expect(told(cut('n2', 'n1'), cut('n3', 'n1'))).toBe('what n1 hears of n2 and n3 was cut off');
  expect(told(cut('n1', 'n2'), cut('n3', 'n1'))).toBe('2 directions of the links of n1 were cut');
  expect(told(cut('n1', 'n2'), cut('n3', 'n4'))).toBe('2 directions of links were cut');
  expect(told(cut('n1', 'n2'), { kind: 'kill', node: 'n3' })).toBe('n3 was killed, and 1 more was done');
  expect(told(cut('n1', 'n2'))).toBe('the link n1 → n2 was cut');
});
