/**
 * The built page in engines of other makers: `npm run test:engines`, with names of some of them to try these alone. On a Debian
 * as root it installs what is missing; elsewhere it says what to install, and tries the others. Exit code 1: something does not hold.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { preview } from 'vite';
import { agrees, isUnharmed, opens, type Check } from './checks';
import { startChromium } from './chromium';
import { sourceOf, type Engine } from './engine';
import { FIREFOX_PACKAGES, findFirefox, startFirefox } from './firefox';
import { findWebKit, startWebKit, WEBKIT_PACKAGES } from './webkit';

interface Maker {
  readonly name: string;
  readonly packages: readonly string[];
  find(): string | null;
  start(program: string): Promise<Engine>;
}

const MAKERS: readonly Maker[] = [
  { name: 'chromium', packages: [], find: () => 'playwright', start: startChromium },
  { name: 'firefox', packages: FIREFOX_PACKAGES, find: findFirefox, start: startFirefox },
  { name: 'webkit', packages: WEBKIT_PACKAGES, find: findWebKit, start: startWebKit },
];

const CHECKS: readonly Check[] = [opens, agrees, isUnharmed];

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => MAKERS.every((maker) => maker.name !== name));
if (unknown !== undefined)
  throw new Error(`No engine is called "${unknown}": ${MAKERS.map(({ name }) => name).join(', ')}.`);

const server = await preview({ preview: { port: 4199 }, logLevel: 'error' });
const address = server.resolvedUrls!.local[0]!;
let failed = 0;
for (const maker of MAKERS) {
  if (wanted.length > 0 && !wanted.includes(maker.name)) continue;
  if (maker.find() === null) install(maker.packages);
  const program = maker.find();
  if (program === null) {
    console.log(`${maker.name}: not here; install ${maker.packages.join(', ')}, as Debian calls them.`);
    failed += 1;
    continue;
  }
  failed += await tryIn(maker, program);
}
await server.close();
process.exit(failed > 0 ? 1 : 0);

/** How many checks failed. */
async function tryIn(maker: Maker, program: string): Promise<number> {
  let wrong = 0;
  const engine = await maker.start(program);
  console.log(engine.title);
  try {
    for (const check of CHECKS) {
      await engine.open(address);
      await engine.call(sourceOf(async () => void (await window.interregnum.ready)));
      try {
        console.log(`  ✓ ${await check(engine)}`);
      } catch (error) {
        wrong += 1;
        console.log(`  ✘ ${check.name}\n    ${(error as Error).message}`);
      }
    }
  } finally {
    await engine.close();
  }
  return wrong;
}

/** Only where nobody is surprised by it, as for the end-to-end tests. */
function install(packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  console.log(`Installing ${packages.join(', ')}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    if (spawnSync('apt-get', args, { stdio: 'ignore', env }).status !== 0) return;
  }
}
