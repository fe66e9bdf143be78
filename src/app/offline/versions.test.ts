import { describe, expect, test, vi } from 'vitest';
import { Versions, type Keeper } from './versions';

class FakeWorker extends EventTarget {
  readonly postMessage = vi.fn();
  state = 'installing';
  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class FakeRegistration extends EventTarget {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
  active: FakeWorker | null = null;
  readonly update = vi.fn(async () => undefined);

  /** A newer one is found, and fetched as a whole. */
  find(): FakeWorker {
    const worker = new FakeWorker();
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
    return worker;
  }
  finish(worker: FakeWorker): void {
    this.installing = null;
    if (this.active === null) this.active = worker;
    else this.waiting = worker;
    worker.become('installed');
  }
}

function opening({ controlled = true, holds = true, allowed = 'allowed' } = {}) {
  const registration = new FakeRegistration();
  if (controlled) registration.active = new FakeWorker();
  let change = (): void => undefined;
  let look = (): void => undefined;
  const told = vi.fn<(take: () => void) => void>();
  const reload = vi.fn();
  const keeper: Keeper = {
    controlled,
    register: async () => {
      if (allowed === 'refused') throw new DOMException('The operation is insecure.', 'SecurityError');
      return allowed === 'ignored' ? undefined : (registration as unknown as ServiceWorkerRegistration);
    },
    holdsThisVersion: async () => holds,
    onControllerChange: (listener) => (change = listener),
    reload,
    every: (_ms, act) => (look = act),
  };
  const versions = new Versions(keeper, told);
  return { versions, registration, told, reload, change: () => change(), look: () => look() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a first visit', () => {
  test('is kept, and has nothing to tell', async () => {
    const { versions, registration, told, reload, change } = opening({ controlled: false });
    const first = registration.find();
    expect(await versions.keep()).toBe(true);
    registration.active = null;
    first.become('installed');
    change();
    await settled();
    expect(told).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });

  test('during which the site has changed is told, and only loaded again when that is wanted', async () => {
    const { versions, told, reload, change } = opening({ controlled: false, holds: false });
    await versions.keep();
    change();
    await settled();
    expect(told).toHaveBeenCalledTimes(1);
    expect(reload).not.toHaveBeenCalled();
    told.mock.calls[0]![0]();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test.each(['refused', 'ignored'])('is not kept where that is %s', async (allowed) => {
    const { versions, told } = opening({ controlled: false, allowed });
    expect(await versions.keep()).toBe(false);
    expect(told).not.toHaveBeenCalled();
  });
});

describe('a newer version', () => {
  test('is told once it is there as a whole, and waits', async () => {
    const { versions, registration, told, reload } = opening();
    await versions.keep();
    const newer = registration.find();
    expect(told).not.toHaveBeenCalled();
    registration.finish(newer);
    expect(told).toHaveBeenCalledTimes(1);
    expect(newer.postMessage).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });

  test('that was on its way when the page opened is told as well, and so is one that has long been waiting', async () => {
    const one = opening();
    const newer = one.registration.find();
    await one.versions.keep();
    one.registration.finish(newer);
    expect(one.told).toHaveBeenCalledTimes(1);

    const another = opening();
    another.registration.waiting = new FakeWorker();
    await another.versions.keep();
    expect(another.told).toHaveBeenCalledTimes(1);
  });

  test('that could not be fetched as a whole is not told', async () => {
    const { versions, registration, told } = opening();
    await versions.keep();
    const newer = registration.find();
    registration.installing = null;
    newer.become('redundant');
    expect(told).not.toHaveBeenCalled();
  });

  test('is taken in two steps: it is told to take over, and when it has the page is loaded again', async () => {
    const { versions, registration, told, reload, change } = opening();
    await versions.keep();
    const newer = registration.find();
    registration.finish(newer);
    told.mock.calls[0]![0]();
    expect(newer.postMessage).toHaveBeenCalledWith({ type: 'SKIP_WAITING' });
    expect(reload).not.toHaveBeenCalled();
    change();
    await settled();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('the latest is taken, if another one came while the first waited', async () => {
    const { versions, registration, told } = opening();
    await versions.keep();
    const newer = registration.find();
    registration.finish(newer);
    const newest = registration.find();
    registration.finish(newest);
    told.mock.calls[0]![0]();
    expect(newest.postMessage).toHaveBeenCalledTimes(1);
    expect(newer.postMessage).not.toHaveBeenCalled();
  });

  test('that another page took ends this one too', async () => {
    const { versions, reload, change } = opening();
    await versions.keep();
    change();
    await settled();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('that another page took between the telling and the press is just opened', async () => {
    const { versions, registration, told, reload } = opening();
    await versions.keep();
    registration.finish(registration.find());
    registration.waiting = null;
    told.mock.calls[0]![0]();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('is looked for now and then, and without a network that does no harm', async () => {
    const { versions, registration, look } = opening();
    await versions.keep();
    registration.update.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    look();
    look();
    await settled();
    expect(registration.update).toHaveBeenCalledTimes(2);
  });
});
