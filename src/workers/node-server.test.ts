import { expect, test } from 'vitest';
import { startClock } from '../sim/clock';
import type { BootOrder } from '../sim/node/step';
import { serveNode } from './node-server';
import { quorumProtocol } from '../core/protocols/quorum/protocol';
import type { NodeCall } from '../sim/node/step';
import { packCall, unpackReply } from './crossing';
import type { FromNode, ToNode } from './protocol';

const { codec } = quorumProtocol;

const order: BootOrder = {
  system: { protocol: 'quorum', clients: 0, exports: false },
  part: 'node',
  nodeId: 'n1',
  peerIds: ['n1', 'n2'],
  addresses: { n1: 'h1:1', n2: 'h2:1' },
  startRole: 'replica',
  config: { hbIntervalMs: 20, downAfterMs: 200 },
  safeguards: {},
  disk: null,
  replOffset: 0,
  dataEpoch: 0,
  storeId: null,
  atUs: 0,
  clock: startClock(0),
  random: [1, 2, 3, 4],
};

function server(): { answers: FromNode[]; handle: ReturnType<typeof serveNode> } {
  const answers: FromNode[] = [];
  return { answers, handle: serveNode({ postMessage: (message) => answers.push(message) }) };
}

function callOf(call: Partial<NodeCall>): ToNode {
  const whole = { inputs: [], notBeforeUs: 0, endUs: 0, clock: order.clock, slowness: null, ...call };
  return { type: 'run', call: packCall(whole, () => Uint8Array.of()) };
}

test('a node boots, runs its windows and can be looked at', () => {
  const { answers, handle } = server();
  handle({ type: 'boot', order });
  handle(callOf({ endUs: 20_001 }));
  handle({ type: 'inspect', call: 8, atUs: 20_001, clock: order.clock });
  handle({ type: 'save', call: 9 });
  expect(answers.map(({ type }) => type)).toEqual(['ready', 'ran', 'inspected', 'saved']);
  const [, ran] = answers;
  if (ran?.type !== 'ran') throw new Error('it did not run');
  const { steps } = unpackReply(ran.reply, codec);
  expect(steps.map(({ atUs }) => atUs)).toEqual([0, 20_000]);
  const sent = steps.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'send'));
  expect(sent).toMatchObject([{ message: { verb: 'HB', nodeId: 'n1' } }, { message: { verb: 'HB' } }]);
  expect(structuredClone(answers)).toEqual(answers);
});

test('a damaged frame is answered with what is wrong with it', () => {
  const { answers, handle } = server();
  handle({ type: 'boot', order });
  const frame = Uint8Array.of(42, 49);
  const inputs = [{ atUs: 5, id: 3, from: 'n2', message: null, frame, command: null }];
  handle(callOf({ inputs, endUs: 10 }));
  const ran = answers[1];
  if (ran?.type !== 'ran') throw new Error('it did not run');
  expect(unpackReply(ran.reply, codec).steps.at(-1)).toMatchObject({
    input: 3,
    rejected: 'Truncated',
    failed: null,
  });
});

test('an order to throw is obeyed, and nothing runs before it is booted', () => {
  const { handle } = server();
  expect(() => handle({ type: 'save', call: 1 })).toThrow('a node must boot before it is saved');
  expect(() => handle({ type: 'fail', how: 'throw' })).toThrow('it was told to throw');
});
