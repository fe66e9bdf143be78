/** Small runs of which something false was told once, as an explanation, each with what is right. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EventLog } from '../../src/app/explain/event-log';
import { explain } from '../../src/app/explain/explain';
import type { Explanation, LastChance } from '../../src/app/explain/explanation';
import { parseRun } from '../../src/app/run/schema';
import { record, type Past } from '../../src/app/session/past';
import type { Violation } from '../../src/check/invariant';
import { Monitor } from '../../src/check/monitor';
import { simulate, type Run } from '../../src/sim';

interface Explained {
  readonly past: Past;
  readonly violation: Violation;
  readonly explanation: Explanation;
  /** What was told before other futures were tried. */
  readonly atOnce: Explanation | null;
}

const CASES = [
  ['why-look-back', 'oneAuthority', 26_000],
  ['why-clock-rate', 'oneAuthority', 60_000],
  ['why-stale-sender', 'fencedRegister', 85_000],
] as const;
type Case = readonly [name: string, invariant: string, untilMs: number];

async function explained([name, invariant, untilMs]: Case): Promise<Explained> {
  const text = readFileSync(new URL(`../cases/${name}.json`, import.meta.url), 'utf8');
  const past = await record(parseRun(text), untilMs * 1000, () => null);
  const violation = past.now.monitor.violations.find((one) => one.invariant === invariant)!;
  let atOnce: Explanation | null = null;
  const explanation = await explain(
    past,
    violation,
    () => null,
    (soFar) => (atOnce = soFar),
  );
  return { past, violation, explanation, atOnce };
}

/** Whether a run comes to the same violation by then, faults of that instant left out. */
function comesWithout(run: Run, atUs: number, invariant: string, untilMs: number): boolean {
  const monitor = new Monitor();
  const faults = (run.faults ?? []).filter(({ atMs }) => Math.round(atMs * 1000) !== atUs);
  simulate({ ...run, faults }, untilMs, { observers: [monitor] });
  return monitor.violations.some((one) => one.invariant === invariant);
}

const textsOf = ({ steps, beliefs, chance }: Explanation): readonly string[] => [
  ...steps.map(({ text }) => text),
  ...beliefs,
  ...(chance === null || chance === 'never' || chance.then === null ? [] : [chance.then.text]),
];

const causesOf = ({ steps }: Explanation): readonly string[] =>
  steps.filter(({ isCause }) => isCause).map(({ text }) => text);

describe('a link that was cut long ago (why-look-back)', () => {
  const about = explained(CASES[0]);

  test('is silent since it was cut: how far one looks back is nothing that is told', async () => {
    const { explanation } = await about;
    const silences = explanation.beliefs.filter((sentence) => sentence.startsWith('Nothing came through'));
    expect(silences).toHaveLength(2);
    for (const sentence of silences) {
      expect(sentence).toMatch(
        /^Nothing came through n[12] → n[12] from 5\.000 s on: it was cut until 25\.000 s, and \d+ messages since were lost; 1 more is on the way\.$/,
      );
      // A heartbeat each tenth of a second for twenty seconds, and what else there was to say.
      expect(Number(/and (\d+) /.exec(sentence)![1])).toBeGreaterThan(195);
    }
  });

  test('and both that it was cut and that it was healed is a cause', async () => {
    const { past, violation, explanation } = await about;
    expect(causesOf(explanation)).toEqual(
      expect.arrayContaining(['the network was split: n1 | n2 n3', 'all links were healed']),
    );
    for (const { atMs } of past.run.faults) {
      expect(comesWithout(past.run, atMs * 1000, violation.invariant, 40_000)).toBe(false);
    }
  });
});

describe('two leaders by a clock at half the rate (why-clock-rate)', () => {
  const about = explained(CASES[1]);

  test('the clock is the cause; without the split it comes to the same, and so does what a client did', async () => {
    const { past, violation, explanation } = await about;
    expect(causesOf(explanation)).toEqual(['the clock of n1 was changed: it runs at 0.5× true time']);
    expect(comesWithout(past.run, 20_000_000, violation.invariant, 60_000)).toBe(false);
    expect(comesWithout(past.run, 21_000_000, violation.invariant, 60_000)).toBe(true);
    expect(explanation.steps).toContainEqual(
      expect.objectContaining({ text: 'the network was split: n1 c1 | n2 n3 store c2', isCause: false }),
    );
    expect(textsOf(explanation).join('\n')).not.toContain('gave its write');
  });

  test('to the microsecond, until when healing helps', async () => {
    const { past, violation, explanation } = await about;
    const { untilUs, then } = explanation.chance as LastChance;
    const mendedAt = (us: number): Run => {
      const atMs = us / 1000;
      const faults = past.run.faults.filter((fault) => fault.atMs <= atMs);
      return {
        ...past.run,
        faults: [
          ...faults,
          { atMs, kind: 'healAll' },
          { atMs, kind: 'clock', node: 'n1', rate: 1, offsetMs: 0 },
        ],
      };
    };
    const untilMs = explanation.playedUntilUs / 1000;
    expect(untilUs).toBeLessThanOrEqual(violation.atUs);
    expect(comesWithout(mendedAt(untilUs), -1, violation.invariant, untilMs)).toBe(false);
    expect(comesWithout(mendedAt(untilUs + 1), -1, violation.invariant, untilMs)).toBe(true);
    // Nothing happened at that instant: the clock had gone wrong for too long.
    expect(then).toBeNull();
  });
});

describe('a stale write that was on its way for long (why-stale-sender)', () => {
  const about = explained(CASES[2]);

  test('its sender is a witness, and the step in which it began to serve is told', async () => {
    const { violation, explanation } = await about;
    expect(violation.witnesses).toEqual(['n1', 'n3']);
    expect(violation.text).toMatch(/^n3 took a write of n1 with ballot 1 after it had seen ballot 12/);
    const texts = explanation.steps.map(({ text }) => text);
    expect(texts).toContainEqual(
      expect.stringMatching(/^n1 serves clients with ballot 1: 2 of 3 hold offset/),
    );
    expect(texts).toContainEqual(
      expect.stringMatching(/^n1 sent n3 a message that took 40\.0 s: copy under ballot 1/),
    );
    expect(explanation.beliefs).toContainEqual(expect.stringMatching(/^n1 .* ballot \d+/));
  });

  test('one thing has one word', async () => {
    const { violation, explanation } = await about;
    for (const text of [violation.text, ...textsOf(explanation)])
      expect(text).not.toMatch(/\b(epoch|token)s?\b/);
  });

  test('the rule that was off is named, and was tried', async () => {
    const { explanation } = await about;
    expect(explanation.missing).toMatchObject([{ label: 'Fencing', avoids: true }]);
  });
});

test.each(CASES)('%s: nothing after the violation is among the steps that led there', async (...one) => {
  const { past, violation, explanation, atOnce } = await explained(one);
  const log = new EventLog(past.trace);
  log.update([violation]);
  const broke = log.lines.findIndex(({ tag }) => tag === 'violation');
  const later = new Set(log.lines.slice(broke + 1).map(({ atUs, text }) => `${atUs} ${text}`));
  for (const { atUs, text } of explanation.steps) {
    expect(atUs).toBeLessThanOrEqual(violation.atUs);
    expect(later.has(`${atUs} ${text}`)).toBe(false);
  }
  // What is known at once is told at once, and nothing of it as a cause.
  expect(atOnce).toMatchObject({ trying: true, chance: null, beliefs: explanation.beliefs });
  expect(causesOf(atOnce!)).toEqual([]);
});
