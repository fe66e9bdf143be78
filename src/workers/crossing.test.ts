import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect, WireMessage } from '../core/program';
import type { Codec } from '../core/protocol';
import { quorumProtocol } from '../core/protocols/quorum/protocol';
import { startClock } from '../sim/clock';
import { COMMAND, stepOf, WAKE } from '../sim/node/step';
import type { Input, NodeCall, NodeReply, Step } from '../sim/node/step';
import { UNSEEN } from '../sim/cluster/slot';
import { packCall, packReply, unpackCall, unpackReply } from './crossing';

const codec = quorumProtocol.codec as Codec;

const message: fc.Arbitrary<WireMessage> = fc.oneof(
  fc.record({
    verb: fc.constant('ACCEPT'),
    epoch: fc.nat(),
    accepterId: fc.constantFrom('n1', 'n2'),
    pre: fc.constantFrom(0, 1),
  }),
  fc.record({
    verb: fc.constant('ANNOUNCE'),
    epoch: fc.nat(),
    newPrimaryId: fc.constantFrom('n1', 'n2'),
    newPrimaryAddr: fc.constant('h:1'),
  }),
);
const member = fc.constantFrom('n1', 'n2', 'n3', '*' as const);

/** Now and then the same message to several, as a heartbeat is. */
const effects: fc.Arbitrary<Effect[]> = fc
  .array(
    fc.oneof(
      fc
        .tuple(message, fc.array(member, { minLength: 1, maxLength: 5 }))
        .map(([sent, to]) => to.map((one): Effect => ({ kind: 'send', to: one, message: sent }))),
      fc
        .record({ kind: fc.constant('persist' as const), record: fc.dictionary(fc.string(), fc.nat()) })
        .map((one) => [one]),
    ),
    { maxLength: 4 },
  )
  .map((groups) => groups.flat());

const step: fc.Arbitrary<Step> = fc
  .record({
    atUs: fc.nat(),
    input: fc.constantFrom(WAKE, COMMAND, 0, 17),
    effects,
    observation: fc.constantFrom(null, UNSEEN),
    rejected: fc.constantFrom(null, 'Bad' as const),
    failed: fc.constantFrom(null, 'Error: no'),
    unheard: fc.boolean(),
  })
  .map(({ atUs, input, ...what }) => stepOf(atUs, input, what));

const reply: fc.Arbitrary<NodeReply> = fc.record({
  steps: fc.array(step, { maxLength: 6 }),
  nextWakeUs: fc.constantFrom(5, Infinity),
});

const input: fc.Arbitrary<Input> = fc
  .tuple(fc.nat(), fc.nat(), fc.constantFrom('n1', 'n2'), fc.option(fc.uint8Array({ maxLength: 20 })))
  .map(([atUs, id, from, frame]) => ({
    ...{ atUs, id, from, frame, message: null },
    command: frame === null ? ({ kind: 'priority', value: id } as const) : null,
  }));

describe('a crossing', () => {
  test('brings the calls of any windows as they were', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 8 }), (inputs) => {
        const call: NodeCall = { inputs, notBeforeUs: 3, endUs: 9, clock: startClock(1), slowness: null };
        const crossed = structuredClone(packCall(call, (one) => codec.encode(one)));
        expect(unpackCall(crossed)).toEqual(call);
      }),
    );
  });

  test('brings messages as frames', () => {
    const sent = { verb: 'ACCEPT', epoch: 3, accepterId: 'n2', pre: 0 };
    const one: Input = { atUs: 1, id: 2, from: 'n2', message: sent, frame: null, command: null };
    const call: NodeCall = { inputs: [one], notBeforeUs: 0, endUs: 9, clock: startClock(0), slowness: null };
    const [back] = unpackCall(packCall(call, (each) => codec.encode(each))).inputs;
    expect(back).toEqual({ ...one, message: null, frame: codec.encode(sent) });
  });

  test('brings any replies as they were, in their order', () => {
    fc.assert(
      fc.property(reply, (given) => {
        expect(unpackReply(structuredClone(packReply(given, codec)), codec)).toEqual(given);
      }),
    );
  });

  test('encodes once what is sent to several alike', () => {
    const sent: WireMessage = { verb: 'ACCEPT', epoch: 3, accepterId: 'n2', pre: 0 } as WireMessage;
    const other: WireMessage = { ...sent };
    const all = ['n1', 'n2', 'n3'].map((to): Effect => ({ kind: 'send', to, message: sent }));
    all.splice(1, 0, { kind: 'send', to: 'n9', message: other });
    const packed = packReply({ steps: [stepOf(1, WAKE, { effects: all })], nextWakeUs: 2 }, codec);
    expect(packed.sizes).toHaveLength(2);
    expect(packed.outcomes[0]!.effects).toEqual([
      { kind: 'send', to: ['n1'], frame: 0 },
      { kind: 'send', to: ['n9'], frame: 1 },
      { kind: 'send', to: ['n2', 'n3'], frame: 0 },
    ]);
    const [back] = unpackReply(packed, codec).steps;
    expect(back!.effects).toEqual(all);
  });

  test('refuses a frame that the protocol does not read', () => {
    const effect = { kind: 'send' as const, to: ['n1'], frame: 0 };
    const packed = packReply({ steps: [stepOf(1, WAKE, {})], nextWakeUs: 2 }, codec);
    const broken = {
      ...packed,
      sizes: [2],
      frames: Uint8Array.of(1, 2),
      outcomes: [{ step: 0, effects: [effect] }],
    };
    expect(() => unpackReply(broken, codec)).toThrow('its own protocol refuses: Bad');
  });
});
