import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { World } from '../sim/cluster/world';
import { resolveRun, type FaultAction, type Run } from '../sim/run';
import { runOf } from '../sim/test-kit';
import type { CrossingReply } from './crossing';
import { WorkerHost, type WorkerHostOptions } from './worker-host';
import { FakeWorkers } from './worker-test-kit';

class Rig {
  readonly host: WorkerHost;
  readonly world: World;
  readonly told: string[] = [];

  constructor(
    run: Run,
    readonly workers = new FakeWorkers(),
    options: Partial<WorkerHostOptions> = {},
  ) {
    this.host = new WorkerHost({
      makeWorker: this.workers.make,
      onProcess: (node, what) => this.told.push(`${run.nodes[node]} ${what}`),
      ...options,
    });
    this.world = new World(resolveRun(run), this.host);
  }

  async to(ms: number): Promise<this> {
    const untilUs = ms * 1000;
    for (let window = this.world.open(untilUs); window !== null; window = this.world.open(untilUs)) {
      const replies = window.calls.map(({ node, call }) => this.host.run(node, call));
      this.world.close(window, await Promise.all(replies));
    }
    return this;
  }

  do(...actions: FaultAction[]): this {
    for (const action of actions) this.world.inject(action);
    return this;
  }

  node(id: string) {
    return this.world.slot(id).snapshot();
  }

  leader(): string {
    const leaders = this.world.slots.filter((slot) => slot.hasAuthority(this.world.headUs));
    expect(leaders).toHaveLength(1);
    return leaders[0]!.id;
  }
}

const NO_REPLY: CrossingReply = {
  ...{ atUs: [], inputs: [], outcomes: [], sizes: [], frames: new Uint8Array(0) },
  nextWakeUs: 0,
};

const rigs: Rig[] = [];
const rigOf = (...args: ConstructorParameters<typeof Rig>) => {
  const rig = new Rig(...args);
  rigs.push(rig);
  return rig;
};
afterEach(() => {
  for (const rig of rigs.splice(0)) rig.host.dispose();
  vi.useRealTimers();
});

describe('nodes in workers', () => {
  test('hand over bytes, never messages', async () => {
    const rig = await rigOf(runOf(3)).to(400);
    const calls = rig.workers.all.flatMap(({ received }) =>
      received.flatMap((message) => (message.type === 'run' ? [message.call] : [])),
    );
    for (const { sizes, frames, commands } of calls) {
      expect(frames).toBeInstanceOf(Uint8Array);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(frames.length);
      expect(commands).toEqual([]);
    }
    expect(calls.flatMap(({ sizes }) => sizes).length).toBeGreaterThan(50);
    expect(JSON.stringify(calls)).not.toContain('verb');
  });

  test('are called only in windows in which they have something to do', async () => {
    const rig = await rigOf(runOf(3, { config: { hbIntervalMs: 100, downAfterMs: 1000 } })).to(1000);
    const runs = rig.workers.of('n1').received.filter(({ type }) => type === 'run').length;
    expect(runs).toBeLessThan(60);
  });
});

describe('a kill', () => {
  test('terminates the worker, and a restart makes another one', async () => {
    const rig = await rigOf(runOf(3)).to(600);
    const old = rig.workers.of('n2');
    rig.do({ kind: 'kill', node: 'n2' });
    expect(old.terminated).toBe(1);
    expect(rig.host.workerCount).toBe(2);
    await rig.to(700);
    rig.do({ kind: 'restart', node: 'n2' });
    expect(rig.workers.of('n2')).not.toBe(old);
    expect(rig.host.workerCount).toBe(3);
    await rig.to(1200);
    expect(rig.node('n2')).toMatchObject({ status: 'up', incarnation: 2, primary: rig.leader() });
    expect(rig.told.filter((line) => line.startsWith('n2'))).toEqual([
      'n2 started',
      'n2 stopped',
      'n2 started',
    ]);
  });

  test('is final: what the old worker still says is not heard', async () => {
    const rig = await rigOf(runOf(3)).to(600);
    const old = rig.workers.of('n2');
    rig.do({ kind: 'kill', node: 'n2' });
    old.answer({ type: 'ready' });
    await Promise.resolve();
    expect(rig.told.filter((line) => line.startsWith('n2'))).toEqual(['n2 started', 'n2 stopped']);
    rig.do({ kind: 'restart', node: 'n2' });
    old.answer({ type: 'ran', reply: NO_REPLY });
    old.fail('too late');
    await rig.to(1200);
    expect(rig.node('n2').status).toBe('up');
  });
});

describe('the watchdog', () => {
  beforeEach(() => void vi.useFakeTimers());

  /** Lets real time pass until the cluster is there. */
  async function reached(going: Promise<Rig>): Promise<Rig> {
    let rig: Rig | null = null;
    void going.then((done) => (rig = done));
    for (let ms = 0; rig === null && ms < 120_000; ms += 100) await vi.advanceTimersByTimeAsync(100);
    expect(rig).not.toBeNull();
    return rig!;
  }

  test('ends a worker that does not answer; the others go on', async () => {
    const rig = await reached(rigOf(runOf(3)).to(600));
    const node = rig.leader();
    rig.workers.of(node).hanging = true;
    const startedMs = Date.now();
    await reached(rig.to(1600));
    expect(Date.now() - startedMs).toBeLessThanOrEqual(2300);
    expect(rig.node(node)).toMatchObject({ status: 'crashed', error: 'it did not answer within 2 s' });
    expect(rig.workers.of(node).terminated).toBeGreaterThan(0);
    expect(rig.leader()).not.toBe(node);
    rig.do({ kind: 'restart', node });
    await reached(rig.to(2200));
    expect(rig.node(node)).toMatchObject({ status: 'up', error: null, primary: rig.leader() });
  });

  test('waits as long as it was told to', async () => {
    const rig = rigOf(runOf(3), new FakeWorkers(), { answerWithinMs: 50 });
    await reached(rig.to(300));
    rig.workers.of('n3').hanging = true;
    await reached(rig.to(400));
    expect(rig.node('n3').error).toBe('it did not answer within 0.05 s');
  });

  test('ends a worker that never gets ready', async () => {
    const workers = new FakeWorkers((nodeId) => ({ deaf: nodeId === 'n2' }));
    const rig = rigOf(runOf(3), workers);
    let started = false;
    void rig.host.whenStarted().then(() => (started = true));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(started).toBe(false);
    await vi.advanceTimersByTimeAsync(2000);
    expect(started).toBe(true);
    await reached(rig.to(800));
    expect(rig.node('n2')).toMatchObject({ status: 'crashed', error: 'it did not start within 30 s' });
    expect(rig.leader()).not.toBe('n2');
  });

  test('ends it also while it is already waited for', async () => {
    const workers = new FakeWorkers((nodeId) => ({ deaf: nodeId === 'n2' }));
    const rig = await reached(rigOf(runOf(3), workers).to(800));
    expect(rig.node('n2')).toMatchObject({ status: 'crashed', error: 'it did not start within 30 s' });
    expect(rig.leader()).not.toBe('n2');
  });

  test('ends a restarted worker that never gets ready; the others go on', async () => {
    let deaf = false;
    const rig = await reached(rigOf(runOf(3), new FakeWorkers(() => ({ deaf }))).to(600));
    const node = rig.leader();
    deaf = true;
    rig.do({ kind: 'restart', node });
    await reached(rig.to(1600));
    expect(rig.node(node)).toMatchObject({ status: 'crashed', error: 'it did not start within 30 s' });
    expect(rig.leader()).not.toBe(node);
  });

  test('ends a worker that does not answer a save, which goes on without it', async () => {
    const rig = await reached(rigOf(runOf(3)).to(600));
    rig.workers.of('n2').hanging = true;
    let saved: unknown[] | null = null;
    void rig.host.save(3).then((processes) => (saved = processes));
    await vi.advanceTimersByTimeAsync(1900);
    expect(saved).toBeNull();
    await vi.advanceTimersByTimeAsync(400);
    expect(saved).toEqual([expect.anything(), null, expect.anything()]);
    expect([0, 1, 2].map((node) => rig.host.whyLost(node))).toEqual([
      null,
      'it did not answer within 2 s',
      null,
    ]);
    expect(rig.workers.of('n2').terminated).toBe(1);
    expect(rig.told).toContain('n2 failed');
    // Those that answered are not watched any more.
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rig.host.workerCount).toBe(2);
  });

  test('gives one that is still on its way the time to start before it is to answer a save', async () => {
    const late: (() => void)[] = [];
    const rig = rigOf(runOf(3), new FakeWorkers(() => ({ mail: (deliver) => late.push(deliver) })));
    const saving = rig.host.save(3);
    await vi.advanceTimersByTimeAsync(20_000);
    while (late.length > 0) {
      late.shift()!();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await saving).not.toContain(null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rig.host.workerCount).toBe(3);
  });

  test('lets a late answer go first when this thread was the one that was busy', async () => {
    const late: (() => void)[] = [];
    let holding = false;
    const workers = new FakeWorkers(() => ({
      mail: (deliver) => {
        if (holding) late.push(deliver);
        else queueMicrotask(deliver);
      },
    }));
    const rig = rigOf(runOf(3), workers);
    await reached(rig.to(500));
    holding = true;
    const going = rig.to(600);
    await vi.advanceTimersByTimeAsync(2100);
    holding = false;
    for (const deliver of late.splice(0)) deliver();
    await reached(going);
    expect(rig.world.slots.every(({ status }) => status === 'up')).toBe(true);
  });

  test.each(['throw', 'hang'] as const)('buries a worker that was told to %s', async (how) => {
    const rig = await reached(rigOf(runOf(3)).to(600));
    const worker = rig.workers.of('n1');
    rig.do({ kind: 'crash', node: 'n1', how });
    expect(worker.received.at(-1)).toEqual({ type: 'fail', how });
    expect(rig.host.workerCount).toBe(3);
    await vi.advanceTimersByTimeAsync(2100);
    expect(worker.terminated).toBeGreaterThan(0);
    expect(rig.host.workerCount).toBe(2);
  });

  test('buries one that was told to throw and hangs instead', async () => {
    const rig = await reached(rigOf(runOf(3)).to(600));
    rig.workers.of('n1').hanging = true;
    rig.do({ kind: 'crash', node: 'n1', how: 'throw' });
    await vi.advanceTimersByTimeAsync(2100);
    expect(rig.host.workerCount).toBe(2);
  });
});

describe('a worker that fails by itself', () => {
  test('during a window is shown with its error', async () => {
    const rig = await rigOf(runOf(3)).to(600);
    rig.workers.of('n2').hanging = true;
    const going = rig.to(1500);
    for (let i = 0; i < 2000 && rig.workers.of('n2').received.at(-1)?.type !== 'run'; i += 1)
      await Promise.resolve();
    rig.workers.of('n2').fail('Uncaught RangeError: Maximum call stack size exceeded');
    await going;
    expect(rig.node('n2')).toMatchObject({
      status: 'crashed',
      error: 'Uncaught RangeError: Maximum call stack size exceeded',
    });
    rig.leader();
  });

  test('between windows is shown with its error as soon as it has something to do', async () => {
    const rig = await rigOf(runOf(3)).to(600);
    rig.workers.of('n2').fail('out of memory');
    await rig.to(700);
    expect(rig.node('n2')).toMatchObject({ status: 'crashed', error: 'out of memory' });
    rig.do({ kind: 'restart', node: 'n2' });
    expect((await rig.to(1400)).node('n2')).toMatchObject({ status: 'up', error: null });
  });

  test('before it was loaded says so', async () => {
    const rig = rigOf(runOf(3), new FakeWorkers((nodeId) => ({ deaf: nodeId === 'n3' })));
    rig.workers.of('n3').fail('');
    await rig.host.whenStarted();
    await rig.to(700);
    expect(rig.node('n3').error).toBe('the worker could not be loaded');
    rig.leader();
  });

  test('by sending what its own protocol refuses is ended, and nobody waits for it', async () => {
    const rig = await rigOf(runOf(3)).to(600);
    const worker = rig.workers.of('n2');
    worker.hanging = true;
    const going = rig.to(700);
    for (let i = 0; i < 2000 && worker.received.at(-1)?.type !== 'run'; i += 1) await Promise.resolve();
    const effects = [{ kind: 'send' as const, to: ['*' as const], frame: 0 }];
    const sent = { atUs: [600_001], inputs: [-1], outcomes: [{ step: 0, effects }] };
    const frames = Uint8Array.of(1, 2, 3);
    worker.answer({ type: 'ran', reply: { ...NO_REPLY, ...sent, sizes: [3], frames } });
    await going;
    expect(rig.node('n2').status).toBe('crashed');
    expect(rig.node('n2').error).toContain('its own protocol refuses: Bad');
  });
});

describe('an inspection', () => {
  test('gives what the program believes, by its own clock', async () => {
    const rig = await rigOf(runOf(3)).to(600);
    const slot = rig.world.slot('n1');
    const inspection = await rig.host.inspect(0, rig.world.headUs, slot.clock);
    expect(inspection?.view.observation).toEqual(slot.observation);
    expect(inspection?.clock.nowUs).toBe(1_000_600_000);
    expect(inspection?.view.peers.map(({ id }) => id)).toEqual(['n2', 'n3']);
  });

  test('of a node without a process is null, also when it dies meanwhile', async () => {
    const rig = await rigOf(runOf(3)).to(600);
    const { clock } = rig.world.slot('n1');
    const asked = rig.host.inspect(0, rig.world.headUs, clock);
    rig.do({ kind: 'kill', node: 'n1' });
    expect(await asked).toBeNull();
    expect(await rig.host.inspect(0, rig.world.headUs, clock)).toBeNull();
  });
});

describe('disposing', () => {
  test('ends every worker, the doomed included, and waits for none', async () => {
    vi.useFakeTimers();
    const rig = rigOf(runOf(3));
    const started = rig.host.whenStarted();
    await vi.advanceTimersByTimeAsync(1);
    rig.do({ kind: 'crash', node: 'n1', how: 'hang' });
    const asked = rig.host.inspect(1, 0, rig.world.slot('n2').clock);
    const saved = rig.host.save(3);
    rig.host.dispose();
    expect(rig.workers.alive).toEqual([]);
    expect(rig.host.workerCount).toBe(0);
    expect(await asked).toBeNull();
    expect(await saved).toEqual([null, null, null]);
    await started;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rig.told).not.toContain('n2 failed');
  });

  test('hands on what is idle, and ends what still owes an answer', async () => {
    const kept: string[] = [];
    const rig = await rigOf(runOf(3), undefined, { keepWorker: (nodeId) => kept.push(nodeId) }).to(400);
    const asked = rig.host.inspect(1, 0, rig.world.slot('n2').clock);
    rig.do({ kind: 'kill', node: 'n3' });
    rig.host.dispose();
    expect(await asked).toBeNull();
    expect(kept).toEqual(['n1']);
    expect(rig.workers.alive.map(({ nodeId }) => nodeId)).toEqual(['n1']);
  });
});
