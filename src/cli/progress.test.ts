import { expect, test } from 'vitest';
import { Progress } from './progress';

/** Told once for each of `atMs`, with a line that must not be made up in vain. */
function told(isTTY: boolean, atMs: readonly number[]): { said: string[]; made: number } {
  const said: string[] = [];
  let nowMs = 0;
  let made = 0;
  const progress = new Progress({ isTTY, write: (text) => said.push(text) }, () => nowMs);
  progress.begin('begun');
  for (nowMs of atMs) {
    progress.tell(() => {
      made += 1;
      return `at ${nowMs}`;
    });
  }
  progress.end();
  return { said, made };
}

test('where output is piped it is a line at once, and one now and then', () => {
  const { said, made } = told(false, [10, 4000, 5000, 5001, 9999, 10_000, 60_000]);
  expect(said).toEqual(['begun\n', 'at 5000\n', 'at 10000\n', 'at 60000\n']);
  expect(made).toBe(3);
});

test('in a terminal it is one line, written over and taken away at the end', () => {
  const { said } = told(true, [100, 250, 300, 600]);
  expect(said).toEqual(['\r\u001b[Kbegun', '\r\u001b[Kat 250', '\r\u001b[Kat 600', '\r\u001b[K']);
});
