/** What is told of why something broke, over runs that were found by chance: each cause, undone, avoids it. */
import { describe, expect, test } from 'vitest';
import { EventLog } from '../../src/app/explain/event-log';
import { explain } from '../../src/app/explain/explain';
import type { Explanation } from '../../src/app/explain/explanation';
import { record, type Past } from '../../src/app/session/past';
import type { Violation } from '../../src/check/invariant';
import { Monitor } from '../../src/check/monitor';
import { randomSchedule } from '../../src/check/schedule';
import { simulate, type ResolvedRun } from '../../src/sim';
import { resolveRun, systemOfRun } from '../../src/sim/run';
import { isViolated, search, SEEDS_TO_FIND_IN, THOROUGHNESS, type SearchOptions } from './search';

const PREY: readonly SearchOptions[] = [
  { protocol: 'kevy' },
  { protocol: 'kevy', clients: 2, only: ['acknowledgedSurvive'] },
  { protocol: 'quorum', safeguards: { stickyVoters: false } },
  { protocol: 'quorum', safeguards: { durableVotes: false } },
  { protocol: 'quorum', clients: 2, safeguards: { datedOffsets: false }, only: ['acknowledgedSurvive'] },
  { protocol: 'ballot-lease', skewMs: 150, only: ['oneAuthority'] },
  { protocol: 'ballot-lease', clients: 2, skewMs: 150, safeguards: { fencing: false } },
];

const RUNS_EACH = 2 * THOROUGHNESS;

interface Explained {
  readonly past: Past;
  readonly violation: Violation;
  readonly explanation: Explanation;
}

async function explainedRuns(options: SearchOptions): Promise<readonly Explained[]> {
  let found = 0;
  const tried = search(options, SEEDS_TO_FIND_IN, (one) => isViolated(one) && (found += 1) === RUNS_EACH);
  const all: Explained[] = [];
  for (const { seed, outcome } of tried.filter(isViolated)) {
    const [first] = outcome.violations as readonly [Violation, ...Violation[]];
    const run = resolveRun(randomSchedule(seed, options).run);
    const past = await record(run, first.atUs + 100_000, () => null);
    const violation = past.now.monitor.violations.find(({ invariant }) => invariant === first.invariant)!;
    all.push({ past, violation, explanation: await explain(past, violation, async () => {}) });
  }
  return all;
}

/** Whether it comes to the same, within what it takes to miss a leader after the instant at which it did. */
function comes(run: ResolvedRun, { invariant, atUs }: Violation): boolean {
  const monitor = new Monitor();
  const graceMs = systemOfRun(run).missedAfterMs(run.config);
  simulate(run, atUs / 1000 + graceMs, { observers: [monitor] });
  return [...monitor.violations, ...monitor.notes].some((one) => one.invariant === invariant);
}

describe.each(PREY)('%o', (options) => {
  const about = explainedRuns(options);

  test('every deed that is told as a cause, undone, avoids it; so does every rule of which that is said', async () => {
    const explained = await about;
    expect(explained.length).toBeGreaterThan(0);
    for (const { past, violation, explanation } of explained) {
      const { run } = past;
      for (const { atUs, node, isCause } of explanation.steps) {
        if (node !== null || !isCause) continue;
        const faults = run.faults.filter(({ atMs }) => Math.round(atMs * 1000) !== atUs);
        expect(comes({ ...run, faults }, violation)).toBe(false);
      }
      for (const { label, avoids } of explanation.missing) {
        const { name } = systemOfRun(run).safeguards.find((rule) => rule.label === label)!;
        const under = { ...run, safeguards: { ...run.safeguards, [name]: true } };
        if (avoids === true) expect(comes(under, violation)).toBe(false);
      }
    }
  });

  test('nothing that is told is later than what broke, and it is told in one word', async () => {
    for (const { past, violation, explanation } of await about) {
      const log = new EventLog(past.trace);
      log.update([violation]);
      const broke = log.lines.findIndex(({ tag }) => tag === 'violation');
      const later = new Set(log.lines.slice(broke + 1).map(({ atUs, text }) => `${atUs} ${text}`));
      const { epoch } = systemOfRun(past.run).words;
      const others = ['epoch', 'ballot', 'token', 'term'].filter((word) => word !== epoch);
      for (const { atUs, text } of explanation.steps) {
        expect(atUs).toBeLessThanOrEqual(violation.atUs);
        expect(later.has(`${atUs} ${text}`)).toBe(false);
        expect(text).not.toMatch(new RegExp(`\\b(${others.join('|')}) \\d`));
      }
      for (const sentence of [violation.text, ...explanation.beliefs]) {
        expect(sentence).not.toMatch(new RegExp(`\\b(${others.join('|')}) \\d`));
      }
    }
  });

  test('whoever sent what was taken in then, and whoever served, is among those who are told of', async () => {
    for (const { violation, explanation } of await about) {
      if (violation.invariant !== 'fencedRegister') continue;
      expect(violation.witnesses).toHaveLength(2);
      const [sender] = violation.witnesses;
      expect(explanation.steps.some(({ node, text }) => node === sender && text.includes('serves clients'))).toBe(
        true,
      );
    }
  });

  test('making everything whole helps at the instant that is told, and no longer at the next', async () => {
    for (const { violation, explanation } of await about) {
      if (explanation.avoidable === null) continue;
      const { helpsUs, untilUs, then } = explanation.avoidable;
      expect(helpsUs).toBeLessThan(untilUs);
      expect(untilUs).toBeLessThanOrEqual(violation.atUs);
      if (then !== null) expect(then.atUs).toBe(untilUs);
      expect(explanation.inevitable).toBe(false);
    }
  });
});
