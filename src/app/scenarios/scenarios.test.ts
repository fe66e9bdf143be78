/** What holds for every scenario. That each shows what it says is in `stories.test.ts`. */
import { describe, expect, test } from 'vitest';
import { resolveRun, simulate, systemOfRun } from '../../sim';
import { World } from '../../sim/cluster/world';
import { WorkerHost } from '../../workers/worker-host';
import { FakeWorkers } from '../../workers/worker-test-kit';
import { advanceAsync } from '../session/advance-async';
import { parseTelling } from '../run/bookmark';
import { parseRun } from '../run/schema';
import { amnesia } from './amnesia';
import { INCIDENT_SCENARIOS } from './incidents';
import { SCENARIOS } from './index';
import { oneCutLink } from './one-cut-link';
import { oneCutLinkHardened } from './one-cut-link-hardened';
import { tells, underItsOwnRules, watchLine } from './scenario';
import { leadersAt, telling } from './test-kit';

const ALL = [...new Set([...SCENARIOS, ...INCIDENT_SCENARIOS])];

describe.each(ALL)('$title', (scenario) => {
  const { run, lookAtMs, untilMs, summary, watch } = scenario;

  test('has a run that the page takes', () => {
    expect(parseRun(run)).toEqual(resolveRun(run));
    expect(systemOfRun(run).checkConfig(resolveRun(run).config)).toBeNull();
  });

  test('has its moment after the first fault, and ends after the last', () => {
    const times = run.faults!.map(({ atMs }) => atMs);
    expect(untilMs).toBeGreaterThan(Math.max(...times));
    expect(lookAtMs).toBeGreaterThan(Math.min(...times));
    expect(lookAtMs).toBeLessThan(untilMs);
  });

  test('says what happens and what it teaches in two sentences, and where to look in a line', () => {
    expect(summary.match(/[.!?](?= |$)/g)).toHaveLength(2);
    expect(watch.length).toBeLessThanOrEqual(120);
    // They go with every link to it, also under other rules.
    const { protocol, ...others } = resolveRun(run);
    for (const told of [run.protocol, protocol === 'kevy' ? 'quorum' : 'kevy']) {
      const words = { title: scenario.title, caption: watchLine(scenario, { ...others, protocol: told }) };
      expect(parseTelling(words)).toEqual(words);
    }
  });

  test('names no time at which nothing happens', () => {
    const times = telling(scenario).lines.map(({ atMs }) => atMs);
    for (const [, text] of `${summary} ${watch}`.matchAll(/(\d+(?:\.\d)?)\u00a0s/g)) {
      const nearest = Math.min(...times.map((atMs) => Math.abs(atMs - Number(text) * 1000)));
      expect(nearest, `${text} s`).toBeLessThanOrEqual(text!.includes('.') ? 60 : 500);
    }
  });

  test('starts with a primary that has authority, and only then breaks what it had', () => {
    const firstMs = Math.min(...run.faults!.map(({ atMs }) => atMs).filter((atMs) => atMs > 0));
    expect(leadersAt(telling(scenario), firstMs - 1)).toHaveLength(1);
  });

  test('goes the same way with a worker for each member', async () => {
    const host = new WorkerHost({ makeWorker: new FakeWorkers().make });
    const world = new World(resolveRun(run), host);
    await advanceAsync(world, host, lookAtMs * 1000, () => false);
    host.dispose();
    expect(world.trace.digest()).toBe(simulate(run, lookAtMs).digest);
  });

  test('is told by its own run, with other faults added, and by no run without its faults', () => {
    const own = resolveRun(run);
    expect(tells(scenario, own)).toBe(true);
    expect(tells(scenario, { ...own, seed: 7, faults: [...own.faults, { atMs: 1, kind: 'healAll' }] })).toBe(
      true,
    );
    expect(tells(scenario, { ...own, faults: [] })).toBe(false);
    expect(tells(scenario, { ...own, nodes: [...own.nodes, 'n9'] })).toBe(false);
  });
});

test('ids and titles are their own', () => {
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
  expect(new Set(ALL.map(({ title }) => title)).size).toBe(ALL.length);
});

test('its own rules are its protocol and its safeguards, whatever else was changed', () => {
  const own = resolveRun(amnesia.run);
  expect(underItsOwnRules(amnesia, { ...own, seed: 9 })).toBe(true);
  expect(underItsOwnRules(amnesia, { ...own, safeguards: { ...own.safeguards, durableVotes: true } })).toBe(
    false,
  );
  expect(underItsOwnRules(oneCutLink, resolveRun(oneCutLinkHardened.run))).toBe(false);
});
