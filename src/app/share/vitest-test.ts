/** A test for Vitest that runs a run up to an instant and expects what is seen there now. */
import type { Violation } from '../../check/invariant';
import { INVARIANTS } from '../../check/invariants';
import { nameInWords } from '../../core/name-in-words';
import { Monitor } from '../../check/monitor';
import type { Safeguards } from '../../core/protocol';
import { inWords } from '../../core/words';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import { World } from '../../sim/cluster/world';
import { InlineHost } from '../../sim/inline-host';
import type { ClusterView } from '../../sim/view';
import { runUntil } from '../session/past';
import { instantText } from '../../sim/instant-words';
import type { Sight } from './sight';

/** What a run breaks at the place that is seen, and the rules with which it does not. */
export interface Broken extends Pick<Violation, 'invariant' | 'atUs' | 'text'> {
  /** Those that were off, if with all of them on nothing is known to break up to then; else empty. */
  readonly mendedBy: readonly string[];
}

/** What takes more steps than that, some tenths of a second, is not found out: the page must not stand still for it. */
const MOST_STEPS = 200_000;

/** Plays the run once more if a rule was off, in this thread. */
export function brokenBy(
  run: ResolvedRun,
  { invariant, atUs, text }: Pick<Violation, 'invariant' | 'atUs' | 'text'>,
): Broken {
  const off = Object.keys(run.safeguards).filter((name) => run.safeguards[name] === false);
  const broken = { invariant, atUs, text };
  // What somebody wrote does not run in this thread.
  if (off.length === 0 || run.source !== undefined) return { ...broken, mendedBy: [] };
  const monitor = new Monitor();
  const host = new InlineHost();
  const world = new World({ ...run, safeguards: withOn(run, off) }, host, [monitor], false);
  const found = (): number => monitor.violations.length + notesOn(monitor, invariant).length;
  while (found() === 0 && world.pass(atUs + 1, host)) {
    if (world.stepCount > MOST_STEPS) return { ...broken, mendedBy: [] };
  }
  return { ...broken, mendedBy: found() === 0 ? off : [] };
}

/**
 * The source of a whole file, to be saved beside the playground's `src`; or, of a protocol of one's own, in any project that has
 * the package. `broken`: what is violated there.
 */
export function vitestTest(sight: Sight, broken: Broken | null = null): string {
  const { run, timeUs } = sight;
  const { source } = run;
  if (source !== undefined) return packageTest(sight, source, broken);
  const monitor = broken === null ? '' : "import { Monitor } from './src/check/monitor';\n";
  return `// Save this as ${FILE} beside the folder src of a checkout of Interregnum, and run it there: npx vitest run ${FILE}
import { expect, test } from 'vitest';
// Where the sources of Interregnum are, as seen from this file.
${monitor}import { simulate, type Run } from './src/sim';

const run: Run = ${runText(runUntil(run, timeUs))};
${broken === null ? '' : violationTest(broken, run)}
${seenTest(sight)}${broken === null || broken.mendedBy.length === 0 ? '' : mendedTest(broken, run)}`;
}

const FILE = 'copied.test.ts';

function seenTest({ timeUs, after, view, digest }: Sight): string {
  const seen = view.nodes.map(({ id, status, role, epoch, authority }) =>
    JSON.stringify({ id, status, role, epoch, authority }),
  );
  const place =
    after === undefined ? `${timeUs / 1000}` : `{ atMs: ${timeUs / 1000}, after: ${JSON.stringify(after)} }`;
  return `test(${JSON.stringify(`${authorityText(view)} at ${instantText(timeUs)}`)}, () => {
  const { view, digest } = simulate(run, ${place});
  expect(view.nodes).toMatchObject([
${seen.map((node) => `    ${node},`).join('\n')}
  ]);
  // Everything that happened ${after === undefined ? 'up to then' : 'before that instant'}, to the last bit.
  expect(digest).toBe(${JSON.stringify(digest)});
});
`;
}

/** With the text in it, line by line: it is what one changes. */
function packageTest(sight: Sight, source: string, broken: Broken | null): string {
  const { run, timeUs } = sight;
  const { source: _, ...rest } = runUntil(run, timeUs);
  const lines = source.split('\n').map((line) => `  ${JSON.stringify(line)},`);
  return `// Save this as ${FILE} in a project that has vitest and interregnum, and run it there: npx vitest run ${FILE}
import { expect, test } from 'vitest';
import { ${broken === null ? '' : 'check, '}simulate, type Run } from 'interregnum';

const source = [
${lines.join('\n')}
].join('\\n');

const run: Run = {
  source,
${runText(rest).slice(2)};
${broken === null ? '' : packageViolationTest(broken, run)}
${seenTest(sight)}`;
}

function packageViolationTest({ invariant, atUs, text }: Broken, run: ResolvedRun): string {
  const list = isNote(invariant) ? 'notes' : 'violations';
  const expected = JSON.stringify({ invariant, atUs, text });
  return `
test(${JSON.stringify(`${titleOf(invariant, run)}: broken at ${instantText(atUs)}`)}, () => {
  expect(check(run, ${untilMs(atUs)}).${list}).toContainEqual(expect.objectContaining(${expected}));
});
`;
}

function violationTest({ invariant, atUs, text }: Broken, run: ResolvedRun): string {
  const list = isNote(invariant) ? 'notes' : 'violations';
  return `
test(${JSON.stringify(`${titleOf(invariant, run)}: broken at ${instantText(atUs)}`)}, () => {
  const monitor = new Monitor();
  simulate(run, ${untilMs(atUs)}, { observers: [monitor] });
  expect(monitor.${list}.map(({ invariant, atUs, text }) => ({ invariant, atUs, text }))).toContainEqual({
    invariant: ${JSON.stringify(invariant)},
    atUs: ${atUs},
    text: ${JSON.stringify(text)},
  });
});
`;
}

function mendedTest({ invariant, atUs, mendedBy }: Broken, run: ResolvedRun): string {
  const list = isNote(invariant) ? '[...monitor.violations, ...monitor.notes]' : 'monitor.violations';
  return `
test(${JSON.stringify(`with ${mendedBy.join(', ')} on the same run breaks nothing`)}, () => {
  const monitor = new Monitor();
  const safeguards = ${JSON.stringify(withOn(run, mendedBy))};
  simulate({ ...run, safeguards }, ${untilMs(atUs)}, { observers: [monitor] });
  expect(${list}).toEqual([]);
});
`;
}

function withOn({ safeguards }: ResolvedRun, names: readonly string[]): Safeguards {
  return { ...safeguards, ...Object.fromEntries(names.map((name) => [name, true])) };
}

/** The step that broke it has happened by then. */
const untilMs = (atUs: number): number => (atUs + 1) / 1000;

const invariantOf = (id: string) => INVARIANTS.find((invariant) => invariant.id === id);
const isNote = (id: string): boolean => invariantOf(id)?.note === true;
const titleOf = (id: string, run: ResolvedRun): string =>
  inWords(systemOfRun(run).words, invariantOf(id)?.title ?? nameInWords(id));
const notesOn = (monitor: Monitor, id: string): readonly Violation[] => (isNote(id) ? monitor.notes : []);

/** A fault to a line: they are what one reads, and changes. */
function runText({ faults, ...rest }: ResolvedRun): string {
  const lines = Object.entries(rest).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`);
  const list = faults.map((fault) => `    ${JSON.stringify(fault)},`);
  return ['{', ...lines, ...(list.length > 0 ? ['  faults: [', ...list, '  ],'] : []), '}'].join('\n');
}

function authorityText({ nodes }: ClusterView): string {
  const ids = nodes.filter(({ authority }) => authority).map(({ id }) => id);
  if (ids.length === 0) return 'nobody has authority';
  return ids.length === 1 ? `${ids[0]} has authority` : `${ids.join(' and ')} have authority`;
}
