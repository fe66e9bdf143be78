import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hostileRun } from '../../check/hostile-run';
import { resolveRun, simulate, type Run } from '../../sim';
import { Monitor } from '../../check/monitor';
import { SCENARIOS } from '../scenarios';
import { sightOf as breakingSight } from './sight';
import { brokenBy, vitestTest } from './vitest-test';

const TOP = fileURLToPath(new URL('../../..', import.meta.url));

function sightOf(run: Run, atMs: number) {
  const { view, digest } = simulate(run, atMs);
  return { run: resolveRun(run), timeUs: atMs * 1000, view, digest };
}

/** Runs each as a person would who saved it beside `src`; gives what Vitest reports of them, in their order. */
async function ran(sources: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'interregnum-'));
  try {
    await symlink(join(TOP, 'src'), join(folder, 'src'), 'junction');
    await symlink(join(TOP, 'node_modules'), join(folder, 'node_modules'), 'junction');
    await Promise.all(sources.map((source, at) => writeFile(join(folder, `copied-${at}.test.ts`), source)));
    const report = join(folder, 'report.json');
    const vitest = join(TOP, 'node_modules/vitest/vitest.mjs');
    const options = ['run', 'copied-', '--root', folder, '--reporter=json', `--outputFile=${report}`];
    await promisify(execFile)(process.execPath, [vitest, ...options], { cwd: folder }).catch(() => undefined);
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as {
      testResults: { name: string; assertionResults: { status: string }[] }[];
    };
    return sources.map((_, at) => {
      const file = testResults.find(({ name }) => name.endsWith(`copied-${at}.test.ts`));
      return file?.assertionResults.map(({ status }) => status).join() ?? 'not run';
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A link of a cluster as published is cut; its other end elects itself within the half-open second that follows. */
const BROKEN: Run = {
  version: 1,
  protocol: 'kevy',
  nodes: ['n1', 'n2', 'n3'],
  seed: 1,
  config: { hbIntervalMs: 20, downAfterMs: 200 },
  faults: [
    { atMs: 500, kind: 'cut', from: 'n1', to: 'n2' },
    { atMs: 500, kind: 'cut', from: 'n2', to: 'n1' },
  ],
};

function violationOf(run: Run, untilMs = 3000) {
  const monitor = new Monitor();
  simulate(run, untilMs, { observers: [monitor] });
  return monitor.violations[0]!;
}

describe('a copied test', () => {
  test('passes as it is, whatever was done to the run; and fails when one thing in it is changed', async () => {
    const scenario = SCENARIOS[0]!;
    const sources = [
      vitestTest(sightOf(scenario.run, scenario.untilMs)),
      ...[1, 2, 3].map((seed) => vitestTest(sightOf(hostileRun(seed, 'quorum'), 1800 + seed / 1000))),
      vitestTest(sightOf(hostileRun(4, 'kevy'), 900)),
      vitestTest(sightOf({ version: 1, protocol: 'quorum', nodes: ['a.b', '__'], seed: 3 }, 0)),
    ];
    const changed = sources[0]!.replace(/seed: \d+/, 'seed: 4321');
    const [broken, ...others] = await ran([changed, ...sources]);
    expect(others).toEqual(sources.map(() => 'passed'));
    expect(broken).toBe('failed');
  });

  test('of a violation expects the state right after the step that broke it', async () => {
    const violation = violationOf(BROKEN);
    const seen = await breakingSight({ run: BROKEN, violation });
    expect(seen.timeUs).toBe(violation.atUs);
    const source = vitestTest(seen);
    expect(source).toMatch(/^test\("n1 and n2 have authority at /m);
    expect(source).toContain(`simulate(run, { atMs: ${violation.atUs / 1000}, after: [`);
    const early = source.replace(/after: \[\d+/, 'after: [0');
    expect(await ran([source, early])).toEqual(['passed', 'failed']);
  });

  test('of a violation names it, and shows that the rules that were off prevent it', async () => {
    const { run, untilMs } = SCENARIOS.find(({ id }) => id === 'two-halves')!;
    const violation = violationOf(run, untilMs);
    const seen = await breakingSight({ run, violation });
    const broken = brokenBy(seen.run, violation);
    expect(broken.mendedBy).toEqual(['majorityQuorum']);
    const source = vitestTest(seen, broken);
    expect(source).toMatch(
      /^\/\/ Save this as copied\.test\.ts beside the folder src .*: npx vitest run copied\.test\.ts$/m,
    );
    expect(source).toMatch(/^test\("A winner had a quorum of votes: broken at /m);
    expect(source).toMatch(/^test\("with majorityQuorum on the same run breaks nothing"/m);
    const mended = source.replace('"majorityQuorum":false', '"majorityQuorum":true');
    const [asItIs, ruleOn] = await ran([source, mended]);
    expect(asItIs).toBe('passed,passed,passed');
    expect(ruleOn).toBe('failed,failed,passed');
  });

  test('claims nothing of the rules where that takes too long to find out', async () => {
    const run = resolveRun({
      version: 1,
      protocol: 'quorum',
      seed: 1,
      nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
      safeguards: { stickyVoters: false },
    });
    const broken = { invariant: 'one-authority', text: 'Something broke.' };
    expect(brokenBy(run, { ...broken, atUs: 1_000_000 }).mendedBy).toEqual(['stickyVoters']);
    expect(brokenBy(run, { ...broken, atUs: 3_600_000_000 }).mendedBy).toEqual([]);
  });

  test('of a violation that no rule prevents has no such part', async () => {
    const violation = violationOf(BROKEN);
    const seen = await breakingSight({ run: BROKEN, violation });
    const source = vitestTest(seen, brokenBy(seen.run, violation));
    expect(source).toMatch(/^test\(".*: broken at /m);
    expect(source).not.toContain('breaks nothing');
  });

  test('holds no fault that was still to come, and says in its name who leads', () => {
    const source = vitestTest(sightOf(hostileRun(2, 'quorum'), 400));
    expect(source).toContain('"atMs":400,');
    expect(source).not.toContain('"atMs":500');
    expect(source).toMatch(/^test\("(nobody has|\S+ has|.* have) authority at 0\.400 s", /m);
  });
});
