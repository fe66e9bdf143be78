/** The search that finds nothing in `quorum` can see: it does find what breaks when a rule is left out. */
import { expect, test } from 'vitest';
import {
  complaints,
  countOf,
  isUnsettled,
  isViolated,
  search,
  SEEDS_TO_FIND_IN,
  SKEW_MS,
  type SearchOptions,
} from './search';

const without = (safeguard: string): SearchOptions => ({
  protocol: 'quorum',
  safeguards: { [safeguard]: false },
});

test.each<{ name: string; options: SearchOptions; breaks: readonly string[] }>([
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
  const missing = new Set(breaks);
  const tried = search(options, SEEDS_TO_FIND_IN, ({ outcome }) => {
    for (const { invariant } of outcome.violations) missing.delete(invariant);
    return missing.size === 0;
  });
  for (const invariant of breaks) {
    const found = countOf(invariant, tried);
    expect(found, invariant).toBeGreaterThan(0);
    console.info(`${name}: ${found} of ${tried.length} schedules violate ${invariant}`);
  }
  console.info(`${name}: ${tried.filter(isUnsettled).length} of ${tried.length} schedules do not settle`);
  console.info(complaints(tried.filter(isViolated).slice(0, 1), options).join('\n'));
});

/** Until so many schedules broke it: enough to see that it is no freak. */
const ENOUGH = 3;
const BALLOT: SearchOptions = { protocol: 'ballot-lease', clients: 2, skewMs: SKEW_MS };
const QUORUM: SearchOptions = { protocol: 'quorum', clients: 2 };

test.each<{ name: string; options: SearchOptions; breaks: string; enough?: number }>([
  {
    name: 'ballot-lease that forgets the ballot on resigning',
    options: { ...BALLOT, safeguards: { keepBallotOnResign: false } },
    breaks: 'ballotsRise',
  },
  {
    name: 'ballot-lease without fencing',
    options: { ...BALLOT, safeguards: { fencing: false } },
    breaks: 'fencedRegister',
  },
  {
    name: 'ballot-lease without fencing',
    options: { ...BALLOT, safeguards: { fencing: false } },
    breaks: 'acknowledgedSurvive',
  },
  {
    name: 'quorum whose primary alone acknowledges',
    options: { ...QUORUM, safeguards: { majorityAck: false } },
    breaks: 'acknowledgedSurvive',
  },
  {
    // Hard to come by: two copies have to part, and the wrong one be the longer.
    name: 'quorum without dated offsets',
    options: { ...QUORUM, clients: 5, safeguards: { datedOffsets: false } },
    breaks: 'acknowledgedSurvive',
    enough: 1,
  },
  { name: 'kevy, as published', options: { ...QUORUM, protocol: 'kevy' }, breaks: 'acknowledgedSurvive' },
  {
    name: 'kevy, as published, whose leader reads by what it believes',
    options: { ...QUORUM, protocol: 'kevy', readShare: 50 },
    breaks: 'noStaleRead',
    enough: 1,
  },
  {
    name: 'quorum whose primary alone acknowledges',
    options: { ...QUORUM, readShare: 50, safeguards: { majorityAck: false } },
    breaks: 'noStaleRead',
  },
  {
    // Within one lease somebody else has to win it, to write, and to be believed in by one client and not by another.
    name: 'ballot-lease whose clocks are a whole lease off',
    options: { ...BALLOT, clients: 5, readShare: 80, skewMs: 2 * SKEW_MS, nodes: [3, 3] },
    breaks: 'noStaleRead',
  },
  {
    name: 'raft with half as a majority',
    options: { ...QUORUM, protocol: 'raft', readShare: 50, safeguards: { majorityQuorum: false } },
    breaks: 'acknowledgedSurvive',
  },
  {
    name: 'raft whose voters do not compare logs',
    options: { ...QUORUM, protocol: 'raft', readShare: 50, safeguards: { upToDateVoters: false } },
    breaks: 'noStaleRead',
    enough: 1,
  },
  {
    name: 'quorum whose clocks drift beyond the margin of its lease',
    options: { protocol: 'quorum', nodes: [3, 5], driftRatio: 0.8 },
    breaks: 'oneAuthority',
    enough: 1,
  },
])('$name: the search sees it break $breaks', ({ name, options, breaks, enough = ENOUGH }) => {
  const looking = { ...options, only: [breaks] };
  let found = 0;
  const tried = search(looking, SEEDS_TO_FIND_IN, (one) => {
    if (isViolated(one)) found += 1;
    return found === enough;
  });
  expect(countOf(breaks, tried)).toBe(enough);
  console.info(`${name}: ${found} of ${tried.length} schedules violate ${breaks}`);
  console.info(complaints(tried.filter(isViolated).slice(0, 1), looking).join('\n'));
});
