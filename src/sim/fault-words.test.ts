import { expect, test } from 'vitest';
import { describeFault } from './fault-words';
import type { FaultAction } from './run';

test.each<[FaultAction, string]>([
  [{ kind: 'kill', node: 'n1' }, 'n1 was killed'],
  [{ kind: 'restart', node: 'n1' }, 'n1 was restarted, its disk kept'],
  [{ kind: 'restart', node: 'n1', disk: 'wiped' }, 'n1 was restarted with an empty disk'],
  [{ kind: 'crash', node: 'n1', how: 'throw' }, 'n1 was told to throw'],
  [{ kind: 'cut', from: 'n1', to: 'n2' }, 'the link n1 → n2 was cut'],
  [{ kind: 'partition', groups: [['n1', 'n2']] }, 'the network was split: n1 n2 | the rest'],
  [{ kind: 'partition', groups: [['n1'], ['n2', 'n3']] }, 'the network was split: n1 | n2 n3'],
  [
    { kind: 'link', from: 'n1', to: 'n2', latencyMs: [5, 9], lossRatio: 0.125 },
    'the link n1 → n2 was changed: latency 5–9 ms, loss 12.5 %',
  ],
  [
    { kind: 'clock', node: 'n1', rate: 1.5, offsetMs: -20 },
    'the clock of n1 was changed: it runs at 1.5× true time, its wall clock is off by -20 ms',
  ],
  [
    {
      kind: 'configure',
      config: { hbIntervalMs: 700 },
      network: { latencyMs: [5, 9], lossRatio: 0.07 },
      safeguards: { stickyVoters: false },
    },
    'the settings were changed: hbIntervalMs 700, latency 5–9 ms, loss 7 %, stickyVoters off',
  ],
  [{ kind: 'configure', network: { duplicateRatio: 0 } }, 'the settings were changed: duplication 0 %'],
  [{ kind: 'deliver', message: 12 }, 'message 12 was handed over at once'],
  [{ kind: 'replOffset', node: 'n1', value: 7 }, 'n1 was given the replication offset 7'],
  [{ kind: 'priority', node: 'n1', value: -2 }, 'n1 was given the priority -2'],
  [{ kind: 'resign', node: 'n1' }, 'n1 was told to resign'],
  [{ kind: 'export', node: 'n1', how: 'abandon' }, 'n1 was told to abandon its export'],
  [{ kind: 'export', node: 'n1', how: 'fail' }, 'the export of n1 was made to fail'],
  [
    { kind: 'store', how: 'corrupt', key: 'election/leader' },
    "the store's key election/leader was overwritten with what nobody can read",
  ],
  [
    { kind: 'store', how: 'tombstone', key: 'election/leader' },
    "the store's key election/leader was deleted, its tombstone left",
  ],
])('says %o', (fault, sentence) => {
  expect(describeFault(fault)).toBe(sentence);
});
