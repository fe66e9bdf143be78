import { expect, test } from 'vitest';
import { describeFault, faultWords } from './fault-words';
import type { FaultAction } from './run';
import { Lab, runOf } from './test-kit';

test.each<[FaultAction, string]>([
  [{ kind: 'kill', node: 'n1' }, 'n1 was killed'],
  [{ kind: 'restart', node: 'n1' }, 'n1 was restarted, its disk kept'],
  [{ kind: 'restart', node: 'n1', disk: 'wiped' }, 'n1 was restarted with an empty disk'],
  [{ kind: 'crash', node: 'n1', how: 'throw' }, 'n1 was told to throw'],
  [{ kind: 'cut', from: 'n1', to: 'n2' }, 'the link n1 → n2 was cut'],
  [{ kind: 'partition', groups: [['n1', 'n2']] }, 'the network was split: n1 n2 | whoever is left'],
  [
    { kind: 'partition', groups: [['n1'], ['n2', 'n3']] },
    'the network was split: n1 | n2 n3 | whoever is left',
  ],
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
  [{ kind: 'export', node: 'n1', how: 'fail' }, 'n1 was told to let its export fail'],
  [
    { kind: 'store', how: 'corrupt', key: 'election/leader' },
    'the store was told to overwrite its key election/leader with what nobody can read',
  ],
  [
    { kind: 'store', how: 'tombstone', key: 'election/leader' },
    'the store was told to delete its key election/leader',
  ],
])('with nothing else to go by, says %o', (fault, sentence) => {
  expect(describeFault(fault)).toBe(sentence);
});

/** What a fresh cluster of three says of these faults, one after the other, a millisecond apart. */
function told(...faults: readonly FaultAction[]): readonly string[] {
  const lab = new Lab(runOf(3));
  faults.forEach((fault, at) => lab.to(at + 1).do(fault));
  const { trace } = lab.world;
  return Array.from({ length: trace.records.length }, (_, id) => id)
    .filter((id) => trace.records.kindOf(id) === 'fault')
    .map((id) => faultWords(trace, id));
}

test.each<[readonly FaultAction[], string]>([
  [
    [
      { kind: 'kill', node: 'n1' },
      { kind: 'kill', node: 'n1' },
    ],
    'n1 was to be killed, but it was dead already',
  ],
  [
    [
      { kind: 'crash', node: 'n1', how: 'throw' },
      { kind: 'kill', node: 'n1' },
    ],
    'n1 was killed: it had crashed, and stays down',
  ],
  [[{ kind: 'restart', node: 'n1' }], 'n1 was killed and restarted, its disk kept'],
  [
    [
      { kind: 'kill', node: 'n1' },
      { kind: 'restart', node: 'n1', disk: 'wiped' },
    ],
    'n1 was restarted with an empty disk',
  ],
  [
    [
      { kind: 'freeze', node: 'n1' },
      { kind: 'freeze', node: 'n1' },
    ],
    'n1 was to be frozen, but it was frozen already',
  ],
  [
    [
      { kind: 'freeze', node: 'n1' },
      { kind: 'thaw', node: 'n1' },
    ],
    'n1 was thawed: nothing had waited for it',
  ],
  [
    [
      { kind: 'kill', node: 'n2' },
      { kind: 'crash', node: 'n2', how: 'hang' },
    ],
    'n2 was to hang, but it was dead already',
  ],
  [
    [
      { kind: 'cut', from: 'n1', to: 'n2' },
      { kind: 'cut', from: 'n1', to: 'n2' },
    ],
    'the link n1 → n2 was to be cut, but it was cut already',
  ],
  [[{ kind: 'heal', from: 'n1', to: 'n2' }], 'the link n1 → n2 was to be healed, but it was not cut'],
  [[{ kind: 'healAll' }], 'all links were to be healed, but there was nothing to heal'],
  [
    [
      { kind: 'partition', groups: [['n1']] },
      { kind: 'partition', groups: [['n2', 'n3'], ['n1']] },
    ],
    'the network was to be split, but every link between these was cut already: n2 n3 | n1',
  ],
  [
    [
      { kind: 'corrupt', from: 'n1', to: 'n2' },
      { kind: 'corrupt', from: 'n1', to: 'n2' },
    ],
    'the next frame n1 → n2 was to be damaged, but was going to be already',
  ],
  [
    [
      { kind: 'link', from: 'n1', to: 'n2', lossRatio: 0.5 },
      { kind: 'link', from: 'n1', to: 'n2', lossRatio: 0.5 },
    ],
    'the link n1 → n2 was to be changed, but nothing is other than it was: loss 50 %',
  ],
  [
    [{ kind: 'clock', node: 'n1', rate: 1 }],
    'the clock of n1 was to be changed, but nothing is other than it was: it runs at 1× true time',
  ],
  [
    [
      { kind: 'configure', network: { lossRatio: 0.1 } },
      { kind: 'configure', network: { lossRatio: 0.1 } },
    ],
    'the settings were to be changed, but nothing is other than it was: loss 10 %',
  ],
  [
    [
      { kind: 'kill', node: 'n1' },
      { kind: 'replOffset', node: 'n1', value: 7 },
    ],
    'n1 was to be given the replication offset 7, but it was dead already',
  ],
  [
    [
      { kind: 'freeze', node: 'n1' },
      { kind: 'replOffset', node: 'n1', value: 7 },
    ],
    'n1 was given the replication offset 7; it is frozen, and learns of it when it is thawed',
  ],
  [
    [{ kind: 'deliver', message: 4_000_000 }],
    'message 4000000 was to be handed over at once, but no such message had been sent',
  ],
])('of %j it says at last: %s', (faults, sentence) => {
  expect(told(...faults).at(-1)).toBe(sentence);
});

test('a message that has arrived cannot be taken out of the air', () => {
  const lab = new Lab(runOf(3)).to(600);
  const { id } = lab.messages().find(({ fate }) => fate === 'delivered')!;
  lab.do({ kind: 'drop', message: id });
  const { trace } = lab.world;
  expect(faultWords(trace, trace.records.length - 1)).toBe(
    `message ${id} was to be taken out of the air, but it was not in the air any more`,
  );
});

test('what a fault came to is not part of the digest, and a fork of the trace still knows it', () => {
  const lab = new Lab(runOf(3)).to(1).do({ kind: 'thaw', node: 'n2' });
  const { trace } = lab.world;
  const fork = trace.fork(trace.mark(), []);
  expect(faultWords(fork, trace.records.length - 1)).toBe('n2 was to be thawed, but it was not frozen');
  expect(fork.digest()).toBe(trace.digest());
});
