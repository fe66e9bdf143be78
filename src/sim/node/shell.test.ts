import { describe, expect, test, vi } from 'vitest';
import { quorumProtocol } from '../../core/protocols/quorum/protocol';
import { startClock } from '../clock';
import { simulate } from '../simulate';
import { runOf } from '../test-kit';
import { NodeShell } from './shell';
import { COMMAND, WAKE, type BootOrder, type Input, type NodeCall } from './step';

const order: BootOrder = {
  system: { protocol: 'quorum', clients: 0, exports: false },
  part: 'node',
  nodeId: 'n1',
  peerIds: ['n1', 'n2', 'n3'],
  addresses: { n1: 'h1:1', n2: 'h2:1', n3: 'h3:1' },
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
const ACCEPT = { verb: 'ACCEPT', epoch: 9, accepterId: 'n2', pre: 0 } as const;

const message = (atUs: number, id: number): Input => ({
  atUs,
  id,
  from: 'n2',
  message: ACCEPT,
  frame: null,
  command: null,
});
const command = (atUs: number, id: number): Input => ({
  ...message(atUs, id),
  message: null,
  command: { kind: 'replOffset', value: 4 },
});
const call = (endUs: number, inputs: readonly Input[] = [], notBeforeUs = 0): NodeCall => ({
  inputs,
  notBeforeUs,
  endUs,
  slowness: null,
  clock: order.clock,
});

describe('a window', () => {
  test('holds the wake-ups and inputs before its end, in order, an input first', () => {
    const shell = new NodeShell(order);
    const { steps, nextWakeUs } = shell.run(
      call(40_001, [message(5, 0), command(20_000, 1), message(20_000, 2)]),
    );
    expect(steps.map(({ atUs, input }) => [atUs, input])).toEqual([
      [0, WAKE],
      [5, 0],
      // What was overdue is caught up with by the input: the wake-up of that instant has nothing left to tell.
      [20_000, COMMAND],
      [20_000, 2],
      [40_000, WAKE],
    ]);
    expect(nextWakeUs).toBe(order.clock.nowAtOriginUs + 60_000);
  });

  test('takes a value and its frame alike', () => {
    const frame = quorumProtocol.codec.encode(ACCEPT);
    const byValue = new NodeShell(order).run(call(100, [message(5, 0)]));
    const byFrame = new NodeShell(order).run(call(100, [{ ...message(5, 0), message: null, frame }]));
    expect(byFrame).toEqual(byValue);
  });

  test('lets nothing happen before the process went on, whatever was due', () => {
    const { steps } = new NodeShell(order).run(call(1000, [message(5, 0), message(600, 1)], 500));
    expect(steps.map(({ atUs, input }) => [atUs, input])).toEqual([
      [500, 0],
      [600, 1],
    ]);
  });
});

describe('a program that throws', () => {
  test('fails at that input; what follows reaches nobody, be it a message or a command', () => {
    const shell = new NodeShell(order);
    shell.run(call(1));
    vi.spyOn(shell.program, 'onMessage').mockImplementation(() => {
      throw new RangeError('too far');
    });
    const { steps, nextWakeUs } = shell.run(call(100, [message(5, 7), command(6, 8), message(9, 8)]));
    expect(steps.map(({ atUs, input, failed, unheard }) => ({ atUs, input, failed, unheard }))).toEqual([
      { atUs: 5, input: 7, failed: 'RangeError: too far', unheard: false },
      { atUs: 6, input: COMMAND, failed: null, unheard: true },
      { atUs: 9, input: 8, failed: null, unheard: true },
    ]);
    expect(nextWakeUs).toBe(Infinity);
  });

  test('anything is told with what it threw', () => {
    const shell = new NodeShell(order);
    vi.spyOn(shell.program, 'onWake').mockImplementation(() => {
      throw 'nothing';
    });
    expect(shell.run(call(1)).steps).toMatchObject([{ atUs: 0, input: WAKE, failed: 'nothing' }]);
  });
});

test('a process that is saved goes on elsewhere as it does here', () => {
  const here = new NodeShell(order);
  here.run(call(250_000));
  const { state, random } = structuredClone(here.save());
  const there = new NodeShell({ ...order, atUs: 250_000, state, random });
  const effects = (shell: NodeShell) => shell.run(call(2_000_000)).steps.flatMap((step) => step.effects);
  expect(effects(there)).toEqual(effects(here));
});

describe('a program that fails before its first step', () => {
  test('fails at that step, with what it threw', () => {
    vi.spyOn(quorumProtocol, 'create').mockImplementationOnce(() => {
      throw new RangeError('no such thing');
    });
    const shell = new NodeShell(order);
    const { steps, nextWakeUs } = shell.run(call(100, [message(5, 7)]));
    expect(steps.map(({ atUs, failed, unheard }) => ({ atUs, failed, unheard }))).toEqual([
      { atUs: 0, failed: 'RangeError: no such thing', unheard: false },
      { atUs: 5, failed: null, unheard: true },
    ]);
    expect(nextWakeUs).toBe(Infinity);
  });

  test('is saved as what it is: nothing', () => {
    vi.spyOn(quorumProtocol, 'create').mockImplementationOnce(() => {
      throw new RangeError('no such thing');
    });
    expect(new NodeShell(order).save().state).toBeUndefined();
  });

  test('fails at other settings like at anything else', () => {
    const shell = new NodeShell(order);
    shell.run(call(1));
    vi.spyOn(quorumProtocol, 'restore').mockImplementationOnce(() => {
      throw new RangeError('not with these');
    });
    shell.configure(order.config, order.safeguards);
    expect(shell.run(call(100)).steps).toMatchObject([{ failed: 'RangeError: not with these' }]);
  });
});

test('a cluster goes on without a node that cannot even start', () => {
  vi.spyOn(quorumProtocol, 'create').mockImplementationOnce(() => {
    throw new RangeError('no such thing');
  });
  const { view } = simulate(runOf(3), 3000);
  expect(view.nodes.map(({ status }) => status)).toEqual(['crashed', 'up', 'up']);
  expect(view.nodes.filter(({ authority }) => authority)).toHaveLength(1);
});
