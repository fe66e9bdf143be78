/** A file of a run, or of a bookmark, in a terminal: what is seen at its end, or a picture of it. */
import '../core/everything';
import { readFileSync, writeFileSync } from 'node:fs';
import { record } from '../app/session/past';
import { svgPicture } from '../app/share/svg';
import { SourceRefused } from '../app/run/fetched';
import { readBookmark } from '../app/run/bookmark';
import { protocolFromSource } from '../core/protocols/own/evaluate';
import { readSourcesBy } from '../core/registry';
import { LONGEST_RUN_MS, systemOfRun } from '../sim/run';
import { simulate } from '../sim/simulate';
import { readArguments, wholeFrom } from './arguments';
import { runCommand } from './command';

interface Given {
  readonly path: string;
  readonly untilMs: number | null;
  readonly trust: boolean;
  readonly svg: string | null;
}

const RUN_USAGE = `npx interregnum run FILE --until MS

  --until MS   up to that virtual time; default: as far as the file was run, or 10000
  --trust      it may bring a protocol of its own, which is a program, and runs with all that you may do

Prints what is seen then, with the digest of all that happened, as JSON.`;

const RENDER_USAGE = `npx interregnum render FILE --svg OUT

  --svg OUT    where the picture goes
  --until MS   up to that virtual time; default: as far as the file was run, or 10000
  --trust      it may bring a protocol of its own, which is a program, and runs with all that you may do`;

const OPTIONS = { until: 'value', svg: 'value', trust: 'flag', help: 'flag' } as const;
const USUAL_MS = 10_000;

function reader(needsOut: boolean) {
  return ([path, ...args]: readonly string[]): Given | null => {
    if (path === undefined) throw new Error('FILE: is missing; name the file of a run.');
    if (path === '--help') return null;
    if (path.startsWith('--')) throw new Error(`FILE: comes first, before ${path}.`);
    const { until, svg, trust, help } = readArguments(args, OPTIONS);
    if (help) return null;
    if (needsOut && svg === undefined) throw new Error('--svg: is missing; name the file of the picture.');
    return {
      path,
      untilMs: until === undefined ? null : wholeFrom('until', until, 0, LONGEST_RUN_MS),
      trust,
      svg: svg ?? null,
    };
  };
}

async function opened({ path, untilMs, trust }: Given) {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path}: cannot be read.`);
  }
  readSourcesBy((source) =>
    trust
      ? Promise.resolve(protocolFromSource(source))
      : Promise.reject(
          new SourceRefused(
            `${path}: brings a protocol of its own, which is a program: read it, then give --trust to run it.`,
          ),
        ),
  );
  const bookmark = await readBookmark(text);
  // A run alone begins at its beginning.
  return { run: bookmark.run, untilMs: untilMs ?? (bookmark.headMs > 0 ? bookmark.headMs : USUAL_MS) };
}

export async function runFile(): Promise<void> {
  process.exitCode = await runCommand({
    usage: RUN_USAGE,
    read: reader(false),
    async run(given, terminal) {
      const { run, untilMs } = await opened(given);
      const { view, digest } = simulate(run, untilMs, { keepTrace: false });
      terminal.write(`${JSON.stringify({ digest, view }, null, 2)}\n`);
      return 0;
    },
  });
}

export async function renderFile(): Promise<void> {
  process.exitCode = await runCommand({
    usage: RENDER_USAGE,
    read: reader(true),
    async run(given, terminal) {
      const { run, untilMs } = await opened(given);
      const { trace, now } = await record(run, untilMs * 1000, () => null);
      const { violations } = now.monitor;
      const excerpt = { run, protocol: systemOfRun(run), trace, violations, fromUs: 0, toUs: untilMs * 1000 };
      writeFileSync(given.svg!, svgPicture(excerpt));
      terminal.write(`${given.svg}\n`);
      return 0;
    },
  });
}
