import { beforeEach, describe, expect, test } from 'vitest';
import type {
  Clock,
  Command,
  DiskRecord,
  Effect,
  NodeId,
  Observation,
  Program,
  WireMessage,
} from './program';
import type { AnyProtocol, Boot, Codec } from './protocol';
import { exportsPack } from './export/pack';
import { registerPack } from './register/pack';
import { ServerProgram, type ServerState } from './server';
import { EPOCH_WORDS } from './words';

const PEERS = ['n1', 'n2', 'n3'];
const FOLLOWS: Observation = {
  role: 'replica',
  epoch: 1,
  primary: null,
  authorityUntilUs: 0,
  authoritySpanUs: 0,
  patienceFromUs: 0,
  patienceUntilUs: Infinity,
  replOffset: 0,
  dataEpoch: 0,
  votedEpoch: 0,
  votedFor: null,
  leadership: { kind: 'unknown' },
};
const LEADS: Partial<Observation> = { role: 'primary', epoch: 3, authorityUntilUs: Infinity };

/** An elector that does what it is told, and remembers what it was given. */
class Puppet implements Program {
  shown: Observation = FOLLOWS;
  does: readonly Effect[] = [];
  wakeUs = Infinity;
  readonly heard: (readonly [what: string, of: unknown])[] = [];

  constructor(readonly boot: Boot) {}

  onMessage(_from: NodeId, message: WireMessage): readonly Effect[] {
    return this.hear('message', message);
  }
  onWake(): readonly Effect[] {
    return this.hear('wake', null);
  }
  onCommand(command: Command): readonly Effect[] {
    if (command.kind === 'replOffset') {
      this.show({ replOffset: command.value, dataEpoch: command.dataEpoch ?? this.shown.epoch });
    }
    return this.hear('command', command);
  }
  nextWakeUs(): number {
    return this.wakeUs;
  }
  observe(): Observation {
    return this.shown;
  }
  view(): never {
    throw new Error('not asked for here');
  }
  save(): unknown {
    return { shown: this.shown, wakeUs: this.wakeUs };
  }

  show(what: Partial<Observation>): void {
    this.shown = { ...this.shown, ...what };
  }

  private hear(what: string, of: unknown): readonly Effect[] {
    this.heard.push([what, of]);
    const { does } = this;
    this.does = [];
    return does;
  }
}

let puppet: Puppet;
const protocol = {
  electsByOffset: true,
  words: EPOCH_WORDS,
  codec: { spec: { HB: [] } } as unknown as Codec,
  create: (boot: Boot) => (puppet = new Puppet(boot)),
  restore: (boot: Boot, state: unknown) => (puppet = Object.assign(new Puppet(boot), state)),
} as unknown as AnyProtocol;

function bootOf(disk: DiskRecord | null = null): Boot {
  return {
    nodeId: 'n1',
    peerIds: PEERS,
    addresses: Object.fromEntries(PEERS.map((id) => [id, `${id}.test:1`])),
    startRole: 'replica',
    config: {},
    safeguards: {},
    disk,
    replOffset: 0,
    dataEpoch: 0,
    clock: at(0),
    random: { below: () => 0 },
    storeId: 'store',
  };
}

const at = (nowMs: number): Clock => ({ nowUs: nowMs * 1000, wallUs: nowMs * 1000 });
const started = (disk: DiskRecord | null = null, exports = true): ServerProgram =>
  new ServerProgram(
    protocol,
    { register: registerPack, exports: exports ? exportsPack : null },
    bootOf(disk),
  );
const persist = (record: DiskRecord): Effect => ({ kind: 'persist', record });
const recordsIn = (effects: readonly Effect[]): DiskRecord[] =>
  effects.flatMap((effect) => (effect.kind === 'persist' ? [effect.record] : []));
const sentIn = (effects: readonly Effect[]): WireMessage[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []));
const hold = (token: number, offset: number): WireMessage =>
  ({ verb: 'REPLACK', token, dataEpoch: token, offset }) as WireMessage;
const write = (number: number): WireMessage => ({ verb: 'WRITE', number }) as WireMessage;

/** A primary that serves: its first copy is held by n2. */
function serving(): ServerProgram {
  const server = started();
  puppet.show(LEADS);
  server.onWake(at(1));
  server.onMessage('n2', hold(3, 1), at(2));
  return server;
}

describe('the disk of a server', () => {
  test('holds one record of both parts, written before anything leaves', () => {
    const server = started();
    puppet.show(LEADS);
    puppet.does = [
      { kind: 'send', to: '*', message: { verb: 'HB' } },
      persist({ votedEpoch: 3, votedFor: 'n1' }),
    ];
    const effects = server.onWake(at(1));
    expect(recordsIn(effects)).toHaveLength(1);
    expect(effects[0]).toEqual(
      persist({
        votedEpoch: 3,
        votedFor: 'n1',
        'register.value': '',
        'register.history': '',
        'register.offset': 1,
        'register.dataEpoch': 3,
        'register.fence': 3,
        'register.token': 3,
      }),
    );
    expect(sentIn(effects).map(({ verb }) => verb)).toEqual(['HB', 'REPL']);
  });

  test('keeps what the other part wrote when one of them writes', () => {
    const server = started();
    puppet.does = [persist({ votedEpoch: 2 })];
    expect(recordsIn(server.onMessage('n2', { verb: 'HB' }, at(1)))).toEqual([{ votedEpoch: 2 }]);
    puppet.show(LEADS);
    expect(recordsIn(server.onWake(at(2)))).toMatchObject([{ votedEpoch: 2, 'register.offset': 1 }]);
    puppet.does = [persist({ votedEpoch: 5 })];
    expect(recordsIn(server.onWake(at(3)))).toMatchObject([{ votedEpoch: 5, 'register.offset': 1 }]);
  });

  test('is left alone by a step that changes nothing on it', () => {
    const server = serving();
    expect(recordsIn(server.onMessage('n3', hold(3, 1), at(3)))).toEqual([]);
    expect(recordsIn(server.onWake(at(4)))).toEqual([]);
  });

  test('gives each part its own back after a restart', () => {
    const server = serving();
    puppet.does = [persist({ votedEpoch: 3 })];
    server.onWake(at(3));
    const [disk] = recordsIn(server.onMessage('c1', write(1), at(4)));
    expect(disk).toBeDefined();

    const again = started(disk);
    expect(puppet.boot.disk).toEqual({ votedEpoch: 3 });
    expect(again.observe().service).toMatchObject({
      register: { value: 'c1#1', history: 'c1:1', fence: 3, token: 3 },
    });
    // And what was on it stays there with the next write of either.
    puppet.does = [persist({ votedEpoch: 4 })];
    expect(recordsIn(again.onWake(at(5)))).toMatchObject([{ votedEpoch: 4, 'register.value': 'c1#1' }]);
  });

  test.each<[string, DiskRecord | null, DiskRecord | null]>([
    ['nothing', null, null],
    ['only the register', { 'register.value': 'c1#1' }, null],
    ['only the elector', { votedEpoch: 3 }, { votedEpoch: 3 }],
  ])('that holds %s is nothing to whom it says nothing', (_what, disk, elector) => {
    started(disk);
    expect(puppet.boot.disk).toEqual(elector);
  });

  test('is the elector’s alone where there is no register', () => {
    const server = new ServerProgram(protocol, { register: null, exports: exportsPack }, bootOf());
    puppet.does = [persist({ votedEpoch: 3 })];
    expect(server.onWake(at(1))).toEqual([persist({ votedEpoch: 3 })]);
  });
});

describe('the elector of a server', () => {
  test('is told where the data stands, once', () => {
    const server = serving();
    expect(puppet.shown).toMatchObject({ replOffset: 1, dataEpoch: 3 });
    const toldBefore = puppet.heard.length;
    server.onMessage('c1', write(1), at(3));
    const told = ['command', { kind: 'replOffset', value: 2, dataEpoch: 3 }];
    expect(puppet.heard.slice(toldBefore)).toEqual([told]);
    server.onMessage('n2', hold(3, 2), at(4));
    expect(puppet.heard.slice(toldBefore)).toEqual([told]);
  });

  test('hears of an offset that was set by hand from the register', () => {
    const server = started();
    server.onCommand({ kind: 'replOffset', value: 9 }, at(1));
    expect(puppet.heard).toEqual([['command', { kind: 'replOffset', value: 9, dataEpoch: 1 }]]);
  });

  test('gets the command itself where there is no register', () => {
    const server = new ServerProgram(protocol, { register: null, exports: exportsPack }, bootOf());
    server.onCommand({ kind: 'replOffset', value: 9 }, at(1));
    expect(puppet.heard).toEqual([['command', { kind: 'replOffset', value: 9 }]]);
  });

  test('hears nothing of writes, copies and exports', () => {
    const server = started();
    server.onMessage('c1', write(1), at(1));
    server.onCommand({ kind: 'export', how: 'abandon' }, at(2));
    expect(puppet.heard).toEqual([]);
    server.onCommand({ kind: 'resign' }, at(3));
    expect(puppet.heard).toEqual([['command', { kind: 'resign' }]]);
  });

  test('that loses ends what the register does as primary, in the same step', () => {
    const server = serving();
    server.onMessage('c1', write(1), at(3));
    puppet.show({ role: 'replica', epoch: 4, authorityUntilUs: 0 });
    const effects = server.onMessage('n2', { verb: 'HB' }, at(4));
    expect(sentIn(effects)).toEqual([{ verb: 'REDIRECT', number: 1, endpoint: '', leaderEpoch: -1 }]);
    expect(server.observe().service).toMatchObject({ register: { serving: false } });
  });
});

describe('an answer of the store', () => {
  const answer = (session: number): WireMessage =>
    ({ verb: 'ANSWER', session, seq: 1, reply: '{"kind":"written","version":1}' }) as WireMessage;

  /** Its exporter has asked the store, as session 0. */
  function asking(): ServerProgram {
    const server = started();
    const asks = sentIn(server.onWake(at(20_000)));
    expect(asks).toMatchObject([{ verb: 'ASK', session: 0, seq: 1 }]);
    puppet.heard.length = 0;
    return server;
  }

  test('goes to the exporter that waits for it', () => {
    const server = asking();
    expect(server.observe().service).toMatchObject({ exporting: { phase: 'trying' } });
    server.onMessage('store', answer(0), at(20_001));
    expect(server.observe().service).toMatchObject({ exporting: { phase: 'working' } });
    expect(puppet.heard).toEqual([]);
  });

  test('that nobody waits for is nothing to an elector that knows no store', () => {
    const server = asking();
    server.onMessage('store', answer(0), at(20_001));
    const before = server.observe();
    for (const session of [0, 7]) expect(server.onMessage('store', answer(session), at(20_002))).toEqual([]);
    expect(puppet.heard).toEqual([]);
    expect(server.observe()).toBe(before);
  });

  test('is the elector’s where it elects by the store', () => {
    const electing = { ...protocol, codec: { spec: { ASK: [], ANSWER: [] } } } as unknown as AnyProtocol;
    const server = new ServerProgram(electing, { register: registerPack, exports: exportsPack }, bootOf());
    server.onMessage('store', answer(7), at(1));
    expect(puppet.heard).toEqual([['message', answer(7)]]);
  });
});

describe('what is seen of a server', () => {
  let server: ServerProgram;
  beforeEach(() => {
    server = serving();
  });

  test('is the same while nothing changes', () => {
    const before = server.observe();
    server.onWake(at(3));
    server.onMessage('n3', hold(3, 1), at(4));
    expect(server.observe()).toBe(before);
  });

  test('is another when a part changes, and the other parts are the same', () => {
    const before = server.observe();
    puppet.show({ votedEpoch: 4 });
    server.onWake(at(3));
    expect(server.observe()).toEqual({ ...before, votedEpoch: 4 });
    expect(server.observe().service).toBe(before.service);

    const voted = server.observe();
    server.onMessage('c1', write(1), at(4));
    const { service } = server.observe();
    if (service?.kind !== 'server' || voted.service?.kind !== 'server') throw new Error('no server');
    expect(service).not.toBe(voted.service);
    expect(service.register).toMatchObject({ value: 'c1#1' });
    expect(service.exporting).toBe(voted.service.exporting);
  });
});

test('a server wakes when the first of its parts wants to', () => {
  const server = started();
  expect(server.nextWakeUs()).toBe(10_000_000); // the next round of exports
  puppet.wakeUs = 77;
  expect(server.nextWakeUs()).toBe(77);
  puppet.wakeUs = Infinity;
  puppet.show(LEADS);
  server.onWake(at(1));
  expect(server.nextWakeUs()).toBe(501_000); // the copy is sent again
  expect(started(null, false).nextWakeUs()).toBe(Infinity);
});

test('a server that was saved goes on as if nothing had been', () => {
  const server = serving();
  puppet.does = [persist({ votedEpoch: 3 })];
  server.onMessage('c1', write(1), at(3));
  const saved = structuredClone<ServerState>(server.save());
  const restored = new ServerProgram(
    protocol,
    { register: registerPack, exports: exportsPack },
    bootOf({ stale: true }),
    saved,
  );
  expect(restored.save()).toEqual(saved);
  expect(restored.observe()).toEqual(server.observe());
  expect(restored.nextWakeUs()).toBe(server.nextWakeUs());
  const steps: ((one: ServerProgram) => readonly Effect[])[] = [
    (one) => one.onMessage('n2', hold(3, 2), at(4)),
    (one) => one.onMessage('c1', write(2), at(5)),
    (one) => one.onWake(at(505)),
    (one) => one.onWake(at(20_000)),
  ];
  // Each has its own elector; both show the same.
  for (const step of steps) expect(step(restored)).toEqual(step(server));
  expect(restored.save()).toEqual(server.save());
});
