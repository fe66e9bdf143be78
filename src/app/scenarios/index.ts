/** Every scenario, in the order of the menu: from what must work, through what breaks, to what holds it together. */
import { cleanFailover } from './clean-failover';
import { oneCutLink } from './one-cut-link';
import { oneCutLinkHardened } from './one-cut-link-hardened';
import type { Scenario } from './scenario';
import { threeOfFiveDown } from './three-of-five-down';

export type { Scenario } from './scenario';

export const SCENARIOS: readonly Scenario[] = [
  cleanFailover,
  threeOfFiveDown,
  oneCutLink,
  oneCutLinkHardened,
];
