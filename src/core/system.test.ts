import { describe, expect, test } from 'vitest';
import type { WireMessage } from './program';
import type { Boot } from './protocol';
import { ALL_PROTOCOLS } from './everything';
import { MOST_CLIENTS, STORE_ID, systemOf, type System, type SystemSpec } from './system';

const SPECS: readonly SystemSpec[] = ALL_PROTOCOLS.flatMap(({ id: protocol }) =>
  [0, 2].flatMap((clients) => [false, true].map((exports) => ({ protocol, clients, exports }))),
);
const all = SPECS.map((spec) => [nameOf(spec), systemOf(spec)] as const);

function nameOf({ protocol, clients, exports }: SystemSpec): string {
  return `${protocol}${clients > 0 ? ' with clients' : ''}${exports ? ' and exports' : ''}`;
}

function system(protocol: string, clients = 0, exports = false): System {
  return systemOf({ protocol, clients, exports });
}

const names = (fields: readonly { readonly name: string }[]): string[] => fields.map(({ name }) => name);

/** One message of every verb, its number fields at `number`. */
function messages({ codec }: System, number = 1): WireMessage[] {
  const valueOf = { number, text: 'n1', role: 'replica', flag: 1, entries: [] };
  return Object.entries(codec.spec).map(([verb, fields]) => ({
    verb,
    ...Object.fromEntries(fields.map(([name, kind]) => [name, valueOf[kind]])),
  }));
}

test('equal specs have the very same system, others another', () => {
  expect(systemOf({ protocol: 'quorum', clients: 1, exports: false })).toBe(system('quorum', 1));
  expect(new Set(all.map(([, one]) => one)).size).toBe(SPECS.length);
  expect(system('quorum', 1)).not.toBe(system('quorum', 2));
});

test('what else a spec carries is not kept', () => {
  const spec = { protocol: 'quorum', clients: 3, exports: false, seed: 1 };
  expect(systemOf(spec).spec).toEqual({ protocol: 'quorum', clients: 3, exports: false });
});

test('an unknown protocol is refused with a sentence', () => {
  expect(() => system('paxos')).toThrow(/^protocol: "paxos" is not known here; use one of .+\.$/);
});

describe('the members', () => {
  test.each<[string, System, string[]]>([
    ['nodes alone', system('quorum'), []],
    ['clients', system('kevy', 2), ['c1', 'c2']],
    ['a store for exports', system('quorum', 0, true), ['store']],
    ['a store to elect by', system('ballot-lease'), ['store']],
    ['one store for both', system('ballot-lease', 1, true), ['store', 'c1']],
  ])('are the nodes, then %s', (_what, { members }, others) => {
    expect(members(['b', 'a']).map(({ id }) => id)).toEqual(['b', 'a', ...others]);
  });

  test('are each what their place says', () => {
    const members = system('ballot-lease', MOST_CLIENTS).members(['n1']);
    expect(members.map(({ part }) => part)).toEqual(['node', 'store', ...Array(MOST_CLIENTS).fill('client')]);
    expect(members[1]!.id).toBe(STORE_ID);
  });
});

describe('the fields', () => {
  test.each(all)('of %s are listed once each', (_name, { config, safeguards, verbs }) => {
    for (const list of [names(config), names(safeguards), verbs.map(({ verb }) => verb)]) {
      expect(list).toEqual([...new Set(list)]);
    }
  });

  test.each(all)('of %s begin with those of its elector, unchanged', (_name, one) => {
    const { elector } = one;
    expect(one.config.slice(0, elector.config.length)).toEqual(elector.config);
    expect(one.safeguards.slice(0, elector.safeguards.length)).toEqual(elector.safeguards);
  });

  test('are there as far as the run has what they are about', () => {
    const own = (one: System) => names(one.config).slice(one.elector.config.length);
    expect(own(system('quorum'))).toEqual([]);
    expect(own(system('quorum', 1))).toContain('writeIntervalMs');
    expect(own(system('quorum', 1))).not.toContain('exportEveryMs');
    expect(own(system('quorum', 0, true))).toContain('exportEveryMs');
    expect(names(system('quorum').safeguards)).not.toContain('fencing');
    expect(names(system('quorum', 1).safeguards)).toEqual(expect.arrayContaining(['fencing', 'majorityAck']));
  });

  test('keep the words of the elector where both have one of that name', () => {
    const { safeguards, config } = system('ballot-lease', 1, true);
    const { elector } = system('ballot-lease');
    const fencing = elector.safeguards.find(({ name }) => name === 'fencing');
    expect(fencing).toBeDefined();
    expect(safeguards.find(({ name }) => name === 'fencing')).toBe(fencing);
    const timeout = elector.config.find(({ name }) => name === 'storeTimeoutMs');
    expect(config.find(({ name }) => name === 'storeTimeoutMs')).toBe(timeout);
  });
});

describe('a config', () => {
  test.each<[System, Record<string, number>, RegExp | null]>([
    [system('quorum', 1, true), {}, null],
    [
      system('quorum', 1),
      { hbIntervalMs: 9000, downAfterMs: 5000, writeTimeoutMs: 9, giveUpMs: 9 },
      /^hbInt/,
    ],
    [system('quorum', 1), { writeTimeoutMs: 9, giveUpMs: 9 }, /^writeTimeoutMs \(9\) must be below giveUpMs/],
    [system('quorum'), { writeTimeoutMs: 9, giveUpMs: 9 }, null],
    [system('quorum', 0, true), { exportEveryMs: 2000, exportLeaseMs: 9000 }, /^exportLeaseMs \(9000\)/],
    [
      system('ballot-lease'),
      { leaseMs: 10, refreshMs: 10 },
      /^refreshMs \(10\) must be below leaseMs \(10\)/,
    ],
  ])('is checked by all parts, the elector first', (one, given, sentence) => {
    const config: Record<string, number> = {};
    for (const { name, default: usual } of one.config) {
      config[name] = given[name] ?? (typeof usual === 'number' ? usual : usual({ ...config, ...given }));
    }
    const said = one.checkConfig({ ...config, ...given });
    if (sentence === null) expect(said).toBeNull();
    else expect(said).toMatch(sentence);
  });
});

describe('the wire', () => {
  test.each(all)('of %s carries every verb there and back, and has a look and words for it', (_name, one) => {
    const { codec, verbs } = one;
    expect(verbs.map(({ verb }) => verb).sort()).toEqual(Object.keys(codec.spec).sort());
    for (const message of messages(one)) {
      const bytes = codec.encode(message);
      expect(codec.decode(bytes)).toEqual({ ok: true, message, consumed: bytes.length });
      expect(one.describe(message)).toMatch(/^[a-z]/);
    }
  });

  test.each(all)('of %s carries −1 only where it means none', (_name, one) => {
    for (const message of messages(one, -1)) {
      const { verb } = message;
      const numbers = one.codec.spec[verb]!.filter(([, kind]) => kind === 'number');
      const allNone = numbers.every(([name]) => one.codec.noneFields.has(name));
      if (allNone) expect(one.codec.decode(one.codec.encode(message)).ok, verb).toBe(true);
      else expect(() => one.codec.encode(message), verb).toThrow(/cannot carry/);
    }
  });

  test('carries a redirect without an epoch, and a heartbeat without an echo', () => {
    const { codec } = system('quorum', 1);
    expect([...codec.noneFields].sort()).toEqual(['echo', 'leaderEpoch']);
    const redirect = { verb: 'REDIRECT', number: 1, endpoint: '', leaderEpoch: -1 };
    expect(codec.decode(codec.encode(redirect))).toMatchObject({ ok: true, message: redirect });
  });

  test.each<[string, System, System]>([
    ['what clients send, without clients', system('quorum', 1), system('quorum')],
    ['what a store is asked, without a store', system('quorum', 0, true), system('quorum')],
    ['an election by votes, in one by leases', system('quorum'), system('ballot-lease', 1, true)],
    ['an election by leases, in one by votes', system('ballot-lease'), system('kevy', 1)],
  ])('refuses %s', (_what, from, to) => {
    for (const message of messages(from)) {
      if (message.verb in to.codec.spec) continue;
      expect(to.codec.decode(from.codec.encode(message)), message.verb).toMatchObject({
        ok: false,
        error: 'WrongShape',
      });
      expect(() => to.codec.encode(message)).toThrow(/no verb/);
    }
  });

  test('is the elector’s own where nothing is added to it', () => {
    expect(system('quorum').codec).toBe(system('quorum').elector.codec);
    expect(system('ballot-lease', 0, true).codec).toBe(system('ballot-lease').elector.codec);
  });
});

test('the wall clock matters to those who have a store', () => {
  expect(all.filter(([, one]) => one.readsWall).map(([name]) => name)).toEqual(
    all.filter(([, { members }]) => members([]).some(({ id }) => id === STORE_ID)).map(([name]) => name),
  );
});

describe('the program', () => {
  const boot: Boot = {
    nodeId: 'n1',
    peerIds: ['n1', 'n2'],
    addresses: { n1: '10.0.0.1:1', n2: '10.0.0.2:1' },
    startRole: 'replica',
    config: {},
    safeguards: {},
    disk: null,
    replOffset: 0,
    dataEpoch: 0,
    clock: { nowUs: 0, wallUs: 0 },
    random: { below: () => 0 },
    storeId: STORE_ID,
  };
  const full = (one: System): Boot => ({
    ...boot,
    config: Object.fromEntries(
      one.config.map(({ name, default: usual }) => [name, typeof usual === 'number' ? usual : 1000]),
    ),
  });

  test.each(all)('of each part of %s is what its part is, also when it is restored', (_name, one) => {
    const { spec, members } = one;
    for (const part of new Set(members(['n1']).map((member) => member.part))) {
      const program = one.createPart(part, full(one));
      const restored = one.restorePart(part, full(one), structuredClone(program.save()));
      const beside = spec.clients > 0 || spec.exports;
      for (const { service } of [program.observe(), restored.observe()]) {
        if (part !== 'node') expect(service?.kind).toBe(part);
        else if (!beside) expect(service).toBeUndefined();
        else {
          expect(service).toMatchObject({ kind: 'server' });
          if (service?.kind !== 'server') continue;
          expect(service.register !== null).toBe(spec.clients > 0);
          expect(service.exporting !== null).toBe(spec.exports);
        }
      }
      expect(restored.observe()).toEqual(program.observe());
      expect(restored.save()).toEqual(program.save());
    }
  });
});
