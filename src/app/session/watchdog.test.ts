/** What takes too long ends with a sentence, and the page goes on meanwhile and after it. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Run } from '../../sim/run';
import { simulate } from '../../sim/simulate';
import { runOf } from '../../sim/test-kit';
import { clusterView } from '../../sim/view';
import { begin, closeAll, open, settle, type TestPage } from './page-test-kit';
import { GivenUp } from './slices';

afterEach(() => {
  closeAll();
  vi.useRealTimers();
});

/** On these each window of a replay takes a frame of its own, or a quarter of all the time that there is. */
const SLOW_MS = 15;
const HOPELESS_MS = 5001;

const TOO_LONG =
  /^To replay up to 2\.000 s takes more than 20 s on this machine, so it was given up and all is as it was\. The last instant before it that is at hand is (\d+\.\d{3}) s\.$/;

/** At 2 s of 3. */
async function inThePast(): Promise<TestPage> {
  const page = await open(runOf(3));
  await page.session.advance(3000);
  page.session.seek(2_000_000);
  return page;
}

/** What must not change. */
const standing = ({ session, state, timeMs }: TestPage) => ({
  digest: session.digest(),
  branches: state.branches,
  timeMs,
  live: state.live,
  view: session.view(),
});

describe('a branch that begins in the past', () => {
  test('takes its frames on a slow machine, is told of, and is the same in the end', async () => {
    const page = await inThePast();
    page.lookTakesMs = SLOW_MS;
    const done = page.session.fault({ kind: 'kill', node: 'n1' });
    await page.frame(5);
    expect(page.state).toMatchObject({ branches: [{ name: 'main' }], replayingToUs: null });
    expect(page.timeMs).toBe(2000);
    await page.frame(30);
    expect(page.state).toMatchObject({ playback: 'forking', replayingToUs: 2_000_000 });
    for (let i = 0; i < 2000 && page.state.branches.length < 2; i += 1) await page.frame();
    await done;
    expect(page.state).toMatchObject({ replayingToUs: null, live: true });
    page.lookTakesMs = 0;
    await page.session.advance(500);
    expect(page.session.digest()).toBe(simulate(page.session.run(), 2500).digest);
  });

  test('ends with a sentence where it takes too long: all is as it was, and the next one works', async () => {
    const page = await inThePast();
    const before = standing(page);
    page.lookTakesMs = HOPELESS_MS;
    const refused = expect(page.session.fault({ kind: 'kill', node: 'n1' })).rejects.toThrow(TOO_LONG);
    await page.frame(10);
    await refused;
    expect(standing(page)).toEqual(before);
    expect(page.state).toMatchObject({ playback: 'scrubbing', replayingToUs: null });
    page.lookTakesMs = 0;
    await page.session.fault({ kind: 'kill', node: 'n1' });
    expect(page.state.branches).toHaveLength(2);
    page.session.play();
    await page.frame(3);
    expect(page.state.playback).toBe('running');
  });

  test.each<[string, (page: TestPage) => void]>([
    ['giving up', ({ session }) => session.giveUp()],
    ['Pause', ({ session }) => session.pause()],
    ['a look at another instant', ({ session }) => session.seek(1_000_000)],
  ])('is called off by %s once it has been told of', async (_, callOff) => {
    const page = await inThePast();
    const before = standing(page);
    page.lookTakesMs = SLOW_MS;
    const refused = expect(page.session.fault({ kind: 'kill', node: 'n1' })).rejects.toThrow(GivenUp);
    await page.frame(35);
    expect(page.state.replayingToUs).toBe(2_000_000);
    page.lookTakesMs = 0;
    callOff(page);
    await refused;
    await settle();
    expect(page.state).toMatchObject({ playback: 'scrubbing', replayingToUs: null, trouble: null });
    page.session.seek(2_000_000);
    expect(standing(page)).toEqual(before);
  });

  test('is not called off by a click that comes right after it', async () => {
    const page = await inThePast();
    page.lookTakesMs = SLOW_MS;
    const done = page.session.fault({ kind: 'kill', node: 'n1' });
    await page.frame(5);
    page.session.pause();
    page.lookTakesMs = 0;
    await page.frame(2);
    await done;
    expect(page.state.branches).toHaveLength(2);
  });

  test('makes room for another run without a further frame, as in a page that is hidden', async () => {
    const page = await inThePast();
    page.lookTakesMs = SLOW_MS;
    const refused = expect(page.session.fault({ kind: 'kill', node: 'n1' })).rejects.toThrow(GivenUp);
    await page.frame(35);
    await page.session.load(runOf(2));
    await refused;
    expect(page.state).toMatchObject({ playback: 'paused', run: { nodes: ['n1', 'n2'] } });
    expect(page.workers.alive).toHaveLength(2);
  });
});

/** Long enough that rows were forgotten. */
const LONG: Run = runOf(3, { faults: [{ atMs: 1500, kind: 'kill', node: 'n1' }] });

/** At the head, with all of the first ten seconds forgotten. */
async function forgetful(): Promise<TestPage> {
  const page = await open(runOf(2));
  await page.session.open({ version: 1, run: LONG, headMs: 240_000 });
  const { trace, headUs } = page.state;
  page.session.seek(headUs - 1);
  trace.forgetOldest();
  expect(trace.keptFromUs).toBeGreaterThan(10_000_000);
  page.session.seek(headUs);
  return page;
}

describe('an instant that was forgotten', () => {
  test('is shown at once on a machine that is quick', async () => {
    const page = await forgetful();
    page.session.seek(2_345_678);
    expect(page.session.view()).toEqual(simulate(LONG, 2345.678).view);
    expect(page.state).toMatchObject({ playback: 'scrubbing', replayingToUs: null });
  });

  test('is shown some frames later on a slow one, and what is asked for next comes after it', async () => {
    const page = await forgetful();
    const headMs = page.timeMs;
    page.lookTakesMs = SLOW_MS;
    page.session.seek(2_345_678);
    const done = page.session.fault({ kind: 'kill', node: 'n2' });
    await page.frame(10);
    expect(page.timeMs).toBe(headMs);
    expect(page.state).toMatchObject({ playback: 'paused', replayingToUs: null });
    await page.frame(30);
    expect(page.state.replayingToUs).toBe(2_345_678);
    for (let i = 0; i < 2000 && page.state.branches.length < 2; i += 1) await page.frame();
    await done;
    const seen = page.states.find(({ snapshot }) => snapshot.timeUs === 2_345_678)!;
    expect(clusterView(seen.run.protocol, seen.snapshot)).toEqual(simulate(LONG, 2345.678).view);
    expect(page.state.branches.map(({ forkedAtUs }) => forkedAtUs)).toEqual([0, 2_345_678]);
  });

  test('is played on from where Play was pressed before it is shown, unless something else is asked for', async () => {
    const page = await forgetful();
    page.lookTakesMs = SLOW_MS;
    page.session.seek(2_345_678);
    page.session.play(1);
    for (let i = 0; i < 2000 && page.timeMs > 3000; i += 1) await page.frame();
    expect(page.state).toMatchObject({ playback: 'running', live: false });
    const before = page.timeMs;
    page.lookTakesMs = 0;
    await page.frame(5);
    expect(page.timeMs).toBeGreaterThan(before);

    page.session.play();
    page.session.seek(1_000_000);
    await page.frame(5);
    expect(page.state.playback).toBe('scrubbing');
    expect(page.timeMs).toBe(1000);
  });

  test('is let go for one that is asked for later', async () => {
    const page = await forgetful();
    page.lookTakesMs = SLOW_MS;
    page.session.seek(2_345_678);
    await page.frame(3);
    const { headUs } = page.state;
    page.session.seek(headUs - 1000);
    expect(page.timeMs).toBe((headUs - 1000) / 1000);
    await page.frame(50);
    expect(page.timeMs).toBe((headUs - 1000) / 1000);
    expect(page.state).toMatchObject({ playback: 'scrubbing', trouble: null, replayingToUs: null });
  });

  test('that is too far away is told, and the one that is named instead is at hand', async () => {
    const page = await forgetful();
    const headMs = page.timeMs;
    page.lookTakesMs = HOPELESS_MS;
    page.session.seek(2_000_000);
    await page.frame(10);
    expect(page.state.trouble).toMatch(TOO_LONG);
    expect(page.state).toMatchObject({ playback: 'paused', live: true, replayingToUs: null });
    expect(page.timeMs).toBe(headMs);
    const insteadMs = Number(TOO_LONG.exec(page.state.trouble!)![1]) * 1000;
    page.session.seek(insteadMs * 1000);
    expect(page.timeMs).toBe(insteadMs);
    expect(page.state.trouble).toBeNull();
  });

  test('is played on from: virtual time gives way to a slow machine, and never goes back', async () => {
    const page = await forgetful();
    page.session.seek(1_000_000);
    page.lookTakesMs = SLOW_MS;
    page.session.play(1);
    let before = page.timeMs;
    for (let i = 0; i < 60; i += 1) {
      await page.frame();
      expect(page.timeMs).toBeGreaterThanOrEqual(before);
      before = page.timeMs;
    }
    expect(page.timeMs).toBeGreaterThan(1050);
    expect(page.timeMs).toBeLessThan(1600);
    page.lookTakesMs = 0;
    page.session.pause();
    expect(page.session.view()).toEqual(simulate(LONG, page.timeMs).view);
  });

  test('is stepped from, on and back', async () => {
    const page = await forgetful();
    page.session.seek(9_000_000);
    await page.session.step();
    expect(page.timeMs).toBeGreaterThan(9000);
    expect(page.session.view()).toEqual(simulate(LONG, page.timeMs).view);
    page.session.seek(2_000_000);
    page.session.stepBack();
    expect(page.timeMs).toBeLessThan(2000);
  });
});

describe('an advance', () => {
  test('that takes long ends where it is when somebody pauses, and the page goes on', async () => {
    const page = await open(runOf(3), 'far');
    page.lookTakesMs = 1;
    const done = page.session.advance(3_600_000);
    await settle();
    page.nowMs += 300;
    page.session.pause();
    const view = await done;
    expect(view.timeMs).toBeLessThan(3_600_000);
    expect(page.state.playback).toBe('paused');
    expect(page.session.digest()).toBe(simulate(page.session.run(), view.timeMs).digest);
  });

  test('makes room for another run', async () => {
    const page = await open(runOf(3), 'far');
    const done = page.session.advance(3_600_000);
    await settle();
    page.nowMs += 300;
    await page.session.load(runOf(2));
    await done;
    expect(page.state).toMatchObject({ playback: 'paused', run: { nodes: ['n1', 'n2'] } });
    expect(page.timeMs).toBe(0);
  });
});

describe('a worker that never answers', () => {
  test('when its branch is put aside is crashed there; the branch that begins has all of its nodes', async () => {
    const page = await inThePast();
    vi.useFakeTimers();
    page.workers.of('n2').hanging = true;
    const done = page.session.fault({ kind: 'kill', node: 'n1' });
    await vi.advanceTimersByTimeAsync(3000);
    await done;
    await page.session.advance(500);
    expect(page.session.digest()).toBe(simulate(page.session.run(), 2500).digest);

    await page.session.switchBranch(1);
    const [n1, n2] = page.state.snapshot.nodes;
    expect(n1).toMatchObject({ status: 'up' });
    expect(n2).toMatchObject({ status: 'crashed', error: 'it did not answer within 2 s' });
    expect(page.state.workers).toMatchObject({ n1: 'up', n2: 'crashed' });
    await page.session.fault({ kind: 'restart', node: 'n2' });
    await page.session.advance(500);
    expect(page.session.view().nodes.map(({ status }) => status)).toEqual(['up', 'up', 'up']);
  });

  test('at the start is crashed from the start; the others go on, and their past can be gone back to', async () => {
    vi.useFakeTimers();
    const page = begin(runOf(3));
    page.workers.of('n2').hanging = true;
    const started = page.session.start();
    await vi.advanceTimersByTimeAsync(31_000);
    await started;
    const [, n2] = page.state.snapshot.nodes;
    expect(n2).toMatchObject({ status: 'crashed', error: 'it did not start within 30 s' });
    const view = await page.session.advance(3000);
    expect(view.nodes.filter(({ authority }) => authority)).toHaveLength(1);
    page.session.seek(1_000_000);
    await page.session.fault({ kind: 'restart', node: 'n2' });
    expect((await page.session.advance(1000)).nodes[1]).toMatchObject({ status: 'up' });
  });
});
