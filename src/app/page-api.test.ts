import { expect, test, vi } from 'vitest';
import { comingApi, type PageApi } from './page-api';

function standIn() {
  const view = { timeMs: 7 };
  const api = {
    ready: Promise.resolve(),
    load: vi.fn(async () => undefined),
    open: vi.fn(async () => undefined),
    play: vi.fn(),
    pause: vi.fn(),
    advance: vi.fn(async () => view),
    seek: vi.fn(),
    fault: vi.fn(async () => undefined),
    view: () => view,
    digest: () => 'd',
    run: () => ({}),
    link: vi.fn(async () => 'here'),
  };
  return { api, view, asPage: api as unknown as PageApi };
}

test('what is asked for before the page has opened is done once it has, in that order', async () => {
  const { api, view, asPage } = standIn();
  let arrive = (_api: PageApi): void => undefined;
  const coming = comingApi(new Promise((resolve) => (arrive = resolve)));
  const asked = [coming.load(1), coming.fault(2), coming.open(3)];
  const advanced = coming.advance(100);
  const link = coming.link();
  coming.play(2);
  coming.pause();
  coming.seek(5);
  expect(api.load).not.toHaveBeenCalled();
  arrive(asPage);
  await Promise.all([coming.ready, ...asked]);
  expect(await advanced).toBe(view);
  expect(await link).toBe('here');
  const calls = [api.load, api.fault, api.open, api.advance, api.link, api.play, api.pause, api.seek];
  const order = calls.map(({ mock }) => mock.invocationCallOrder[0]!);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(calls.map(({ mock }) => mock.calls[0])).toEqual([[1], [2], [3], [100], [], [2], [], [5]]);
});

test('what answers at once says that it cannot yet', () => {
  const coming = comingApi(new Promise(() => undefined));
  for (const ask of [coming.view, coming.digest, coming.run])
    expect(ask).toThrow(/wait for interregnum\.ready/);
});

test('it is ready when the page is, and never if that cannot be opened', async () => {
  await expect(comingApi(Promise.reject(new Error('no network'))).ready).rejects.toThrow('no network');
});
