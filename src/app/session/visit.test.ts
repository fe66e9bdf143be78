import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hostileRun, kindOf } from '../../check/hostile-run';
import { resolveRun, simulate, type Run } from '../../sim';
import { runOf } from '../../sim/test-kit';
import { FakeWorkers } from '../../workers/worker-test-kit';
import type { Selected } from '../run/bookmark';
import { fragmentFor, packText } from '../run/link';
import { Session } from './session';
import type { Store } from './storage';
import { Visit } from './visit';

class Shelf extends Map<string, string> implements Store {
  getItem(key: string): string | null {
    return this.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    this.set(key, text);
  }
  removeItem(key: string): void {
    this.delete(key);
  }
}

/** One opening of the page: everything but the screen. */
class Opening {
  readonly session: Session;
  readonly desk: { selected: Selected | null } = { selected: null };
  readonly visit: Visit;
  fragment: string;
  private nowMs = 0;

  constructor({ fragment = '', stores = [] as readonly Store[], run = runOf(3), tickMs = 0 } = {}) {
    this.fragment = fragment;
    this.session = new Session(run, {
      makeWorker: new FakeWorkers().make,
      requestFrame: (callback) => void setTimeout(() => callback((this.nowMs += 16)), 0),
      nowMs: () => (this.nowMs += tickMs),
    });
    const doorstep = {
      fragment: () => this.fragment,
      dropFragment: () => {
        this.fragment = '';
      },
      stores,
    };
    this.visit = new Visit(this.session, this.desk, doorstep);
    opened.push(this);
  }

  get branches() {
    return this.session.state.branches.map(({ name, headUs, active, parent }) => [
      name,
      headUs,
      active,
      parent,
    ]);
  }

  /** All that a person would see again. */
  get sight() {
    const { playback, speed, snapshot } = this.session.state;
    return {
      branches: this.branches,
      digest: this.session.digest(),
      run: this.session.run(),
      selected: this.desk.selected,
      snapshot,
      playback,
      speed,
    };
  }
}

const opened: Opening[] = [];
afterEach(() => {
  for (const { session } of opened.splice(0)) session.dispose();
});

const linkTo = async (bookmark: unknown): Promise<string> =>
  fragmentFor(await packText(JSON.stringify(bookmark)));

/** `npm run test:deep` opens more. */
const LINKS = 30 * Number(process.env['THOROUGHNESS'] ?? 1);

describe('a link', () => {
  test(`of any of ${LINKS} runs opens at the same digest and the same view`, async () => {
    const page = new Opening();
    await page.session.start();
    for (let seed = 1; seed <= LINKS; seed += 1) {
      const run = hostileRun(seed, kindOf(seed));
      const headMs = (500_000 + ((seed * 7_919_001) % 2_000_000)) / 1000;
      page.fragment = await linkTo({ version: 1, run: resolveRun(run), headMs });
      expect(await page.visit.openAddress()).toBe(true);
      const { view, digest } = simulate(run, headMs);
      expect(page.session.digest()).toBe(digest);
      expect(page.session.view()).toEqual(view);
      // And what the page gives as its own link opens the same again.
      expect(page.session.bookmark()).toEqual({ version: 1, run: resolveRun(run), headMs });
    }
  });

  test('goes on in the workers as if it had been there from the start', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7]) {
      const run = hostileRun(seed, kindOf(seed));
      const page = new Opening();
      await page.session.start();
      await page.session.open({ version: 1, run, headMs: 900 });
      const view = await page.session.advance(1300);
      expect({ view, digest: page.session.digest() }).toEqual({
        view: simulate(run, 2200).view,
        digest: simulate(run, 2200).digest,
      });
    }
  });

  test('brings the instant, the name of the branch, the selection, and what was done by hand', async () => {
    const before = new Opening();
    await before.session.start();
    await before.session.advance(700);
    await before.session.fault({ kind: 'kill', node: 'n1' });
    await before.session.advance(600);
    before.session.seek(400_000);
    await before.session.fault({ kind: 'freeze', node: 'n2' });
    await before.session.advance(800);
    before.session.renameBranch(2, 'what if');
    before.session.seek(500_125);
    before.desk.selected = ['n1', 'n3'];
    const fragment = await before.session.fragment(before.desk.selected);

    const after = new Opening({ fragment, run: runOf(5) });
    expect(await after.visit.begin()).toBeNull();
    expect(after.session.state.snapshot).toEqual(before.session.state.snapshot);
    expect(after.sight).toMatchObject({
      digest: before.session.digest(),
      run: before.session.run(),
      selected: ['n1', 'n3'],
      playback: 'scrubbing',
      branches: [['what if', 1_200_000, true, null]],
    });
    expect(await after.session.digestAt(500_125)).toBe(simulate(after.session.run(), 500.125).digest);
  });

  test('that is opened while another one is on its way wins', async () => {
    const page = new Opening({ tickMs: 1 });
    await page.session.start();
    const first = page.session.open({ version: 1, run: runOf(5), headMs: 2000 });
    const second = page.session.open({ version: 1, run: runOf(2), headMs: 50 });
    expect(await second).toMatchObject({ headMs: 50 });
    expect(await first).toBeNull();
    const third = page.session.open({ version: 1, run: runOf(5), headMs: 2000 });
    await page.session.load(runOf(4));
    expect(await third).toBeNull();
    expect(page.session.state.run.nodes).toHaveLength(4);
  });

  test('to a run alone plays it', async () => {
    const page = new Opening({ fragment: await linkTo(runOf(5)) });
    expect(await page.visit.begin()).toBeNull();
    expect(page.session.state).toMatchObject({ playback: 'running', run: { nodes: runOf(5).nodes } });
  });

  test.each([
    ['cut short', async () => (await linkTo(runOf(5))).slice(0, -8), /^The link is damaged/],
    ['to a later version', () => linkTo({ version: 2, run: {}, headMs: 0 }), /newer Interregnum/],
    ['to nowhere', () => linkTo({ version: 1, run: runOf(3), headMs: 5, atMs: 6 }), /^atMs: /],
    ['too long', () => linkTo(' '.repeat(2_500_000)), /more than 2000000/],
  ] as const)('that is %s gives a sentence and the session of before', async (_what, fragment, sentence) => {
    const stores = [new Shelf()];
    const before = new Opening({ stores });
    await before.visit.begin();
    before.session.pause();
    await before.session.advance(300);
    before.visit.keepNow();
    const after = new Opening({ stores, fragment: await fragment(), run: runOf(5) });
    expect(await after.visit.begin()).toMatch(sentence);
    expect(after.sight).toEqual(before.sight);
  });

  test('that cannot be opened on an open page leaves it as it was', async () => {
    // Slow enough to give up soon.
    const page = new Opening({ tickMs: 40 });
    await page.visit.begin();
    page.session.pause();
    await page.session.advance(300);
    page.desk.selected = 'n2';
    const before = page.sight;
    page.fragment = (await linkTo(runOf(5))).slice(0, -8);
    await expect(page.visit.openAddress()).rejects.toThrow('The link is damaged');
    await expect(page.visit.open('{"version":1,"run":{}}')).rejects.toThrow(/^headMs: is missing/);
    await expect(page.visit.open({ version: 1, run: runOf(3), headMs: 3_600_000_000 })).rejects.toThrow(
      /^headMs: to run this again/,
    );
    expect(page.sight).toEqual(before);
    page.fragment = '#help';
    expect(await page.visit.openAddress()).toBe(false);
  });
});

test('a link to a run that was found is played at the pace of its steps', async () => {
  const faults = [{ atMs: 400, kind: 'kill', node: 'n1' }] as const;
  const page = new Opening({ run: runOf(5) });
  page.fragment = await linkTo({
    ...{ version: 1, run: resolveRun(runOf(3, { faults })), headMs: 900, atMs: 0 },
    ...{ found: true, play: true },
  });
  await page.visit.begin();
  expect(page.session.state).toMatchObject({ playback: 'running', speed: 0.1, live: false });
  expect(page.session.state.branches).toMatchObject([{ found: true }]);
});

describe('a session', () => {
  async function withThreeBranches(stores: readonly Store[]): Promise<Opening> {
    const page = new Opening({ stores });
    await page.visit.begin();
    page.session.pause();
    await page.session.advance(900);
    page.session.seek(300_000);
    await page.session.fault({ kind: 'kill', node: 'n1' });
    await page.session.advance(500);
    page.session.seek(500_000);
    await page.session.fault({ kind: 'kill', node: 'n2' });
    await page.session.advance(100);
    await page.session.switchBranch(2);
    page.session.renameBranch(2, 'without n1');
    page.session.setSpeed(5);
    page.session.seek(450_000);
    page.desk.selected = 'n3';
    return page;
  }

  test('survives a reload with all its branches, and goes on being kept', async () => {
    const stores = [new Shelf()];
    const before = await withThreeBranches(stores);
    before.visit.keepNow();

    const after = new Opening({ stores, run: runOf(5) });
    expect(after.visit.leadsBack()).toBe(true);
    expect(await after.visit.begin()).toBeNull();
    expect(after.sight).toEqual(before.sight);
    for (const id of [1, 3]) {
      await before.session.switchBranch(id);
      await after.session.switchBranch(id);
      expect(after.session.digest()).toBe(before.session.digest());
    }
    // A branch that begins now is nobody else.
    after.session.seek(200_000);
    await after.session.fault({ kind: 'freeze', node: 'n3' });
    expect(after.session.state.branches.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    after.visit.keepNow();
    const third = new Opening({ stores });
    await third.visit.begin();
    expect(third.sight).toEqual(after.sight);
  });

  test('survives with runs that were found, whatever members these have', async () => {
    const stores = [new Shelf()];
    const before = new Opening({ stores });
    await before.visit.begin();
    before.session.pause();
    await before.session.advance(600);
    const found = (run: Run) => ({ version: 1, run, headMs: 700, atMs: 300, found: true });
    await before.session.adoptRun(found(runOf(2, { clients: 1 })), 'first find');
    await before.session.adoptRun(found(runOf(4, { protocol: 'ballot-lease', config: {} })), 'second find');
    before.desk.selected = 'store';
    before.visit.keepNow();

    const after = new Opening({ stores, run: runOf(5) });
    expect(await after.visit.begin()).toBeNull();
    expect(after.sight).toEqual(before.sight);
    expect(after.session.state.branches.map(({ found }) => found)).toEqual([undefined, true, true]);
    for (const id of [2, 1]) {
      await before.session.switchBranch(id);
      await after.session.switchBranch(id);
      expect(after.session.digest()).toBe(before.session.digest());
    }
  });

  test('that was playing plays on', async () => {
    const stores = [new Shelf()];
    const before = new Opening({ stores });
    await before.visit.begin();
    expect(before.session.state.playback).toBe('running');
    before.visit.keepNow();
    const after = new Opening({ stores });
    await after.visit.begin();
    expect(after.session.state.playback).toBe('running');
  });

  test('that was kept broken is told, and a new one begins', async () => {
    const stores = [new Shelf([['interregnum.session', '{"version":1']])];
    const page = new Opening({ stores });
    expect(await page.visit.begin()).toMatch(/^What this browser kept of the last visit cannot be read/);
    expect(page.session.state.playback).toBe('running');
    page.visit.keepNow();
    expect(await new Opening({ stores }).visit.begin()).toBeNull();
  });

  test('with a branch that is out of reach loses that branch alone, with a sentence', async () => {
    const stores = [new Shelf()];
    const before = await withThreeBranches(stores);
    before.visit.keepNow();
    const key = 'interregnum.session';
    // The second of the sleeping ones.
    const beyond = stores[0]!.get(key)!.replace('"headMs":600}', '"headMs":3599999999}');
    stores[0]!.set(key, beyond);
    const after = new Opening({ stores, tickMs: 40 });
    expect(await after.visit.begin()).toMatch(
      /^headMs: to run this again up to 3599999.999 s takes more than/,
    );
    expect(after.branches.map(([name]) => name)).toEqual(['main', 'without n1']);
  });

  test('can be forgotten', async () => {
    const stores = [new Shelf()];
    const page = await withThreeBranches(stores);
    page.visit.keepNow();
    await page.visit.startAfresh(runOf(5));
    expect(page.visit.leadsBack()).toBe(false);
    expect(page.sight).toMatchObject({ playback: 'running', selected: null, run: { nodes: runOf(5).nodes } });
    expect(page.branches).toHaveLength(1);
  });

  test('that starts over is kept without what was before', async () => {
    const stores = [new Shelf()];
    const page = await withThreeBranches(stores);
    page.visit.keepNow();
    await page.session.load(runOf(3));
    page.visit.keepNow();
    const after = new Opening({ stores });
    await after.visit.begin();
    expect(after.branches).toEqual([['main', 0, true, null]]);
    expect(after.session.run().faults).toEqual([]);
  });
});

describe('keeping', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Fake timers stand still; what waits for frames has to be helped along. */
  async function helped<T>(work: Promise<T>): Promise<T> {
    let done = false;
    void work.finally(() => (done = true)).catch(() => undefined);
    while (!done) await vi.advanceTimersByTimeAsync(1);
    return work;
  }

  test('happens a moment after a change, not at each', async () => {
    const shelf = new Shelf();
    const set = vi.spyOn(shelf, 'setItem');
    const page = new Opening({ stores: [shelf] });
    await helped(page.visit.begin());
    page.session.pause();
    for (let change = 0; change < 10; change += 1) await helped(page.session.advance(10));
    expect(set).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(1100);
    expect(set).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(set).toHaveBeenCalledTimes(1);
  });

  test('is left to the address while that leads to the same', async () => {
    const shelf = new Shelf();
    const fragment = await linkTo({ version: 1, run: runOf(3), headMs: 200 });
    const page = new Opening({ stores: [shelf], fragment });
    await helped(page.visit.begin());
    await helped(page.session.advance(300));
    page.visit.keepNow();
    expect(shelf.size).toBe(0);
    expect(page.fragment).toBe(fragment);

    await helped(page.session.fault({ kind: 'kill', node: 'n1' }));
    page.visit.keepNow();
    expect(shelf.size).toBe(1);
    expect(page.fragment).toBe('');
  });

  test('does not happen in a page inside of another, and its address stays', async () => {
    const fragment = await linkTo({ version: 1, run: runOf(3), headMs: 200 });
    const page = new Opening({ fragment });
    await helped(page.visit.begin());
    await helped(page.session.fault({ kind: 'kill', node: 'n1' }));
    page.visit.keepNow();
    expect(page.fragment).toBe(fragment);
    expect(page.visit.leadsBack()).toBe(true);
  });
});
