/**
 * What people believe of the three numbers of a Kubernetes lease, and what follows from the code of the elector. All in
 * milliseconds, but for the ratio of clock rates. Sources: comments of client-go's leaderelection.go; openshift/library-go,
 * pkg/config/leaderelection.
 */

export interface LeaseNumbers {
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
}

export type MarginId = 'leadsOn' | 'margin' | 'rates' | 'outage' | 'graceful' | 'crash';

export interface Margin {
  readonly id: MarginId;
  readonly title: string;
  readonly unit: 'ms' | 'ratio';
  readonly believed: Claim;
  readonly derived: Claim;
}

export interface Claim {
  readonly value: number;
  /** How it comes about, in the names of the numbers. */
  readonly formula: string;
  /** Who says so; of what is derived: what it supposes. */
  readonly source: string;
}

/** A follower waits up to this many retry periods between two tries. */
const LONGEST_WAIT = 2.2;

/** In the order of a table. The numbers must agree with each other, as the protocol checks them. */
export function kubernetesMargins(numbers: LeaseNumbers): readonly Margin[] {
  const { leaseDurationMs: lease, renewDeadlineMs: deadline, retryPeriodMs: retry } = numbers;
  return [
    {
      id: 'leadsOn',
      title: 'Leads on after its last renewal',
      unit: 'ms',
      believed: { value: deadline, formula: 'deadline', source: 'client-go, what the field is said to do' },
      derived: {
        value: deadline + retry,
        formula: 'retry + deadline',
        source: 'the deadline counts from the start of a round, one retry period after the renewal',
      },
    },
    {
      id: 'margin',
      title: 'Until others may take over, after that',
      unit: 'ms',
      believed: {
        value: lease - deadline,
        formula: 'lease − deadline',
        source: 'openshift/library-go: clock skew that is tolerated',
      },
      derived: {
        value: lease - deadline - retry,
        formula: 'lease − deadline − retry',
        source: 'below zero: two may lead, with right clocks',
      },
    },
    {
      id: 'rates',
      title: 'Ratio of clock rates that is tolerated',
      unit: 'ratio',
      believed: {
        value: lease / deadline,
        formula: 'lease / deadline',
        source: 'client-go, comments of leaderelection.go: about so much',
      },
      derived: {
        value: lease / (deadline + retry),
        formula: 'lease / (deadline + retry)',
        source: 'below one: none at all',
      },
    },
    {
      id: 'outage',
      title: 'Longest outage of the server survived',
      unit: 'ms',
      believed: {
        value: (Math.floor(deadline / retry) - 1) * retry,
        formula: '(⌊deadline / retry⌋ − 1) × retry',
        source: 'openshift/library-go: API downtime that is tolerated',
      },
      derived: {
        value: (Math.ceil(deadline / retry) - 1) * retry,
        formula: '(⌈deadline / retry⌉ − 1) × retry',
        source: 'it begins just before a round, and a request fails at once',
      },
    },
    {
      id: 'graceful',
      title: 'Longest takeover after a release',
      unit: 'ms',
      believed: { value: retry, formula: 'retry', source: 'openshift/library-go: graceful, at worst' },
      derived: {
        value: LONGEST_WAIT * retry,
        formula: '2.2 × retry',
        source: 'a follower waits up to 2.2 retry periods between two tries',
      },
    },
    {
      id: 'crash',
      title: 'Longest takeover after a crash',
      unit: 'ms',
      believed: {
        value: lease + retry,
        formula: 'lease + retry',
        source: 'openshift/library-go: non-graceful, at worst',
      },
      derived: {
        value: lease + 2 * LONGEST_WAIT * retry,
        formula: 'lease + 2 × 2.2 × retry',
        source: 'one wait to see the last renewal, one more to see that the lease is over',
      },
    },
  ];
}
