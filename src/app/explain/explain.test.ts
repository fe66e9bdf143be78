import { describe, expect, test } from 'vitest';
import { explain } from './explain';
import type { Explanation } from './explanation';
import { record } from '../session/past';
import { amnesia } from '../scenarios/amnesia';
import { oneCutLink } from '../scenarios/one-cut-link';
import { slowerClock } from '../scenarios/slower-clock';
import { parseRun } from '../run/schema';
import type { Scenario } from '../scenarios/scenario';

async function explained({ run, untilMs }: Scenario): Promise<Explanation> {
  const past = await record(parseRun(run), untilMs * 1000, () => null);
  return explain(past, past.now.monitor.violations[0]!, async () => {});
}

describe('one cut link, two primaries', () => {
  test('is told step by step, each with its instant', async () => {
    const { steps, missing } = await explained(oneCutLink);
    expect(steps.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        'the link n1 → n2 was cut, and 1 more',
        expect.stringContaining('n2 became a candidate for epoch 2'),
        'n3 voted for n2 in epoch 2',
      ]),
    );
    expect(steps.map(({ atUs }) => atUs)).toEqual(steps.map(({ atUs }) => atUs).sort((a, b) => a - b));
    expect(missing).toEqual([]);
  });

  test('could be avoided until somebody stood for election, and not a step later', async () => {
    const { avoidable } = await explained(oneCutLink);
    expect(avoidable?.then?.text).toContain('n2 became a candidate for epoch 2');
    expect(avoidable?.untilUs).toBe(avoidable?.then?.atUs);
    expect(avoidable!.helpsUs).toBeLessThan(avoidable!.untilUs);
  });
});

test('the rule that was off is named, with what it protects', async () => {
  const { missing } = await explained(amnesia);
  expect(missing).toMatchObject([{ label: 'Durable votes', protects: expect.any(String), avoids: true }]);
});

describe('what the witnesses believed', () => {
  test('two leaders: by whose votes, and what never reached them', async () => {
    const { beliefs } = await explained(oneCutLink);
    expect(beliefs).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^n1 believes that it leads with epoch 1, until \d+\.\d{3} s\.$/),
        expect.stringMatching(/^n2 believes that it leads with epoch 2, until \d+\.\d{3} s\.$/),
        'n2 won epoch 2 by the votes of n2 and n3.',
        expect.stringMatching(
          /^Nothing came through n1 → n2 from 10\.000 s on: it was cut then, and all \d+ messages since were lost\.$/,
        ),
      ]),
    );
  });

  test('two quorums: who is in both', async () => {
    const { beliefs } = await explained(slowerClock);
    expect(beliefs.filter((sentence) => sentence.includes(' by the votes of '))).toHaveLength(2);
    expect(beliefs).toContainEqual(expect.stringMatching(/ (is|are) in both quorums\.$/));
  });
});
