/** The numbers of `quorum`. Its rules: PROTOCOL.md, section 2; nobody else has published anything of them. */
import { setting, type MarginsOf } from './margin';
import { takeoverMargins } from './takeovers';

export const quorumMargins: MarginsOf = (setup) => {
  const lease = setting(setup, 'leaseMs');
  const down = setting(setup, 'downAfterMs');
  return [
    {
      id: 'leadsOn',
      title: 'Leads on once it is cut off',
      unit: 'ms',
      believed: null,
      derived: {
        value: lease,
        formula: 'leaseMs',
        source: 'its authority counts from when it sent the heartbeat that a quorum granted',
      },
      trial: 'leadsOn',
    },
    {
      id: 'margin',
      title: 'Until others may vote, after that',
      unit: 'ms',
      believed: null,
      derived: {
        value: down - lease,
        formula: 'downAfterMs − leaseMs',
        source: 'who granted votes for nobody else until it has heard nothing for downAfterMs',
      },
      trial: 'leadsOn',
      figureOf: (onMs) => down - onMs,
    },
    {
      id: 'rates',
      title: 'Ratio of clock rates that is tolerated',
      unit: 'ratio',
      believed: null,
      derived: {
        value: down / lease,
        formula: 'downAfterMs / leaseMs',
        source: 'the slowest clock at the primary, the fastest at those who grant',
      },
      trial: 'leadsOn',
      figureOf: (onMs) => down / onMs,
    },
    ...takeoverMargins(setup.bounds, null),
  ];
};
