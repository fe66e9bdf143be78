import { afterEach, describe, expect, test } from 'vitest';
import { oneCutLink } from '../app/scenarios/one-cut-link';
import { Session } from '../app/session/session';
import type { Run } from '../sim/run';
import { runOf } from '../sim/test-kit';
import { FakeWorkers } from '../workers/worker-test-kit';
import { Page } from './page.svelte';
import { Shell } from './shell.svelte';

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

async function open(run: Run = runOf(3)) {
  const makeWorker = new FakeWorkers().make;
  const session = new Session(run, { makeWorker, requestFrame: () => {}, nowMs: () => 0 });
  sessions.push(session);
  await session.start();
  await session.advance(1000);
  const page = new Page(session);
  return { session, page, shell: new Shell(page) };
}

const slower = (shell: Shell) => ({ config: { ...shell.settings.config, hbIntervalMs: 50 } });

describe('a change of the settings at the head', () => {
  test('starts the run again, unless a person wants otherwise', async () => {
    const { session, shell } = await open();
    expect(shell.counting).toBe('again');
    expect(await shell.change({ safeguards: { stickyVoters: false } })).toBe(true);
    expect(session.state).toMatchObject({ headUs: 0, run: { safeguards: { stickyVoters: false } } });
  });

  test('holds from now on if they want that, without a branch, as often as they like', async () => {
    const { session, shell } = await open();
    shell.count('onward');
    await shell.change(slower(shell));
    expect(shell.settings.config['hbIntervalMs']).toBe(50);
    expect(shell.counting).toBe('onward');
    await session.advance(100);
    await shell.change({ network: { ...shell.settings.network, lossRatio: 0.5 } });
    expect(session.run().faults).toEqual([
      { atMs: 1000, kind: 'configure', config: { hbIntervalMs: 50 } },
      { atMs: 1100, kind: 'configure', network: { lossRatio: 0.5 } },
    ]);
    expect(session.state.branches).toHaveLength(1);
  });
});

describe('the words that go with a run', () => {
  test('come from whoever shared it, and stay when it simply starts over', async () => {
    const { session, shell } = await open();
    expect([shell.title, shell.caption]).toEqual([null, null]);
    const moments = [{ atMs: 500, caption: 'here' }];
    session.tell({ title: 'A cut', caption: 'Watch n2.', moments });
    expect([shell.title, shell.caption]).toEqual(['A cut', 'Watch n2.']);
    await shell.restart({});
    expect(session.state.telling).toEqual({ title: 'A cut', caption: 'Watch n2.' });
    await shell.restart({ seed: 5 });
    expect([shell.title, shell.caption]).toEqual([null, null]);
  });

  test('are those of the story that was opened, also for whoever gets a link to it', async () => {
    const { session, shell } = await open();
    await shell.tell(oneCutLink);
    const { title, watch: caption } = oneCutLink;
    expect(session.bookmark()).toMatchObject({ title, caption });
    await shell.restart({ protocol: 'quorum' });
    const other = `The faults of “${title}” under other rules: does it end the same way?`;
    expect(session.bookmark()).toMatchObject({ title, caption: other });
    expect(shell.caption).toBe(other);
    session.tell({ title: 'For Monday', caption: 'Who votes?' });
    expect([shell.title, shell.caption]).toEqual(['For Monday', 'Who votes?']);
  });
});

describe('a change of the settings in the past', () => {
  test('begins a branch there, and further changes go on in it', async () => {
    const { session, shell } = await open();
    session.seek(400_000);
    expect(shell.counting).toBe('onward');
    // Two at once, as fast clicks: the second builds on the first, and no second branch begins.
    const one = shell.change({ safeguards: { stickyVoters: false } });
    expect(shell.settings.safeguards['stickyVoters']).toBe(false);
    expect(shell.counting).toBe('onward');
    const two = shell.change({ safeguards: { bootGrace: false } });
    expect(await Promise.all([one, two])).toEqual([true, true]);
    expect(session.state).toMatchObject({ headUs: 400_000, live: true });
    expect(session.state.branches.map(({ name }) => name)).toEqual(['main', 'fork at 0.400 s']);
    expect(session.run().faults).toEqual([
      { atMs: 400, kind: 'configure', safeguards: { stickyVoters: false } },
      { atMs: 400, kind: 'configure', safeguards: { bootGrace: false } },
    ]);
    expect(shell.counting).toBe('onward');
    await shell.change(slower(shell));
    expect(session.state.branches).toHaveLength(2);
    expect(session.run().faults).toHaveLength(3);
  });

  test('starts the run again if a person wants that, and what they chose is forgotten', async () => {
    const { session, shell } = await open();
    session.seek(400_000);
    shell.count('again');
    await shell.change(slower(shell));
    expect(session.state).toMatchObject({ headUs: 0, run: { config: { hbIntervalMs: 50 }, faults: [] } });
    await session.advance(500);
    session.seek(1000);
    expect(shell.counting).toBe('onward');
  });

  test('shows what is in force there, or what the run starts with', async () => {
    const faults = [{ atMs: 300, kind: 'configure', safeguards: { stickyVoters: false } }] as const;
    const { session, shell } = await open(runOf(3, { faults }));
    session.seek(200_000);
    expect(shell.settings.safeguards['stickyVoters']).toBe(true);
    session.seek(300_000);
    expect(shell.settings.safeguards['stickyVoters']).toBe(false);
    shell.count('again');
    expect(shell.settings.safeguards['stickyVoters']).toBe(true);
    expect(shell.inForce.safeguards['stickyVoters']).toBe(false);
  });

  test('that asks for nothing new does nothing', async () => {
    const { session, shell } = await open();
    session.seek(400_000);
    expect(await shell.change({ network: { ...shell.settings.network } })).toBe(true);
    expect(session.state).toMatchObject({ live: false, headUs: 1_000_000 });
  });

  test('is refused with a sentence, and everything is as before', async () => {
    const { session, page, shell } = await open();
    session.seek(400_000);
    const { state } = session;
    expect(
      await shell.change({ config: { ...shell.settings.config, hbIntervalMs: 190, leaseMs: 300 } }),
    ).toBe(false);
    expect(page.complaint).toMatch(/^leaseMs \(300\) must be below downAfterMs \(200\)/);
    expect(session.state.branches).toEqual(state.branches);
    expect(session.state.snapshot).toEqual(state.snapshot);
    expect(shell.settings).toBe(state.settings);
    expect(shell.counting).toBe('onward');
  });
});

test('another seed or another size starts the run again whatever was chosen', async () => {
  const { session, shell } = await open();
  session.seek(400_000);
  expect(await shell.restart({ nodeCount: 4 })).toBe(true);
  expect(session.state).toMatchObject({ headUs: 0, live: true });
  expect(session.state.run.nodes).toHaveLength(4);
});
