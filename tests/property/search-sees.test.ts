/** The search that finds nothing in `quorum` can see: it does find what breaks when a rule is left out. */
import { expect, test } from 'vitest';
import type { ScheduleOptions } from '../../src/check/schedule';
import { complaints, isUnsettled, isViolated, search } from './search';

const without = (safeguard: string): ScheduleOptions => ({
  protocol: 'quorum',
  safeguards: { [safeguard]: false },
});

test.each<{ name: string; options: ScheduleOptions; breaks: readonly string[] }>([
  { name: 'quorum without durable votes', options: without('durableVotes'), breaks: ['oneWinnerPerEpoch'] },
  { name: 'quorum without sticky voters', options: without('stickyVoters'), breaks: ['oneAuthority'] },
  {
    name: 'quorum with half as a majority',
    options: without('majorityQuorum'),
    breaks: ['oneWinnerPerEpoch', 'oneAuthority'],
  },
  {
    name: 'kevy, as published',
    options: { protocol: 'kevy' },
    breaks: ['oneWinnerPerEpoch', 'oneAuthority'],
  },
])('$name: the search sees it break $breaks', ({ name, options, breaks }) => {
  const tried = search(options);
  for (const invariant of breaks) {
    const found = tried.filter(({ outcome }) =>
      outcome.violations.some((one) => one.invariant === invariant),
    );
    expect(found.length, invariant).toBeGreaterThan(0);
    console.info(`${name}: ${found.length} of ${tried.length} schedules violate ${invariant}`);
  }
  console.info(`${name}: ${tried.filter(isUnsettled).length} of ${tried.length} schedules do not settle`);
  console.info(complaints(tried.filter(isViolated).slice(0, 1), options).join('\n'));
});
