/**
 * The three numbers of a Kubernetes lease. Sources: comments of client-go's leaderelection.go; openshift/library-go,
 * pkg/config/leaderelection.
 */
import { setting, type MarginsOf } from './margin';

/** A follower waits up to this many retry periods between two tries. */
const LONGEST_WAIT = 2.2;

export const kubernetesMargins: MarginsOf = (setup) => {
  const lease = setting(setup, 'leaseDurationMs');
  const deadline = setting(setup, 'renewDeadlineMs');
  const retry = setting(setup, 'retryPeriodMs');
  const fromRound = setting(setup, 'deadlineFromRenewal') === 0;
  const on = deadline + (fromRound ? retry : 0);
  return [
    {
      id: 'leadsOn',
      trial: 'leadsOn',
      title: 'Leads on after its last renewal',
      unit: 'ms',
      believed: { value: deadline, formula: 'deadline', source: 'client-go, what the field is said to do' },
      derived: {
        value: on,
        formula: fromRound ? 'retry + deadline' : 'deadline',
        source: fromRound
          ? 'the deadline counts from the start of a round, one retry period after the renewal'
          : 'with our switch the deadline counts from the renewal',
      },
    },
    {
      id: 'margin',
      trial: 'leadsOn',
      figureOf: (onMs) => lease - onMs,
      title: 'Until others may take over, after that',
      unit: 'ms',
      believed: {
        value: lease - deadline,
        formula: 'lease − deadline',
        source: 'openshift/library-go: clock skew that is tolerated',
      },
      derived: {
        value: lease - on,
        formula: fromRound ? 'lease − deadline − retry' : 'lease − deadline',
        source: 'below zero: two may lead, with right clocks',
      },
    },
    {
      id: 'rates',
      trial: 'leadsOn',
      figureOf: (onMs) => lease / onMs,
      title: 'Ratio of clock rates that is tolerated',
      unit: 'ratio',
      believed: {
        value: lease / deadline,
        formula: 'lease / deadline',
        source: 'client-go, comments of leaderelection.go: about so much',
      },
      derived: {
        value: lease / on,
        formula: fromRound ? 'lease / (deadline + retry)' : 'lease / deadline',
        source: 'below one: none at all',
      },
    },
    {
      id: 'outage',
      trial: 'outage',
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
      trial: 'graceful',
      title: 'Longest takeover after a release',
      unit: 'ms',
      believed: { value: retry, formula: 'retry', source: 'openshift/library-go: graceful, at worst' },
      derived: {
        value: LONGEST_WAIT * retry,
        formula: '2.2 × retry',
        source: 'a follower waits up to 2.2 retry periods between two tries; what requests take comes on top',
      },
    },
    {
      id: 'crash',
      trial: 'crash',
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
};
