/** The numbers of `ballot-lease`. Its rules: PROTOCOL.md, section 5. */
import { setting, type Margin, type MarginsOf } from './margin';
import { takeoverMargins } from './takeovers';

/** When a request is sent again for the last time before `withinMs` are over, 0 if it never is. */
function lastRepeatMs(timeoutMs: number, withinMs: number): number {
  let sentMs = 0;
  for (let wait = timeoutMs; sentMs + wait <= withinMs; wait = Math.min(2 * wait, 8 * timeoutMs))
    sentMs += wait;
  return sentMs;
}

export const ballotMargins: MarginsOf = (setup) => {
  const lease = setting(setup, 'leaseMs');
  const heartbeat = setting(setup, 'heartbeatMs');
  const turn = Math.min(setting(setup, 'refreshMs'), heartbeat);
  const repeat = setting(setup, 'storeTimeoutMs');
  const [, most] = setup.latencyMs;
  const leadsOn: Margin = {
    id: 'leadsOn',
    title: 'Leads on once it is cut off',
    unit: 'ms',
    believed: null,
    derived: {
      value: lease,
      formula: 'leaseMs',
      source: 'the lease counts from when it began to ask for it, on its own wall clock',
    },
    trial: 'leadsOn',
  };
  return [
    leadsOn,
    {
      id: 'margin',
      title: 'Difference of wall clocks that is tolerated',
      unit: 'ms',
      believed: null,
      derived: {
        value: 0,
        formula: '0',
        source: 'the end of a lease is one instant, and each reads it off its own wall clock',
      },
      trial: 'leadsOn',
      figureOf: (onMs) => lease - onMs,
    },
    {
      id: 'outage',
      title: 'Outage of the store that is always survived',
      unit: 'ms',
      believed: null,
      derived: {
        value: lastRepeatMs(repeat, lease - turn - 8 * most),
        formula:
          '(1 + 2 + 4 + …) × storeTimeoutMs ≤ leaseMs − min(refreshMs, heartbeatMs) − 8 × most latency',
        source:
          'it begins just before a turn; what was lost is asked again after twice the time, up to eightfold, and a turn is two round trips, as is to strike off the dead before it',
      },
      trial: 'outage',
    },
    {
      id: 'graceful',
      title: 'Longest takeover after a resignation',
      unit: 'ms',
      believed: null,
      derived: {
        value: heartbeat + 8 * most,
        formula: 'heartbeatMs + 8 × most latency',
        source: 'nobody is told: a follower finds the key empty at its next turn',
      },
      trial: 'graceful',
    },
    ...takeoverMargins(setup.bounds, null),
  ];
};
