/**
 * The conformance cases once more, with a store that is a node: requests and replies are frames that may be lost, doubled
 * and out of order, and either side goes away and comes back in between.
 */
import { describe, expect, test } from 'vitest';
import type { DiskRecord, Effect, NodeId } from '../../core/program';
import { bootOf, seededRandom } from '../../core/test-kit';
import { makeCodec } from '../../core/wire/resp-codec';
import type { KvReply, KvRequest } from '../../core/store/kv';
import type { KvOperation } from '../../core/store/operation';
import { STORE_WIRE, type StoreMessage } from '../../core/store/message';
import { StoreProgram } from '../../core/store/program';
import { StoreSession } from '../../core/store/session';
import type { AsyncKvStore } from './async-store';
import { STORE_CONFORMANCE } from './conformance';

const CODEC = makeCodec<StoreMessage>(STORE_WIRE);
const TIMEOUT_US = 1000;
const IDS = ['n1', 'n2'];

interface Frame {
  readonly atUs: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly bytes: Uint8Array;
}

/** What a door asks is an operation of one request. */
function* single(request: KvRequest): KvOperation<KvReply> {
  return yield request;
}

class Door implements AsyncKvStore {
  readonly writable = true;
  session: StoreSession<KvRequest, KvReply>;
  private settle: ((reply: KvReply) => void) | null = null;

  constructor(
    readonly id: NodeId,
    private readonly bus: Bus,
    number: number,
  ) {
    this.session = new StoreSession('store', TIMEOUT_US, single, number);
  }

  ask(request: KvRequest): Promise<KvReply> {
    this.bus.carryOut(this.id, this.session.start(request, this.bus.nowUs));
    return new Promise((resolve) => {
      this.settle = resolve;
      this.bus.run();
    });
  }

  restore(): void {
    this.session = new StoreSession('store', TIMEOUT_US, single, structuredClone(this.session.save()));
  }

  hear(message: StoreMessage): void {
    if (message.verb !== 'ANSWER' || !this.session.expects(message)) {
      this.bus.seen.late++;
      return;
    }
    const answered = this.session.onAnswer(message, this.bus.nowUs);
    if (answered.done) this.settle?.(answered.value);
  }
}

/** Doors, a store, frames on the way: the earliest first, one per turn of the event loop, so that callers keep up. */
class Bus {
  nowUs = 0;
  readonly doors: readonly [Door, Door];
  readonly seen = { lost: 0, doubled: 0, late: 0, restarts: 0 };
  private readonly random;
  private store: StoreProgram;
  private disk: DiskRecord | null = null;
  private frames: Frame[] = [];
  private running = false;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.store = this.startStore();
    this.doors = [new Door('n1', this, 11), new Door('n2', this, 12)];
  }

  carryOut(from: NodeId, effects: readonly Effect<StoreMessage>[]): void {
    for (const effect of effects) {
      if (effect.kind === 'persist') this.disk = structuredClone(effect.record);
      if (effect.kind === 'send') this.send(from, effect.to, CODEC.encode(effect.message));
    }
  }

  run(): void {
    if (this.running) return;
    this.running = true;
    setImmediate(() => {
      this.running = false;
      if (this.doors.every(({ session }) => session.operation === null)) return;
      this.step();
      this.run();
    });
  }

  private send(from: NodeId, to: NodeId, bytes: Uint8Array): void {
    const copies = this.random.below(100) < 25 ? 0 : this.random.below(100) < 25 ? 2 : 1;
    if (copies === 0) this.seen.lost++;
    if (copies === 2) this.seen.doubled++;
    // Up to several timeouts: much arrives when nobody waits for it any more.
    for (let copy = 0; copy < copies; copy++) {
      this.frames.push({ atUs: this.nowUs + 1 + this.random.below(4 * TIMEOUT_US), from, to, bytes });
    }
  }

  private step(): void {
    const luck = this.random.below(20);
    if (luck === 0) {
      this.seen.restarts++;
      this.store = this.startStore();
    }
    if (luck === 1) for (const door of this.doors) door.restore();
    const frame = this.frames.toSorted((a, b) => a.atUs - b.atUs)[0];
    const woken = this.doors.toSorted((a, b) => a.session.nextWakeUs() - b.session.nextWakeUs())[0]!;
    const wakeUs = woken.session.nextWakeUs();
    if (frame === undefined || wakeUs < frame.atUs) {
      this.nowUs = Math.max(this.nowUs, wakeUs);
      this.carryOut(woken.id, woken.session.onWake(this.nowUs));
      return;
    }
    this.nowUs = frame.atUs;
    this.frames = this.frames.filter((other) => other !== frame);
    const decoded = CODEC.decode(frame.bytes);
    if (!decoded.ok) throw new Error(decoded.error);
    if (frame.to === 'store') this.carryOut('store', this.store.onMessage(frame.from, decoded.message));
    else this.doors.find(({ id }) => id === frame.to)?.hear(decoded.message);
  }

  private startStore(): StoreProgram {
    return new StoreProgram(bootOf('store', IDS, { storeId: 'store', disk: this.disk }));
  }
}

describe.each([1, 2, 3])('the store over a bad network, seed %i', (seed) => {
  test.each(STORE_CONFORMANCE)('$name', async ({ check }) => {
    await check(new Bus(seed).doors);
  });
});

test('the network was as bad as it should be', async () => {
  const bus = new Bus(1);
  for (const { name, check } of STORE_CONFORMANCE)
    if (name === 'race: no update is lost') await check(bus.doors);
  const { lost, doubled, late, restarts } = bus.seen;
  expect(Math.min(lost, doubled, late, restarts)).toBeGreaterThan(10);
});
