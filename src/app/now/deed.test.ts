import { expect, test } from 'vitest';
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
