/** What is shown of a violation is the state right after the step that broke it, whatever else happened at that instant. */
import { describe, expect, test } from 'vitest';
import { parseBookmark } from '../../src/app/run/bookmark';
import { Monitor } from '../../src/check/monitor';
import { randomSchedule } from '../../src/check/schedule';
import { clusterView, simulate, type Run } from '../../src/sim';
import { resolveRun } from '../../src/sim/run';
import { History } from '../../src/sim/trace/history';
import { afterOf } from '../../src/sim/trace/moment';
import { THOROUGHNESS, SEEDS_TO_FIND_IN, isViolated, search, type SearchOptions } from './search';

const PREY: readonly SearchOptions[] = [
  { protocol: 'kevy' },
  { protocol: 'kevy', clients: 2 },
  { protocol: 'quorum', safeguards: { stickyVoters: false } },
  { protocol: 'quorum', safeguards: { durableVotes: false }, clients: 1 },
  { protocol: 'ballot-lease', clients: 2, safeguards: { fencing: false }, skewMs: 150 },
  { protocol: 'kevy', exports: true, clients: 1 },
];

/** Of each prey the first few runs in which something breaks. */
const RUNS_EACH = 4 * THOROUGHNESS;

function brokenRuns(options: SearchOptions): readonly { run: Run; untilMs: number }[] {
  let found = 0;
  return search(options, SEEDS_TO_FIND_IN, (tried) => isViolated(tried) && (found += 1) === RUNS_EACH)
    .filter(isViolated)
    .map(({ seed, outcome }) => ({
      run: randomSchedule(seed, options).run,
      untilMs: outcome.violations[0]!.atUs / 1000 + 300,
    }));
}

describe.each(PREY)('%o', (options) => {
  const runs = brokenRuns(options);

  test('at its moment the recording shows what was there when it was found', () => {
    expect(runs.length).toBeGreaterThan(0);
    for (const { run, untilMs } of runs) {
      const monitor = new Monitor();
      const { trace } = simulate(run, untilMs, { observers: [monitor] });
      const history = new History(trace, resolveRun(run).network);
      for (const { moment, snapshot, atUs, invariant, witnesses } of [
        ...monitor.violations,
        ...monitor.notes,
      ]) {
        const after = afterOf(trace, moment!);
        const shown = history.at(moment!);
        expect(shown).toEqual({ ...snapshot, moment, after });
        // From nothing but what a link holds, the same again, and at the same time.
        const { view } = simulate(run, { atMs: atUs / 1000, after });
        expect(view).toEqual({ ...clusterView(run.protocol, snapshot), after });
        expect(view.timeMs).toBe(atUs / 1000);
        const bookmark = { version: 1, run, headMs: untilMs, atMs: atUs / 1000, after };
        expect(parseBookmark(JSON.stringify(bookmark))).toMatchObject({ atMs: atUs / 1000, after });
        if (invariant !== 'oneAuthority') continue;
        const crowned = view.nodes.filter(({ authority }) => authority).map(({ id }) => id);
        expect(crowned).toEqual(expect.arrayContaining([...witnesses]));
        expect(witnesses.length).toBeGreaterThan(1);
      }
    }
  });
});
