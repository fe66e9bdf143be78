/** The package as somebody gets it who has nothing else: built, packed, installed in an empty project, and used there. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { vitestTest } from '../../src/app/share/vitest-test';
import { check, hunt, simulate } from '../../src/package';
import { resolveRun, type Run } from '../../src/sim/run';
import { named } from '../../src/core/protocols/own/given';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const MOST_BYTES = 300_000;
let project: string;
let packed: string;

interface Outcome {
  readonly status: number;
  readonly out: string;
}

async function run(command: string, args: readonly string[], cwd: string): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, [...args], { cwd, maxBuffer: 1e8 });
    return { status: 0, out: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, out: `${stdout}${stderr}` };
  }
}

const interregnum = (...args: string[]): Promise<Outcome> =>
  run(process.execPath, [join(project, 'node_modules/interregnum/bin.js'), ...args], project);
const vitest = (file: string): Promise<Outcome> =>
  run(process.execPath, [join(TOP, 'node_modules/vitest/vitest.mjs'), 'run', file], project);

beforeAll(async () => {
  const built = await run(
    process.execPath,
    [join(TOP, 'node_modules/tsx/dist/cli.mjs'), 'src/package/build.ts'],
    TOP,
  );
  expect(built.out).toBe('');
  project = await mkdtemp(join(tmpdir(), 'interregnum-'));
  const { out } = await run(
    'npm',
    ['pack', '--silent', '--pack-destination', project],
    join(TOP, 'dist-package'),
  );
  packed = join(project, out.trim());
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ name: 'empty', private: true, type: 'module' }),
  );
  const installed = await run('npm', ['install', '--offline', '--no-audit', '--no-fund', packed], project);
  expect(installed.status, installed.out).toBe(0);
  // What the project has beside it.
  for (const name of ['vitest', 'typescript', '@vitest', 'vite'])
    await symlink(join(TOP, 'node_modules', name), join(project, 'node_modules', name)).catch(
      () => undefined,
    );
  await cp(join(TOP, 'src/app/own/examples/bully.ts'), join(project, 'bully.ts'));
});

test('it is small, and brings nothing of the page', async () => {
  expect((await stat(packed)).size).toBeLessThan(MOST_BYTES);
  const all = join(project, 'node_modules/interregnum');
  expect(await readdir(join(project, 'node_modules'))).not.toContain('svelte');
  const texts = await Promise.all(
    (await readdir(all))
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFile(join(all, name), 'utf8')),
  );
  expect(texts.join('')).not.toMatch(/svelte|xstate|codemirror/);
});

test('a hunt of a file finds what it finds in a checkout', async () => {
  const args = ['--nodes', '3', '--schedules', '64', '--seed', '1', '--json'];
  const { status, out } = await interregnum('hunt', './bully.ts', ...args);
  expect(status).toBe(1);
  const json = JSON.parse(out.split('\n').find((line) => line.startsWith('{'))!) as {
    violation: { invariant: string };
    run: Run;
  };
  expect(json.violation.invariant).toBe('oneAuthority');
  const there = await run(
    process.execPath,
    [
      join(TOP, 'node_modules/tsx/dist/cli.mjs'),
      'src/cli/hunt.ts',
      '--protocol',
      join(project, 'bully.ts'),
      ...args,
    ],
    TOP,
  );
  expect(JSON.parse(there.out.split('\n').find((line) => line.startsWith('{'))!)).toEqual(
    JSON.parse(out.split('\n').find((line) => line.startsWith('{'))!),
  );
});

test('what cannot be is answered with a sentence and status 2', async () => {
  await writeFile(join(project, 'bad.ts'), 'export default (');
  for (const [args, sentence] of [
    [['hunt', './bad.ts'], /bad\.ts: source \(line 1\)/],
    [['hunt', './none.ts'], /none\.ts: there is no such file/],
    [['dance'], /"dance" is no command/],
    [['run', 'none.json'], /none\.json: cannot be read/],
  ] as const) {
    const { status, out } = await interregnum(...args);
    expect(out).toMatch(sentence);
    expect(status).toBe(2);
  }
});

test('a run is run and drawn; one with a protocol of its own only if it is trusted', async () => {
  const source = await readFile(join(project, 'bully.ts'), 'utf8');
  const given: Run = { version: 1, protocol: 'own', source, nodes: ['n1', 'n2', 'n3'], seed: 1 };
  await writeFile(join(project, 'run.json'), JSON.stringify(given));
  const refused = await interregnum('run', 'run.json', '--until', '3000');
  expect(refused.status).toBe(2);
  expect(refused.out).toContain('give --trust');
  const { status, out } = await interregnum('run', 'run.json', '--until', '3000', '--trust');
  expect(status, out).toBe(0);
  expect((JSON.parse(out) as { digest: string }).digest).toBe(simulate(given, 3000).digest);
  const drawn = await interregnum('render', 'run.json', '--svg', 'run.svg', '--until', '3000', '--trust');
  expect(drawn.status, drawn.out).toBe(0);
  expect(await readFile(join(project, 'run.svg'), 'utf8')).toContain('<svg');
});

test('a copied test passes, and fails with the rule back on', async () => {
  const file = await readFile(join(project, 'bully.ts'), 'utf8');
  const source = file.replace('if (!node.safeguards.waitForHigher || state.role', 'if (state.role');
  const broken = source.replace("node.timer('won', node.config.hbIntervalMs);", "node.timer('won', 0);");
  const base: Run = { version: 1, protocol: 'own', source: broken, nodes: ['n1', 'n2', 'n3'], seed: 1 };
  const { found } = hunt({ run: base, schedules: 160, safetyOnly: true });
  const small = found!.run as Run;
  const { invariant, atUs, text } = found!.violation;
  const untilMs = (atUs + 1) / 1000;
  expect(check(small, untilMs).violations[0]).toMatchObject({ invariant, atUs, text });
  const resolved = resolveRun(named(small));
  const { view, digest } = simulate(small, untilMs);
  const copied = vitestTest(
    { run: resolved, timeUs: atUs + 1, view, digest },
    { invariant, atUs, text, mendedBy: [] },
  );
  await writeFile(join(project, 'copied.test.ts'), copied);
  const passes = await vitest('copied.test.ts');
  expect(passes.status, passes.out).toBe(0);
  expect(passes.out).toContain('2 passed');
  await writeFile(
    join(project, 'mended.test.ts'),
    copied.replace("node.timer('won', 0);", "node.timer('won', 999999);"),
  );
  expect((await vitest('mended.test.ts')).status).toBe(1);
});

test('the matcher tells the schedule, the link and the command', async () => {
  await writeFile(
    join(project, 'matcher.test.ts'),
    `import { expect, test } from 'vitest';
import 'interregnum/vitest';
import bully from './bully';
test('holds', () => expect(bully).toSurviveHunt({ nodes: 3, schedules: 64 }));
`,
  );
  const { status, out } = await vitest('matcher.test.ts');
  expect(status).toBe(1);
  expect(out).toMatch(/Shrunk to \d+ faults? on 2 nodes/);
  expect(out).toMatch(/See it: http:\S+#run=\S+/);
  expect(out).toMatch(/Find it again: npx interregnum hunt \S+bully\.ts/);
});

test('a wrong field of a message does not compile', async () => {
  const file = await readFile(join(project, 'bully.ts'), 'utf8');
  const wrong = file.replace(
    "node.send(from, 'ALIVE', { term: state.term });",
    "node.send(from, 'ALIVE', { trm: 1 });",
  );
  expect(wrong).not.toBe(file);
  await writeFile(join(project, 'wrong.ts'), wrong);
  const tsc = (name: string): Promise<Outcome> =>
    run(
      process.execPath,
      [
        join(TOP, 'node_modules/typescript/bin/tsc'),
        '--strict',
        '--noEmit',
        '--target',
        'es2023',
        '--module',
        'nodenext',
        name,
      ],
      project,
    );
  expect((await tsc('bully.ts')).out).toBe('');
  expect((await tsc('wrong.ts')).out).toMatch(/wrong\.ts\(\d+,\d+\): error TS\d+: .*'trm' does not exist/);
});

test('the folder of the package has what its manifest names', async () => {
  await mkdir(join(project, 'x'), { recursive: true });
  const manifest = JSON.parse(
    await readFile(join(project, 'node_modules/interregnum/package.json'), 'utf8'),
  ) as {
    exports: Record<string, string | { types: string; default: string }>;
    bin: Record<string, string>;
  };
  const files = [
    ...Object.values(manifest.exports).flatMap((one) =>
      typeof one === 'string' ? [one] : Object.values(one),
    ),
    ...Object.values(manifest.bin),
  ];
  for (const file of files)
    expect((await stat(join(project, 'node_modules/interregnum', file))).size).toBeGreaterThan(0);
});
