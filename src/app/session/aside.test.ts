import { afterEach, describe, expect, test } from 'vitest';
import { runOf } from '../../sim/test-kit';
import { FakeWorkers } from '../../workers/worker-test-kit';
import { Session } from './session';

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

async function opened(): Promise<Session> {
  const makeWorker = new FakeWorkers().make;
  const session = new Session(runOf(3), { makeWorker, requestFrame: () => {}, nowMs: () => 0 });
  sessions.push(session);
  await session.start();
  return session;
}

/** Three branches: one of them shown at an earlier instant, laid beside another. */
async function withBranches(): Promise<Session> {
  const session = await opened();
  await session.advance(2000);
  session.seek(900_000);
  await session.fault({ kind: 'kill', node: 'n1' });
  await session.advance(1500);
  session.seek(1_200_000);
  await session.fault({ kind: 'freeze', node: 'n2' });
  await session.advance(700);
  session.renameBranch(3, 'the third');
  session.compareWith(2);
  session.seek(1_500_000);
  return session;
}

/** All that a person sees of it, and the digests of all branches. */
function sightOf(session: Session) {
  const { branches, snapshot, live, headUs, compared, exhibit } = session.state;
  const saved = session.savedBranches(null);
  const facts = { branches, snapshot, live, headUs, compared: compared?.branch, run: session.run(), exhibit };
  return { ...facts, saved, digest: session.digest() };
}

describe('what was shown before', () => {
  test('is there again as it stood: branches, instant, comparison, digests; and so is what took its place', async () => {
    const session = await withBranches();
    const before = sightOf(session);
    await session.load(runOf(5), 'Started over');
    await session.advance(800);
    const after = sightOf(session);
    expect(after.branches).toHaveLength(1);
    expect(session.state.replaced).toEqual({ exhibit: before.exhibit, because: 'Started over' });
    expect(session.state.aside).toMatchObject([{ id: before.exhibit, branches: 3 }]);

    expect(await session.goBackTo(before.exhibit)).toBe(true);
    expect(sightOf(session)).toEqual(before);
    expect(session.state.replaced).toBeNull();
    for (const { id } of before.branches) {
      await session.switchBranch(id).catch(() => undefined);
      await session.advance(100);
    }
    expect(await session.goBackTo(after.exhibit)).toBe(true);
    expect(sightOf(session)).toEqual(after);
  });

  test('goes on from there with the digests of a run that was never left', async () => {
    const session = await withBranches();
    const never = await withBranches();
    const { exhibit } = session.state;
    await session.load(runOf(2), 'Another protocol');
    await session.goBackTo(exhibit);
    for (const one of [session, never]) {
      one.seek(one.state.headUs);
      await one.advance(3000);
    }
    expect(session.digest()).toBe(never.digest());
  });

  test('is gone where nobody said why it made room', async () => {
    const session = await withBranches();
    const { exhibit } = session.state;
    await session.load(runOf(2));
    expect(session.state).toMatchObject({ aside: [], replaced: null, exhibit });
  });

  test('is bounded, the oldest first', async () => {
    const session = await opened();
    const shown: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      shown.push(session.state.exhibit);
      await session.load({ ...runOf(2), seed: at + 1 }, 'Another seed');
    }
    const kept = session.state.aside.map(({ id }) => id);
    expect(kept).toEqual(shown.slice(-kept.length));
    expect(kept.length).toBeLessThan(12);
    expect(await session.goBackTo(shown[0]!)).toBe(false);
    expect(session.state.run.seed).toBe(12);
    session.forgetBefore();
    expect(session.state.aside).toEqual([]);
  });

  test('survives a run that is refused', async () => {
    const session = await withBranches();
    const before = sightOf(session);
    await expect(session.load({ ...runOf(2), nodes: [] }, 'Other nodes')).rejects.toThrow(/nodes/);
    await expect(session.open({ version: 9 }, 'Opened a file')).rejects.toThrow();
    expect(sightOf(session)).toEqual(before);
    expect(session.state.aside).toEqual([]);
  });
});
