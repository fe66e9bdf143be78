import { expect, test } from 'vitest';
import type { Inspection } from '../../app/session/state';
import { InspectionFeed } from './inspection-feed.svelte';
import { isDue } from './paced.svelte';

const answer = (nowUs: number) => ({ view: {}, clock: { nowUs, wallUs: 0 } }) as unknown as Inspection;

test('asks one question at a time, and the last wish once more', async () => {
  const pending: ((inspection: Inspection | null) => void)[] = [];
  const session = { inspect: () => new Promise<Inspection | null>((resolve) => pending.push(resolve)) };
  const feed = new InspectionFeed(session, 'n1');
  const first = feed.ask();
  void feed.ask();
  void feed.ask();
  expect(pending).toHaveLength(1);
  pending[0]?.(answer(1));
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(pending).toHaveLength(2);
  pending[1]?.(answer(2));
  await first;
  expect(feed.current?.clock.nowUs).toBe(2);
  expect(pending).toHaveLength(2);
});

test('a process that ends while it is asked believes nothing', async () => {
  const feed = new InspectionFeed({ inspect: () => Promise.reject(new Error('gone')) }, 'n1');
  await feed.ask();
  expect(feed.current).toBeNull();
});

test('a reader gets five states a second, and every one that stands still', () => {
  expect(isDue('running', 1000, 1199)).toBe(false);
  expect(isDue('running', 1000, 1200)).toBe(true);
  expect(isDue('paused', 1000, 1001)).toBe(true);
});
