import { expect, test } from 'vitest';
import { startClock } from '../sim/clock';
import type { BootOrder } from '../sim/node/step';
import { serveNode } from './node-server';
import { quorumProtocol } from '../core/protocols/quorum/protocol';
import { FrameReader } from './frames';
import type { FromNode } from './protocol';

const NONE = new Uint8Array(0);

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

test('a node boots, runs its windows and can be looked at', () => {
  const { answers, handle } = server();
  handle({ type: 'boot', order });
  handle({
    type: 'run',
    call: 7,
    inputs: [],
    frames: NONE,
    notBeforeUs: 0,
    endUs: 20_001,
    clock: order.clock,
  });
  handle({ type: 'inspect', call: 8, atUs: 20_001, clock: order.clock });
  handle({ type: 'save', call: 9 });
  expect(answers.map(({ type }) => type)).toEqual(['ready', 'ran', 'inspected', 'saved']);
  const [, ran] = answers;
  if (ran?.type !== 'ran') throw new Error('it did not run');
  expect(ran.call).toBe(7);
  expect(ran.steps.map(({ atUs }) => atUs)).toEqual([0, 20_000]);
  const frames = ran.steps.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'send'));
  expect(frames.length).toBe(2);
  const reader = new FrameReader(ran.frames);
  for (const effect of frames) {
    const frame = 'size' in effect ? reader.next(effect.size) : null;
    expect(quorumProtocol.codec.decode(frame!)).toMatchObject({ ok: true, consumed: frame!.length });
  }
  expect(structuredClone(answers)).toEqual(answers);
});

test('a damaged frame is answered with what is wrong with it', () => {
  const { answers, handle } = server();
  handle({ type: 'boot', order });
  const input = { atUs: 5, id: 3, from: 'n2', size: 2, command: null };
  const frames = Uint8Array.of(42, 49);
  handle({ type: 'run', call: 1, inputs: [input], frames, notBeforeUs: 0, endUs: 10, clock: order.clock });
  const ran = answers[1];
  expect(ran?.type === 'ran' && ran.steps.at(-1)).toMatchObject({
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
