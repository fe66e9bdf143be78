import { expect, test, vi } from 'vitest';
import { missing, part } from './missing.svelte';

test('what cannot be fetched is missing until somebody asks again and gets it; whoever waits for it has it then', async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('no network'));
  load.mockRejectedValueOnce(new Error('no network')).mockResolvedValue('here');
  const coming = part(load)();
  const there = part(() => Promise.resolve('at once'));
  expect(await there()).toBe('at once');
  await vi.waitFor(() => expect(missing.any).toBe(true));

  await missing.askAgain();
  expect([missing.any, missing.tries]).toEqual([true, 1]);
  await missing.askAgain();
  expect([missing.any, missing.tries]).toEqual([false, 0]);
  expect(await coming).toBe('here');
  expect(load).toHaveBeenCalledTimes(3);
});

test('each part is asked for by itself', async () => {
  const gone = part(() => Promise.reject<string>(new Error('gone')));
  const flaky = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error('once'))
    .mockResolvedValue('here');
  void gone();
  const coming = part(flaky)();
  await vi.waitFor(() => expect(flaky).toHaveBeenCalled());
  await missing.askAgain();
  expect(await coming).toBe('here');
  expect(missing.any).toBe(true);
});
