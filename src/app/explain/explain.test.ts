import { describe, expect, test } from 'vitest';
import { explain } from './explain';
import type { Explanation, LastChance } from './explanation';
import { record } from '../session/past';
import { corruptLeaseKey } from '../scenarios/corrupt-lease-key';
import { amnesia } from '../scenarios/amnesia';
import { oneCutLink } from '../scenarios/one-cut-link';
import { slowerClock } from '../scenarios/slower-clock';
import { staleRead } from '../scenarios/stale-read';
import { parseRun } from '../run/schema';
import type { Scenario } from '../scenarios/scenario';

async function explained({ run, untilMs }: Scenario): Promise<Explanation> {
  const past = await record(parseRun(run), untilMs * 1000, () => null);
  return explain(past, past.now.monitor.violations[0]!, () => null);
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

  test('could be avoided until the last heartbeat that could have come in time', async () => {
    const { steps, chance } = await explained(oneCutLink);
    const stood = steps.find(({ text }) => text.startsWith('n2 became a candidate'))!;
    const { untilUs, then } = chance as LastChance;
    expect(then).toEqual({ atUs: untilUs, node: 'n1', text: 'what n1 sent n2 at that instant was lost' });
    expect(untilUs).toBeLessThan(stood.atUs);
  });

  test('it was the cut: neither who stood nor who voted, for without that it comes a little later', async () => {
    const { steps } = await explained(oneCutLink);
    expect(steps.filter(({ isCause }) => isCause).map(({ text }) => text)).toEqual([
      'the link n1 → n2 was cut, and 1 more',
    ]);
  });
});

test('a stale read is told with what was asked and told, and with the write that was missed', async () => {
  const { run, untilMs } = staleRead;
  const past = await record(parseRun(run), untilMs * 1000, () => null);
  const stale = past.now.monitor.violations.find(({ invariant }) => invariant === 'noStaleRead')!;
  const { beliefs, steps } = await explain(past, stale, () => null);
  expect(beliefs.slice(0, 2)).toEqual([
    'c2 asked for read 8 at 22.587 s, and 971 ms later n1 had told it of the writes c2:1.',
    'n3 had acknowledged c1#1 to c1 at 22.038 s.',
  ]);
  expect(steps.at(-1)).toMatchObject({
    isCause: true,
    text: 'n1 sent c2 a message that took 498 ms: value for read 8 under ballot 1: c2#1, writes c2:1',
  });
});

test('what cannot be taken back at any instant but the one before was too late with that deed', async () => {
  const { chance } = await explained(corruptLeaseKey);
  const { untilUs, then } = chance as LastChance;
  expect(then!.text).toMatch(/^the store was told to overwrite its key/);
  expect(then!.atUs).toBe(untilUs + 1);
});

test('the page has its turn after each window, and what is known at once is told before', async () => {
  const past = await record(parseRun(oneCutLink.run), oneCutLink.untilMs * 1000, () => null);
  let turns = 0;
  let told: readonly [turns: number, trying: boolean] | null = null;
  await explain(
    past,
    past.now.monitor.violations[0]!,
    () => ((turns += 1), turns % 100 === 0 ? Promise.resolve() : null),
    ({ trying }) => (told = [turns, trying]),
  );
  expect(told).toEqual([0, true]);
  expect(turns).toBeGreaterThan(1000);
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
        'n2 won epoch 2: n2 and n3 had voted for it.',
        expect.stringMatching(
          /^Nothing came through n1 → n2 from 10\.000 s on: it was cut then, and all \d+ messages since were lost\.$/,
        ),
      ]),
    );
  });

  test('two quorums: who is in both', async () => {
    const { beliefs } = await explained(slowerClock);
    expect(beliefs.filter((sentence) => sentence.endsWith(' had voted for it.'))).toHaveLength(2);
    expect(beliefs).toContainEqual('n2, n3, n4 and n5 had voted for both.');
  });
});
