import { afterEach, describe, expect, test, vi } from 'vitest';
import { World } from '../../sim/cluster/world';
import { simulate } from '../../sim/simulate';
import { runOf } from '../../sim/test-kit';
import type { Run } from '../../sim/run';
import { MOST_BRANCHES } from './branches';
import { begin, closeAll, open, type TestPage } from './page-test-kit';

afterEach(closeAll);

/** Split brain within 300 ms: n2 loses its primary, and its primary does not notice. */
const LESSON: Run = runOf(3, {
  protocol: 'kevy',
  faults: [
    { atMs: 500, kind: 'cut', from: 'n1', to: 'n2' },
    { atMs: 500, kind: 'cut', from: 'n2', to: 'n1' },
  ],
});

describe('opening', () => {
  test('starts a worker for each node, and is paused at 0 once they are up', async () => {
    const page = begin(runOf(5));
    expect(page.state.playback).toBe('booting');
    expect(new Set(Object.values(page.state.workers))).toEqual(new Set(['starting']));
    await page.session.start();
    expect(page.state).toMatchObject({ playback: 'paused', speed: 1, stoppedBy: null });
    expect(page.timeMs).toBe(0);
    expect(page.state.workers).toEqual({ n1: 'up', n2: 'up', n3: 'up', n4: 'up', n5: 'up' });
    expect(page.workers.alive).toHaveLength(5);
  });

  test('another run replaces the cluster, at time 0 and paused', async () => {
    const page = await open();
    await page.session.advance(300);
    const old = [...page.workers.alive];
    await page.session.load({ ...runOf(2), seed: 8 });
    // Whoever is needed goes on in the worker that it had, with nothing of the old run in it; the others end.
    expect(old.filter(({ terminated }) => terminated > 0).map(({ nodeId }) => nodeId)).toEqual(['n3']);
    expect(page.workers.alive.every((worker) => old.includes(worker))).toBe(true);
    expect(page.workers.alive.map(({ nodeId }) => nodeId)).toEqual(['n1', 'n2']);
    expect(page.state).toMatchObject({ playback: 'paused', run: { seed: 8 } });
    expect(page.timeMs).toBe(0);
    await page.session.advance(9000);
    expect(page.session.digest()).toBe(simulate({ ...runOf(2), seed: 8 }, 9000).digest);
  });

  test('a worker that was killed, or that hangs, is not used again', async () => {
    const page = await open();
    await page.session.advance(300);
    const [killed, hung] = ['n1', 'n2'].map((id) => page.workers.of(id));
    await page.session.fault({ kind: 'kill', node: 'n1' });
    await page.session.fault({ kind: 'crash', node: 'n2', how: 'hang' });
    await page.session.advance(300);
    await page.session.load({ ...runOf(3), seed: 8 });
    expect(page.workers.alive.map(({ nodeId }) => nodeId)).not.toHaveLength(0);
    expect(page.workers.of('n1')).not.toBe(killed);
    expect(page.workers.of('n2')).not.toBe(hung);
    expect(page.state.workers).toEqual({ n1: 'up', n2: 'up', n3: 'up' });
  });

  test('a bad run is refused with a sentence, and the running cluster is untouched', async () => {
    const page = await open();
    page.session.play();
    await page.frame(10);
    const { state } = page;
    await expect(page.session.load({ ...runOf(3), nodes: [] })).rejects.toThrow(
      'nodes: must name at least one node.',
    );
    await expect(page.session.load('{')).rejects.toThrow('The run is not valid JSON');
    expect(page.state).toBe(state);
    expect(page.workers.alive).toHaveLength(3);
    await page.frame(10);
    expect(page.state.playback).toBe('running');
    expect(page.timeMs).toBeGreaterThan(state.snapshot.timeUs / 1000);
  });

  test('takes a run as JSON text', async () => {
    const page = await open();
    await page.session.load(JSON.stringify({ ...runOf(4), seed: 3 }));
    expect(page.state.run.nodes).toHaveLength(4);
  });
});

describe('playing', () => {
  test('moves virtual time with real time, at the speed that was asked for', async () => {
    const page = await open();
    page.session.play();
    await page.frame(20);
    expect(page.state.playback).toBe('running');
    expect(page.timeMs).toBeCloseTo(200, 5);
    page.session.setSpeed(5);
    await page.frame(20);
    expect(page.timeMs).toBeCloseTo(1200, 5);
    expect(page.state.speed).toBe(5);
    page.session.pause();
    await page.frame(20);
    expect(page.state.playback).toBe('paused');
    expect(page.timeMs).toBeCloseTo(1200, 5);
  });

  test('goes on from where it was, not from where it would have been', async () => {
    const page = await open();
    page.session.play();
    await page.frame(5);
    page.session.pause();
    await page.frame();
    page.nowMs += 60_000;
    page.session.play();
    await page.frame();
    expect(page.timeMs).toBeCloseTo(60, 5);
    // A tab that was hidden asks for no frames meanwhile.
    page.nowMs += 60_000;
    await page.frame();
    expect(page.timeMs).toBeLessThanOrEqual(160);
  });

  test('twice is playing once', async () => {
    const page = await open();
    page.session.play();
    page.session.play();
    page.session.pause();
    page.session.play();
    await page.frame(10);
    expect(page.timeMs).toBeCloseTo(100, 5);
  });

  test.each<[string, (page: TestPage) => Promise<unknown>]>([
    ['a step', ({ session }) => session.step()],
    ['a step in the past', ({ session }) => (session.seek(100_000), session.step())],
    ['an advance', ({ session }) => session.advance(500)],
    ['another run', ({ session }) => session.load(runOf(2))],
  ])('that is asked for while %s is on its way comes after it', async (_, ask) => {
    const page = await open();
    await page.session.advance(1000);
    const done = ask(page);
    page.session.play();
    await done;
    expect(page.state.playback).toBe('running');
    const before = page.timeMs;
    await page.frame(3);
    expect(page.timeMs).toBeGreaterThan(before);

    page.session.play();
    const last = ask(page);
    page.session.play();
    page.session.pause();
    await last;
    expect(page.state.playback).not.toBe('running');
  });

  test('that is asked for while it boots begins when it is up', async () => {
    const page = begin();
    const up = page.session.start();
    page.session.play();
    await up;
    await page.frame(5);
    expect(page.timeMs).toBeGreaterThan(0);
  });

  test('measures how fast it really is', async () => {
    const page = await open();
    page.session.play(0.5);
    expect(page.state.actualSpeed).toBe(0.5);
    await page.frame(120);
    expect(page.state.actualSpeed).toBeCloseTo(0.5, 2);
  });

  test.each([0, -1, NaN, Infinity, 1000, {}, 'fast'])('at speed %j is refused', async (speed) => {
    const page = await open();
    const sentence = 'speed: must be a number from 0.01 to 100.';
    expect(() => page.session.play(speed as number)).toThrow(sentence);
    expect(() => page.session.setSpeed(speed as number)).toThrow(sentence);
    expect(page.state).toMatchObject({ playback: 'paused', speed: 1 });
  });
});

describe('stepping and advancing', () => {
  test('a step goes just past the next instant at which something happens', async () => {
    const page = await open();
    await page.session.step();
    expect(page.timeMs).toBe(0.001);
    const { inFlight } = page.state.snapshot;
    expect(inFlight).toBe(6);
    await page.session.step();
    expect(page.state.playback).toBe('paused');
    expect(page.state.snapshot.inFlight).toBeLessThan(inFlight);
  });

  test('an advance runs exactly that long, pauses, and says what is there', async () => {
    const page = await open();
    page.session.play();
    await page.frame(3);
    const fromMs = page.timeMs;
    const view = await page.session.advance(1000);
    expect(view.timeMs).toBeCloseTo(fromMs + 1000, 6);
    expect(view.nodes.filter(({ authority }) => authority)).toHaveLength(1);
    expect(page.state.playback).toBe('paused');
  });

  test.each([-1, NaN, Infinity, 1e300, '5', {}])('by %j is refused', async (ms) => {
    const page = await open();
    await expect(page.session.advance(ms as number)).rejects.toThrow(
      'ms: must be a number from 0 to 3600000000.',
    );
    expect(page.state.playback).toBe('paused');
  });

  test('has the digest of the same run without a page, however it was played', async () => {
    const page = await open(LESSON);
    page.session.play(3);
    await page.frame(7);
    await page.session.step();
    await page.session.advance(333.333);
    page.session.play(1);
    await page.frame(4);
    await page.session.advance(0);
    const { headUs } = page.state;
    expect(page.session.digest()).toBe(simulate(LESSON, headUs / 1000).digest);
  });
});

describe('a fault', () => {
  test('happens at the head, is written into the run, and gives the same digest when that is run', async () => {
    const page = await open();
    await page.session.advance(600);
    await page.session.fault({ kind: 'kill', node: 'n1' });
    expect(page.state.snapshot.nodes[0]).toMatchObject({ id: 'n1', status: 'killed' });
    expect(page.state.workers).toMatchObject({ n1: 'killed', n2: 'up' });
    expect(page.workers.alive.map(({ nodeId }) => nodeId)).toEqual(['n2', 'n3']);
    await page.session.advance(900);
    await page.session.fault({ kind: 'restart', node: 'n1' });
    await page.session.advance(500);
    expect(page.state.workers['n1']).toBe('up');
    const run = page.session.run();
    expect(run.faults).toEqual([
      { atMs: 600, kind: 'kill', node: 'n1' },
      { atMs: 1500, kind: 'restart', node: 'n1' },
    ]);
    expect(simulate(run, 2000).digest).toBe(page.session.digest());
  });

  test('that is none is refused, and nothing is written', async () => {
    const page = await open();
    await expect(page.session.fault({ kind: 'kill', node: 'n9' })).rejects.toThrow(
      'node: "n9" is not a node of this run; use one of n1, n2, n3.',
    );
    expect(page.session.run().faults).toEqual([]);
    await page.session.advance(10);
  });

  test('for a node that a load has just taken away is refused too', async () => {
    const page = await open(runOf(5));
    const loading = page.session.load(runOf(2));
    const fault = page.session.fault({ kind: 'kill', node: 'n5' });
    await loading;
    await expect(fault).rejects.toThrow('node: "n5" is not a node of this run; use one of n1, n2.');
    expect(page.session.run().faults).toEqual([]);
  });

  test('with what follows later is one deed: both are in the run, and Node gives the same', async () => {
    const page = await open();
    await page.session.advance(700);
    await page.session.faults([
      { action: { kind: 'freeze', node: 'n1' } },
      { action: { kind: 'thaw', node: 'n1' }, afterMs: 250.5 },
      { action: { kind: 'cut', from: 'n2', to: 'n3' } },
    ]);
    expect(page.state.workers['n1']).toBe('frozen');
    await page.session.fault({ kind: 'heal', from: 'n2', to: 'n3' });
    await page.session.advance(1500);
    expect(page.state.workers['n1']).toBe('up');
    const run = page.session.run();
    expect(run.faults).toEqual([
      { atMs: 700, kind: 'freeze', node: 'n1' },
      { atMs: 700, kind: 'cut', from: 'n2', to: 'n3' },
      { atMs: 700, kind: 'heal', from: 'n2', to: 'n3' },
      { atMs: 950.5, kind: 'thaw', node: 'n1' },
    ]);
    expect(page.session.digest()).toBe(simulate(run, 2200).digest);
  });

  test('of several is refused as a whole if one of them is', async () => {
    const page = await open();
    const faults = page.session.faults([
      { action: { kind: 'freeze', node: 'n1' } },
      { action: { kind: 'thaw', node: 'n9' }, afterMs: 10 },
    ]);
    await expect(faults).rejects.toThrow('node: "n9" is not a node of this run');
    expect(page.session.run().faults).toEqual([]);
    expect(page.state.workers['n1']).toBe('up');
  });

  test('while it plays happens between two windows, and playing goes on', async () => {
    const page = await open();
    page.session.play();
    await page.frame(5);
    await page.session.fault({ kind: 'freeze', node: 'n2' });
    expect(page.state.workers['n2']).toBe('frozen');
    await page.frame(5);
    expect(page.state.playback).toBe('running');
    await page.session.fault({ kind: 'thaw', node: 'n2' });
    expect(page.state.workers['n2']).toBe('up');
  });

  /** A branch that is about to begin in the past: its workers are on their way. */
  async function forking(play: boolean) {
    const page = await open();
    await page.session.advance(3000);
    page.session.seek(2_000_000);
    if (play) page.session.play(1);
    const done = page.session.fault({ kind: 'kill', node: 'n1' });
    for (let i = 0; i < 1000 && page.state.playback !== 'forking'; i += 1) await Promise.resolve();
    expect(page.state.playback).toBe('forking');
    return { page, done };
  }

  test('in the past is played on from where Play is pressed right after it', async () => {
    const { page, done } = await forking(false);
    page.session.play(1);
    await done;
    expect(page.state).toMatchObject({ playback: 'running', live: true });
    await page.frame(10);
    expect(page.timeMs).toBeCloseTo(2100, 0);
    expect(page.state.branches).toHaveLength(2);
  });

  test('in the past does not play on where Pause is pressed right after it', async () => {
    const { page, done } = await forking(true);
    page.session.pause();
    await done;
    expect(page.state).toMatchObject({ playback: 'paused', live: true });
    await page.frame(10);
    expect(page.timeMs).toBe(2000);
  });

  test('that makes a program fail is shown, and the node can be restarted', async () => {
    const page = await open();
    await page.session.advance(100);
    await page.session.fault({ kind: 'crash', node: 'n2', how: 'throw' });
    expect(page.state.workers['n2']).toBe('crashed');
    expect(page.state.events.at(-1)).toMatchObject({
      tag: 'crash',
      node: 'n2',
      text: 'n2 crashed: Error: it was told to throw',
    });
    await page.session.fault({ kind: 'restart', node: 'n2' });
    await page.session.advance(100);
    expect(page.state.workers['n2']).toBe('up');
  });
});

describe('the settings in force', () => {
  const slower = { kind: 'configure', config: { hbIntervalMs: 40 }, network: { lossRatio: 0.1 } } as const;

  test('are those of the shown instant, and stay the same object while they do not change', async () => {
    const page = await open();
    const first = page.state.settings;
    expect(first).toMatchObject({ config: { hbIntervalMs: 20 }, network: { lossRatio: 0 } });
    await page.session.advance(600);
    expect(page.state.settings).toBe(first);
    await page.session.fault(slower);
    const second = page.state.settings;
    expect(second).toMatchObject({ config: { hbIntervalMs: 40 }, network: { lossRatio: 0.1 } });
    await page.session.advance(600);
    await page.session.fault({ kind: 'kill', node: 'n1' });
    expect(page.state.settings).toBe(second);
    page.session.seek(599_999);
    expect(page.state.settings).toEqual(first);
    page.session.seek(600_000);
    expect(page.state.settings).toEqual(second);
  });

  test('that are changed in the past begin a branch; the old one keeps its own, and both are what they are in Node', async () => {
    const page = await open();
    await page.session.advance(1500);
    const old = { run: page.session.run(), digest: page.session.digest() };
    page.session.seek(700_000);
    await page.session.fault({ ...slower, safeguards: { stickyVoters: false } });
    expect(page.state.branches.map(({ name }) => name)).toEqual(['main', 'fork at 0.700 s']);
    await page.session.advance(800);
    const fork = page.session.run();
    expect(fork.faults).toEqual([{ atMs: 700, ...slower, safeguards: { stickyVoters: false } }]);
    expect(page.session.digest()).toBe(simulate(fork, 1500).digest);
    expect(page.session.digest()).not.toBe(old.digest);
    await page.session.switchBranch(1);
    expect(page.session.run()).toEqual(old.run);
    expect(page.session.digest()).toBe(old.digest);
    expect(page.state.settings.network.lossRatio).toBe(0);
    await page.session.switchBranch(2);
    expect(page.state.settings.network.lossRatio).toBe(0.1);
    // What heals returns to the network in force, which the branch has not forgotten in its sleep.
    await page.session.fault({ kind: 'healAll' });
    await page.session.advance(500);
    expect(page.session.digest()).toBe(simulate(page.session.run(), 2000).digest);
    expect(page.state.snapshot.links.every(({ lossRatio }) => lossRatio === 0.1)).toBe(true);
  });

  test('refuse what contradicts them at that instant, not what contradicts those of the head', async () => {
    const page = await open();
    await page.session.advance(600);
    await page.session.fault({ kind: 'configure', config: { downAfterMs: 2000 } });
    await page.session.advance(600);
    const change = { kind: 'configure', config: { hbIntervalMs: 500 } };
    page.session.seek(300_000);
    await expect(page.session.fault(change)).rejects.toThrow(
      'hbIntervalMs (500) must be below downAfterMs (200)',
    );
    expect(page.state).toMatchObject({ live: false, headUs: 1_200_000 });
    page.session.seek(1_100_000);
    await page.session.fault(change);
    expect(page.state.branches).toHaveLength(2);
  });
});

describe('a violation', () => {
  test('stops playback, and shows the instant at which it happened', async () => {
    const page = await open(LESSON);
    page.session.play();
    await page.frame(150);
    const { stoppedBy, playback, snapshot, invariants } = page.state;
    expect(playback).toBe('paused');
    expect(stoppedBy).toMatchObject({ invariant: 'oneAuthority', witnesses: ['n1', 'n2'] });
    expect(snapshot.timeUs).toBe(stoppedBy!.atUs);
    expect(snapshot).toMatchObject(stoppedBy!.snapshot);
    const primaries = snapshot.nodes.filter(
      ({ role, authorityUntilUs }) => role === 'primary' && authorityUntilUs > snapshot.timeUs,
    );
    expect(primaries.map(({ id }) => id)).toEqual(['n1', 'n2']);
    expect(invariants.filter(({ violation }) => violation !== null).map(({ id }) => id)).toEqual([
      'oneAuthority',
    ]);
    expect(page.session.view().timeMs * 1000).toBe(snapshot.timeUs);
    const told = page.state.events.filter(({ tag }) => tag === 'violation');
    expect(told.map(({ text }) => text)).toEqual([stoppedBy!.text.replace(/\.$/, '')]);

    page.session.play();
    await page.frame(20);
    expect(page.state).toMatchObject({ playback: 'running', stoppedBy: null });
    expect(page.timeMs * 1000).toBeGreaterThan(stoppedBy!.atUs);
  });

  test('stops playback again when it is played once more, and a fork there keeps what came after', async () => {
    const page = await open(LESSON);
    await page.session.advance(3000);
    const { atUs } = page.session.violations[0]!;
    page.session.seek(atUs - 50_000);
    page.session.play();
    await page.frame(20);
    expect(page.state).toMatchObject({ playback: 'paused', stoppedBy: { invariant: 'oneAuthority', atUs } });
    expect(page.state.snapshot.timeUs).toBe(atUs);
    page.session.play();
    await page.frame(5);
    expect(page.state).toMatchObject({ playback: 'running', stoppedBy: null, live: false });

    page.session.seek(atUs - 10_000);
    page.session.play();
    await page.frame(20);
    expect(page.state.stoppedBy).not.toBeNull();
    await page.session.fault({ kind: 'kill', node: 'n3' });
    expect(page.state.branches.map(({ headUs }) => headUs)).toEqual([3_000_000, atUs + 1]);
  });

  test('is jumped to, bookmarked and opened again as the state right after the step that broke it', async () => {
    const page = await open(LESSON);
    await page.session.advance(3000);
    const violation = page.session.violations[0]!;
    const digest = page.session.digest();
    const isViolated = () => page.state.invariants.some((status) => status.violation !== null);
    expect(page.session.jump('previous', 'violation')).toBe(true);
    expect(page.state.stoppedBy).toBe(violation);
    const view = page.session.view();
    expect(view).toMatchObject({
      timeMs: violation.atUs / 1000,
      after: [expect.any(Number), expect.any(Number)],
    });
    expect(view.nodes.filter(({ authority }) => authority)).toHaveLength(2);
    expect(isViolated()).toBe(true);
    expect(page.session.jump('previous', 'violation')).toBe(false);
    expect(page.session.jump('next', 'violation')).toBe(false);
    const bookmark = page.session.bookmark();
    expect(bookmark).toMatchObject({ atMs: view.timeMs, after: view.after });
    expect(simulate(bookmark.run, { atMs: bookmark.atMs!, after: bookmark.after! })).toMatchObject({
      view,
      digest: await page.session.digestAt(violation.moment!),
    });

    const other = await open();
    await other.session.open(JSON.stringify(bookmark));
    expect(other.session.view()).toEqual(view);
    expect(other.state.live).toBe(false);
    expect(other.session.digest()).toBe(digest);

    // One step back it has not happened, one on it is an instant ago.
    page.session.stepBack();
    expect(page.state.stoppedBy).toBeNull();
    expect(isViolated()).toBe(false);
    expect(page.session.view().after).toBeUndefined();
    expect(page.session.jump('next', 'violation')).toBe(true);
    await page.session.step();
    expect(page.state.snapshot.timeUs).toBe(violation.atUs + 1);
    expect(page.state.snapshot.moment).toBeUndefined();
    expect(isViolated()).toBe(true);
  });

  test('is shown at its moment where the rows around it were forgotten', async () => {
    const page = await open(LESSON);
    await page.session.advance(3000);
    const { trace } = page.state;
    // A busy hour later the oldest rows go, whole chunks at a time.
    while (trace.records.firstKept === 0) {
      await page.session.advance(60_000);
      trace.forgetOldest();
    }
    expect(page.session.jump('previous', 'violation')).toBe(true);
    const { moment, snapshot } = page.session.violations[0]!;
    expect(trace.keptFromUs).toBeGreaterThan(snapshot.timeUs);
    expect(page.state.snapshot).toEqual({ ...snapshot, moment });
    // A link cannot name it any more: it opens where all of that instant has happened.
    expect(page.session.bookmark().atMs).toBe((snapshot.timeUs + 1) / 1000);
  });

  test('a state that is not there is refused, and all stays as it was', async () => {
    const page = await open(LESSON);
    await page.session.advance(3000);
    const { view, digest } = simulate(LESSON, 3000);
    const bookmark = { ...page.session.bookmark(), atMs: 1500, after: [3, 0] };
    await expect(page.session.open(bookmark)).rejects.toThrow(
      /^after: at 1500 ms there are 0 records and 6 messages, so \[3, 0\] is no state of that instant\.$/,
    );
    expect(() => page.session.seekWithin(1_500_000, [3, 0])).toThrow(RangeError);
    expect(page.session.view()).toEqual(view);
    expect(page.session.digest()).toBe(digest);
  });

  test('does not stop an advance', async () => {
    const page = await open(LESSON);
    const view = await page.session.advance(3000);
    expect(view.timeMs).toBe(3000);
    expect(view.nodes.filter(({ authority }) => authority).map(({ id }) => id)).toEqual(['n1', 'n2']);
    expect(page.state.invariants.some(({ violation }) => violation !== null)).toBe(true);
    expect(page.state.stoppedBy).toBeNull();
  });

  test('that a fault makes at once is shown at once', async () => {
    const page = await open(runOf(3, { safeguards: { stickyVoters: false } }));
    await page.session.advance(600);
    const leader = page.state.snapshot.nodes.find(({ authorityUntilUs }) => authorityUntilUs > 600_000)!.id;
    // A clock that crawls keeps an old authority; the others elect another leader meanwhile.
    await page.session.fault({ kind: 'partition', groups: [[leader]] });
    await page.session.advance(100);
    await page.session.fault({ kind: 'freeze', node: leader });
    await page.session.fault({ kind: 'clock', node: leader, rate: 0.1 });
    await page.session.advance(600);
    const { violation } = page.state.invariants.find(({ id }) => id === 'oneAuthority')!;
    expect(violation).not.toBeNull();
  });
});

describe('a run that was found', () => {
  const found: Run = runOf(2, {
    protocol: 'kevy',
    clients: 1,
    faults: [{ atMs: 300, kind: 'kill', node: 'n2' }],
  });
  const bookmark = { version: 1, run: found, headMs: 800, atMs: 0, found: true };

  test('opens as a branch beside the others, at its own instant, and they stay', async () => {
    const page = await open();
    await page.session.advance(500);
    const digest = page.session.digest();
    page.session.play();
    expect(await page.session.adoptRun(bookmark, 'Found: something')).toBe(2);
    expect(page.state).toMatchObject({ playback: 'scrubbing', live: false, headUs: 800_000 });
    expect(page.timeMs).toBe(0);
    expect(page.state.snapshot.nodes.map(({ id }) => id)).toEqual(['n1', 'n2', 'c1']);
    expect(page.state.branches).toMatchObject([
      { id: 1, name: 'main', active: false, apart: 'it runs another protocol' },
      { id: 2, name: 'Found: something', active: true, parent: null, found: true, headUs: 800_000 },
    ]);
    page.session.seek(800_000);
    await page.session.advance(700);
    expect(page.session.digest()).toBe(simulate(found, 1500).digest);

    await page.session.switchBranch(1);
    expect(page.session.digest()).toBe(digest);
    expect(page.state.branches[0]).not.toHaveProperty('apart');
    // What begins now is nobody else.
    page.session.seek(100_000);
    await page.session.fault({ kind: 'kill', node: 'n1' });
    expect(page.state.branches.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('is not opened twice, unless it was changed since', async () => {
    const page = await open();
    expect(await page.session.adoptRun(bookmark, 'a find')).toBe(2);
    expect(await page.session.adoptRun(bookmark, 'a find')).toBe(2);
    await page.session.switchBranch(1);
    page.session.play();
    expect(await page.session.adoptRun(bookmark, 'a find')).toBe(2);
    expect(page.state).toMatchObject({ headUs: 800_000, live: false });
    page.session.seek(800_000);
    await page.session.fault({ kind: 'kill', node: 'n1' });
    expect(await page.session.adoptRun(bookmark, 'a find')).toBe(3);
  });

  test('cannot be compared with a run of other members, and says why', async () => {
    const page = await open();
    await page.session.advance(300);
    await page.session.adoptRun({ ...bookmark, run: runOf(2) }, 'two nodes');
    await page.session.adoptRun({ ...bookmark, run: { ...runOf(3), seed: 9 } }, 'other luck');
    expect(page.state.branches.map(({ apart }) => apart)).toEqual([
      undefined,
      'it has other members: n1, n2',
      undefined,
    ]);
    page.session.compareWith(2);
    expect(page.state.compared).toBeNull();
    page.session.compareWith(1);
    expect(page.state.compared).toMatchObject({ branch: 1 });
    await page.session.switchBranch(2);
    expect(page.state.compared).toBeNull();
  });

  test('that is none is refused, and nothing changes', async () => {
    const page = await open();
    const { state } = page;
    await expect(page.session.adoptRun({ ...bookmark, run: {} }, 'nothing')).rejects.toThrow(/is missing/);
    expect(page.state).toBe(state);
    expect(page.workers.alive).toHaveLength(3);
  });

  test('does not come to stand beside a run that was opened meanwhile', async () => {
    const page = await open();
    const adopted = page.session.adoptRun(bookmark, 'too late');
    const loaded = page.session.load(runOf(5));
    await page.frame(3);
    await loaded;
    expect(await adopted).toBeNull();
    expect(page.state.branches).toHaveLength(1);
    expect(page.state.run.nodes).toHaveLength(5);
  });

  test('is told as found by its link, also when it is opened first', async () => {
    const page = await open();
    await page.session.adoptRun(bookmark, 'a find');
    const again = page.session.bookmark();
    expect(again).toMatchObject({ found: true, branch: 'a find', headMs: 800, atMs: 0 });
    const other = await open();
    await other.session.open(again);
    expect(other.state.branches).toMatchObject([{ id: 1, name: 'a find', found: true }]);
  });
});

describe('the words that go with a run', () => {
  const told = {
    title: 'A cut',
    caption: 'Watch n2.',
    moments: [
      { atMs: 100, caption: 'all is well' },
      { atMs: 300, caption: 'n1 is killed' },
    ],
  };
  const run: Run = { ...runOf(3), faults: [{ atMs: 250, kind: 'kill', node: 'n1' }] };

  test('come with what is opened, go with what is shared, and wait with what is left', async () => {
    const page = await open();
    await page.session.open({ version: 1, run, headMs: 400, ...told });
    expect(page.state.telling).toEqual(told);
    const { telling } = page.state;
    await page.session.advance(50);
    expect(page.state.telling).toBe(telling);
    expect(page.session.bookmark()).toMatchObject({ headMs: 450, ...told });
    const { exhibit } = page.state;
    await page.session.load(runOf(2), 'Other nodes');
    expect(page.state.telling).toEqual({});
    expect(page.session.bookmark()).not.toHaveProperty('title');
    await page.session.goBackTo(exhibit);
    expect(page.state.telling).toEqual(told);
  });

  test('somebody who goes to one while its run still begins stays there', async () => {
    const page = await open();
    const begun = new Promise<void>((resolve) => {
      const stop = page.session.subscribe(({ telling }) => {
        if (telling.moments === undefined) return;
        stop();
        page.session.seek(300_000);
        resolve();
      });
    });
    await page.session.open({ version: 1, run, headMs: 400, ...told });
    await begun;
    expect(page.state.snapshot.timeUs).toBe(300_000);
    expect(page.state.live).toBe(false);
    expect(page.state.headUs).toBe(400_000);
  });

  test('are those of a branch: a future without some of the faults keeps what was to be seen before it', async () => {
    const page = await open();
    await page.session.open({ version: 1, run, headMs: 400, ...told });
    const first = page.state.branches[0]!.id;
    page.session.seek(350_000);
    await page.session.fault({ kind: 'freeze', node: 'n2' });
    expect(page.state.telling).toEqual(told);
    page.session.seek(200_000);
    await page.session.fault({ kind: 'freeze', node: 'n3' });
    expect(page.state.telling).toEqual({ moments: told.moments.slice(0, 1) });
    page.session.tell({ title: 'Another one' });
    await page.session.switchBranch(first);
    expect(page.state.telling).toEqual(told);

    const saved = page.session.savedBranches(null);
    expect(saved.map(({ bookmark }) => bookmark.title)).toEqual(['A cut', 'A cut', 'Another one']);
    const next = await open();
    await next.session.restore(saved, () => {});
    expect(next.state.telling).toEqual(told);
    await next.session.switchBranch(saved[2]!.place.id);
    expect(next.state.telling).toEqual({ title: 'Another one' });
  });
});

describe('looking at a node', () => {
  test('gives what it believes, and null for one that is not running or not there', async () => {
    const page = await open();
    await page.session.advance(600);
    expect((await page.session.inspect('n1'))?.view.observation.epoch).toBe(2);
    await page.session.fault({ kind: 'kill', node: 'n1' });
    expect(await page.session.inspect('n1')).toBeNull();
    expect(await page.session.inspect('n77')).toBeNull();
  });
});

describe('a listener', () => {
  test('is told of every change until it stops listening, with a new object each time', async () => {
    const page = await open();
    const listener = vi.fn();
    const stop = page.session.subscribe(listener);
    await page.session.advance(10);
    expect(listener).toHaveBeenCalled();
    expect(new Set(page.states).size).toBe(page.states.length);
    stop();
    listener.mockClear();
    await page.session.advance(10);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('a run that cannot go on', () => {
  test('stops with a sentence, and the page goes on: what was recorded is there, another run can be loaded', async () => {
    const page = await open();
    await page.session.advance(20);
    vi.spyOn(World.prototype, 'open').mockImplementation(() => {
      throw new RangeError('Too much is on its way.');
    });
    page.session.play();
    await page.frame(3);
    expect(page.state).toMatchObject({ playback: 'paused', trouble: 'Too much is on its way.' });
    await expect(page.session.advance(5)).rejects.toThrow('Too much is on its way.');
    expect(page.state.playback).toBe('paused');
    page.session.seek(10_000);
    expect(page.timeMs).toBe(10);
    vi.mocked(World.prototype.open).mockRestore();
    await page.session.load(runOf(3));
    page.session.play();
    await page.frame(3);
    expect(page.state).toMatchObject({ playback: 'running', trouble: null });
  });
});

test('no branch is thrown away for another one: the one too many is refused, and all is as it was', async () => {
  const page = await open();
  await page.session.advance(300);
  for (let at = 1; at < MOST_BRANCHES; at += 1) {
    page.session.seek(100_000);
    await page.session.fault({ kind: 'kill', node: 'n1' });
    await page.session.advance(50);
  }
  expect(page.state.branches).toHaveLength(MOST_BRANCHES);
  page.session.seek(100_000);
  await expect(page.session.fault({ kind: 'kill', node: 'n2' })).rejects.toThrow(
    /^There are 32 branches, which is the most: delete one that is no longer needed, then try again\.$/,
  );
  expect(page.state.branches).toHaveLength(MOST_BRANCHES);
  expect(page.timeMs).toBe(100);
  page.session.deleteBranch(3);
  await page.session.fault({ kind: 'kill', node: 'n2' });
  expect(page.state.branches).toHaveLength(MOST_BRANCHES);
});
