import { expect, test } from 'vitest';
import { NOTHING_YET } from '../../../core/protocols/own/observed';
import { believed } from './believed';

const reply = {
  atUs: [1],
  inputs: [-1],
  outcomes: [
    {
      step: 0,
      observation: NOTHING_YET,
      effects: [
        { kind: 'send', to: ['n2', '*'], frame: 0 },
        { kind: 'persist', record: { term: 1 } },
        { kind: 'event', event: { tag: 'note', epoch: 1, peer: null, text: 'says' } },
      ],
    },
  ],
  sizes: [3],
  frames: new Uint8Array(3),
  nextWakeUs: Infinity,
};

test('what a node says is believed', () => {
  expect(believed({ type: 'ready' })).not.toBeNull();
  expect(believed({ type: 'ran', reply })).not.toBeNull();
});

test.each([
  ['nothing', null],
  ['a text', 'ran'],
  ['another type', { type: 'loaded', manifest: {} }],
  ['a reply without a form', { type: 'ran', reply: {} }],
  [
    'a role that there is not',
    {
      type: 'ran',
      reply: { ...reply, outcomes: [{ step: 0, observation: { ...NOTHING_YET, role: 'king' } }] },
    },
  ],
  [
    'an effect that there is not',
    { type: 'ran', reply: { ...reply, outcomes: [{ step: 0, effects: [{ kind: 'evil' }] }] } },
  ],
  ['frames that are no bytes', { type: 'ran', reply: { ...reply, frames: [1, 2, 3] } }],
  ['frames without end', { type: 'ran', reply: { ...reply, frames: new Uint8Array(5_000_000) } }],
  [
    'a sentence without end',
    { type: 'ran', reply: { ...reply, outcomes: [{ step: 0, failed: 'x'.repeat(2000) }] } },
  ],
  ['steps without end', { type: 'ran', reply: { ...reply, atUs: new Array<number>(30_000).fill(1) } }],
])('%s is not', (_, message) => {
  expect(believed(message)).toBeNull();
});
