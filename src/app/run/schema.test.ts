import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSchedule } from '../../check/schedule';
import { EVERY_KIND, hostileRun, kindOf } from '../../check/hostile-run';
import { resolveRun, type Run } from '../../sim/run';
import { runUntil } from '../session/past';
import { LONGEST_RUN_CHARACTERS } from './limits';
import { parseFault, parseRun } from './schema';

const GOOD = { version: 1, protocol: 'quorum', nodes: ['n1', 'n2', 'n3'], seed: 1 };
const KINDS =
  '"kill", "restart", "freeze", "thaw", "crash", "cut", "heal", "partition", "healAll", "link", "clock", ' +
  '"replOffset", "priority", "resign", "transfer", "campaign", "forgetLeader", "export", "store", "corrupt", ' +
  '"disk", "throttle", "stall", "configure", "drop", "deliver"';
const KNOWN = '"quorum", "kevy", "ballot-lease", "kubernetes-lease", "raft", "own"';
const SETTINGS =
  'hbIntervalMs, downAfterMs, electionTimeoutMs, electionBackoffMs, electionBackoffJitterMs, leaseMs';

function complaint(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

const runComplaint = (input: unknown) => complaint(() => parseRun(input));
const withPart = (part: object) => ({ ...GOOD, ...part });
const withFault = (fault: unknown) => ({ ...GOOD, faults: [{ atMs: 1, kind: 'healAll' }, fault] });
const without = (key: keyof typeof GOOD) =>
  Object.fromEntries(Object.entries(GOOD).filter(([name]) => name !== key));
/** With own fields of names that object literals would take for something else. */
const json = (part: string) => JSON.stringify(GOOD).replace('{', `{${part},`);

const BAD: readonly (readonly [string, unknown, string])[] = [
  ['no object', 5, 'The run must be an object: a run.'],
  ['null', null, 'The run must be an object: a run.'],
  ['a list', [], 'version: is missing: a run needs it.'],
  ['nothing', {}, 'version: is missing: a run needs it.'],
  ['a JSON text of something else', '"hello"', 'The run must be an object: a run.'],
  ['no protocol', without('protocol'), 'protocol: is missing: a run needs it.'],
  ['no nodes', without('nodes'), 'nodes: is missing: a run needs it.'],
  ['no seed', without('seed'), 'seed: is missing: a run needs it.'],
  [
    'a later version',
    withPart({ version: 2 }),
    'version: must be 1; a higher version comes from a newer Interregnum than this one.',
  ],
  ['an unknown field', withPart({ colour: 1 }), 'colour: is not a field of a run.'],
  ['an unknown protocol', withPart({ protocol: 'paxos' }), `protocol: must be one of ${KNOWN}.`],
  ['a protocol that is no text', withPart({ protocol: {} }), `protocol: must be one of ${KNOWN}.`],
  [
    'a source of one of ours',
    withPart({ source: 'x' }),
    'source: belongs to protocol "own" alone; leave it out.',
  ],
  [
    'no source of one’s own',
    withPart({ protocol: 'own' }),
    'source: is missing: protocol "own" is what its text says.',
  ],
  [
    'a source that is no text',
    withPart({ protocol: 'own', source: 3 }),
    'source: must be a text: what somebody wrote with protocol "own".',
  ],

  ['nodes that are no list', withPart({ nodes: 'n1' }), 'nodes: must be a list of node ids.'],
  ['an empty list of nodes', withPart({ nodes: [] }), 'nodes: must name at least one node.'],
  [
    'ten thousand nodes',
    withPart({ nodes: Array.from({ length: 10_000 }, (_, at) => `n${at}`) }),
    'nodes: has 10000 nodes; use at most 50.',
  ],
  ['a node twice', withPart({ nodes: ['n1', 'n2', 'n1'] }), 'nodes: must not name "n1" twice.'],
  [
    'an id with a space',
    withPart({ nodes: ['n1', 'n 2'] }),
    'nodes[1]: must be 1 to 16 letters, digits, dots, dashes or underscores.',
  ],
  [
    'an id of markup',
    withPart({ nodes: ['<img>'] }),
    'nodes[0]: must be 1 to 16 letters, digits, dots, dashes or underscores.',
  ],
  ['an id that is no text', withPart({ nodes: [5] }), 'nodes[0]: must be a text: the id of a node.'],

  ['a negative seed', withPart({ seed: -1 }), 'seed: must be at least 0: the seed of all luck.'],
  ['a fractional seed', withPart({ seed: 1.5 }), 'seed: must be a whole number: the seed of all luck.'],
  ['a seed that is no number', withPart({ seed: NaN }), 'seed: must be a number: the seed of all luck.'],
  ['an endless seed', withPart({ seed: Infinity }), 'seed: must be a whole number: the seed of all luck.'],
  ['a seed as text', withPart({ seed: '1' }), 'seed: must be a number: the seed of all luck.'],
  [
    'a seed that a number cannot hold',
    withPart({ seed: 2 ** 60 }),
    'seed: must be at most 9007199254740991: the seed of all luck.',
  ],

  ['a config that is no object', withPart({ config: 3 }), 'config: must be an object: numbers by name.'],
  ['a config that is a list', withPart({ config: [] }), 'config: must be an object: numbers by name.'],
  ['a config that is null', withPart({ config: null }), 'config: must be an object: numbers by name.'],
  [
    'an unknown setting',
    withPart({ config: { hbInterval: 5 } }),
    `config.hbInterval: is not a setting of protocol "quorum"; it has ${SETTINGS}.`,
  ],
  [
    'a setting of another protocol',
    withPart({ protocol: 'kevy', config: { leaseMs: 5 } }),
    'config.leaseMs: is not a setting of protocol "kevy"; it has ' + SETTINGS.replace(', leaseMs', '') + '.',
  ],
  [
    'a setting as text',
    withPart({ config: { hbIntervalMs: '5' } }),
    'config.hbIntervalMs: must be a number.',
  ],
  [
    'a setting that is no number',
    withPart({ config: { hbIntervalMs: NaN } }),
    'config.hbIntervalMs: must be a number.',
  ],
  [
    'an endless setting',
    withPart({ config: { hbIntervalMs: Infinity } }),
    'config.hbIntervalMs: must be a whole number from 1 to 3600000 ms.',
  ],
  [
    'a setting out of its bounds',
    withPart({ config: { hbIntervalMs: 0 } }),
    'config.hbIntervalMs: must be a whole number from 1 to 3600000 ms.',
  ],
  [
    'settings that contradict each other',
    withPart({ config: { hbIntervalMs: 6000 } }),
    'hbIntervalMs (6000) must be below downAfterMs (5000), or every peer looks down between two heartbeats.',
  ],
  [
    'a lease that is too long',
    withPart({ config: { downAfterMs: 1000, leaseMs: 1000 } }),
    'leaseMs (1000) must be below downAfterMs (1000), or an old authority may outlive the election of a new one.',
  ],
  [
    'a prototype as config',
    json('"config":{"__proto__":{"hbIntervalMs":7}}'),
    'config: must not have a field called "__proto__" or "constructor" or "prototype".',
  ],
  [
    'a constructor among the safeguards',
    json('"safeguards":{"constructor":{"prototype":{"polluted":true}}}'),
    'safeguards: must not have a field called "__proto__" or "constructor" or "prototype".',
  ],
  ['a prototype of the run', json('"__proto__":{"seed":4}'), '__proto__: is not a field of a run.'],

  ['a network that is no object', withPart({ network: 5 }), 'network: must be an object: the network.'],
  ['a network that is a list', withPart({ network: [] }), 'network: must be an object: the network.'],
  [
    'an unknown part of the network',
    withPart({ network: { speed: 2 } }),
    'network.speed: is not a field of the network.',
  ],
  [
    'latencies that are no pair',
    withPart({ network: { latencyMs: 5 } }),
    'network.latencyMs: must be two numbers: the smallest and the largest latency in milliseconds.',
  ],
  [
    'a latency of nothing',
    withPart({ network: { latencyMs: [0, 5] } }),
    'network.latencyMs[0]: must be at least 1: milliseconds.',
  ],
  [
    'latencies the wrong way round',
    withPart({ network: { latencyMs: [5, 1] } }),
    'network.latencyMs: must not have a smallest latency above the largest.',
  ],
  [
    'a share above all',
    withPart({ network: { lossRatio: 2 } }),
    'network.lossRatio: must be at most 1: a share of all messages, 0 to 1.',
  ],
  [
    'a share of no number',
    withPart({ network: { duplicateRatio: NaN } }),
    'network.duplicateRatio: must be a number: a share of all messages, 0 to 1.',
  ],

  [
    'safeguards that are no object',
    withPart({ safeguards: true }),
    'safeguards: must be an object: switches by name.',
  ],
  [
    'an unknown safeguard',
    withPart({ protocol: 'kevy', safeguards: { durableVotes: true } }),
    expect.stringMatching(
      /^safeguards\.durableVotes: is not a safeguard of protocol "kevy"; it has .+\.$/,
    ) as never,
  ],
  [
    'a safeguard that is no switch',
    withPart({ safeguards: { bootGrace: 1 } }),
    'safeguards.bootGrace: must be true or false.',
  ],

  [
    'a bootstrap that means nothing',
    withPart({ bootstrap: 'n1' }),
    'bootstrap: means nothing to protocol "quorum", whose nodes all start as replicas; leave it out.',
  ],
  [
    'a bootstrap that is not there',
    withPart({ protocol: 'kevy', bootstrap: 'n9' }),
    'bootstrap: "n9" is not a node of this run; use one of n1, n2, n3.',
  ],
  ['a bootstrap that is no id', withPart({ bootstrap: 4 }), 'bootstrap: must be a text: the id of a node.'],

  ['faults that are no list', withPart({ faults: {} }), 'faults: must be a list of faults.'],
  ['a fault that is no object', withFault(5), `faults[1]: must have a known kind: ${KINDS}.`],
  ['a fault without a kind', withFault({ atMs: 1 }), `faults[1].kind: must have a known kind: ${KINDS}.`],
  [
    'an unknown kind of fault',
    withFault({ atMs: 1, kind: 'burn' }),
    `faults[1].kind: must have a known kind: ${KINDS}.`,
  ],
  [
    'a kind that every object has',
    withFault({ atMs: 1, kind: 'toString' }),
    `faults[1].kind: must have a known kind: ${KINDS}.`,
  ],
  [
    'a negative time',
    withFault({ atMs: -1, kind: 'kill', node: 'n1' }),
    'faults[1].atMs: must be at least 0: milliseconds since the start.',
  ],
  [
    'a time that is no number',
    withFault({ atMs: '5', kind: 'kill', node: 'n1' }),
    'faults[1].atMs: must be a number: milliseconds since the start.',
  ],
  [
    'a time without end',
    withFault({ atMs: Infinity, kind: 'kill', node: 'n1' }),
    'faults[1].atMs: must be a finite number: milliseconds since the start.',
  ],
  [
    'a fault without a time',
    withFault({ kind: 'kill', node: 'n1' }),
    'faults[1].atMs: is missing: a fault of kind "kill" needs it.',
  ],
  [
    'a fault without its node',
    withFault({ atMs: 1, kind: 'kill' }),
    'faults[1].node: is missing: a fault of kind "kill" needs it.',
  ],
  [
    'a node that is not there',
    withFault({ atMs: 1, kind: 'kill', node: 'n9' }),
    'faults[1].node: "n9" is not a node of this run; use one of n1, n2, n3.',
  ],
  [
    'a field that is not of this kind',
    withFault({ atMs: 1, kind: 'kill', node: 'n1', disk: 'kept' }),
    'faults[1].disk: is not a field of a fault of kind "kill".',
  ],
  [
    'an unknown disk',
    withFault({ atMs: 1, kind: 'restart', node: 'n1', disk: 'new' }),
    'faults[1].disk: must be "kept" or "wiped".',
  ],
  [
    'an unknown way to crash',
    withFault({ atMs: 1, kind: 'crash', node: 'n1', how: 'burn' }),
    'faults[1].how: must be "throw" or "hang".',
  ],
  [
    'a link of a node to itself',
    withFault({ atMs: 1, kind: 'cut', from: 'n1', to: 'n1' }),
    'faults[1].to: must be another node than "from"; a node has no link to itself.',
  ],
  [
    'a link to nowhere',
    withFault({ atMs: 1, kind: 'corrupt', from: 'n1', to: 'n7' }),
    'faults[1].to: "n7" is not a node of this run; use one of n1, n2, n3.',
  ],
  [
    'a latency of a link that is no number',
    withFault({ atMs: 1, kind: 'link', from: 'n1', to: 'n2', latencyMs: ['a', 3] }),
    'faults[1].latencyMs[0]: must be a number: milliseconds.',
  ],
  [
    'a clock that stands still',
    withFault({ atMs: 1, kind: 'clock', node: 'n1', rate: 0 }),
    'faults[1].rate: must be at least 0.1: how fast the clock runs, 1 is true time.',
  ],
  [
    'a clock that is off by years',
    withFault({ atMs: 1, kind: 'clock', node: 'n1', offsetMs: 1e12 }),
    'faults[1].offsetMs: must be at most 86400000: milliseconds, at most a day.',
  ],
  [
    'a negative offset',
    withFault({ atMs: 1, kind: 'replOffset', node: 'n1', value: -1 }),
    'faults[1].value: must be at least 0: a replication offset.',
  ],
  [
    'a message that is no number',
    withFault({ atMs: 1, kind: 'drop', message: 'HB' }),
    'faults[1].message: must be a number: the number of a message.',
  ],
  [
    'a message to hand over that is none',
    withFault({ atMs: 1, kind: 'deliver', message: -1 }),
    'faults[1].message: must be at least 0: the number of a message.',
  ],
  [
    'a node in two groups',
    withFault({ atMs: 1, kind: 'partition', groups: [['n1'], ['n2', 'n1']] }),
    'faults[1].groups: "n1" must be in one group only.',
  ],
  [
    'groups that are no lists',
    withFault({ atMs: 1, kind: 'partition', groups: ['n1'] }),
    'faults[1].groups[0]: must be a list of node ids.',
  ],
  [
    'a stranger in a group',
    withFault({ atMs: 1, kind: 'partition', groups: [['n1'], ['n4']] }),
    'faults[1].groups[1]: "n4" is not a node of this run; use one of n1, n2, n3.',
  ],
  [
    'a change to an unknown setting',
    withFault({ atMs: 1, kind: 'configure', config: { speed: 1 } }),
    `faults[1].config.speed: is not a setting of protocol "quorum"; it has ${SETTINGS}.`,
  ],
  [
    'a change that contradicts what is set by then',
    withFault({ atMs: 1, kind: 'configure', config: { downAfterMs: 100 } }),
    'faults[1]: leaseMs (3750) must be below downAfterMs (100), or an old authority may outlive the election of a new one.',
  ],
  [
    'a change of the network out of its bounds',
    withFault({ atMs: 1, kind: 'configure', network: { latencyMs: [0.5, 20] } }),
    'faults[1].network.latencyMs[0]: must be at least 1: milliseconds.',
  ],
  [
    'a change of the network to more than all messages',
    withFault({ atMs: 1, kind: 'configure', network: { lossRatio: 1.5 } }),
    'faults[1].network.lossRatio: must be at most 1: a share of all messages, 0 to 1.',
  ],
  [
    'a change of the network that is none',
    withFault({ atMs: 1, kind: 'configure', network: { jitterMs: 5 } }),
    'faults[1].network.jitterMs: is not a field of the network.',
  ],
  [
    'a change of the network that is a list',
    withFault({ atMs: 1, kind: 'configure', network: [] }),
    'faults[1].network: must be an object: the network.',
  ],
  [
    'more changes of every link than one instant can take',
    {
      ...GOOD,
      nodes: Array.from({ length: 50 }, (_, at) => `n${at + 1}`),
      faults: Array.from({ length: 409 }, () => ({
        atMs: 1,
        kind: 'configure',
        network: { lossRatio: 0.1 },
      })),
    },
    'faults: has 409 that change every link ("partition", "healAll", "configure" of the network); with 50 nodes use at most 408.',
  ],
  [
    'clients that are no number',
    withPart({ clients: '2' }),
    'clients: must be a number: how many clients write.',
  ],
  ['half a client', withPart({ clients: 1.5 }), 'clients: must be a whole number: how many clients write.'],
  [
    'fewer clients than none',
    withPart({ clients: -1 }),
    'clients: must be at least 0: how many clients write.',
  ],
  ['a crowd of clients', withPart({ clients: 99 }), 'clients: must be at most 5: how many clients write.'],
  [
    'exports that are no switch',
    withPart({ exports: 'yes' }),
    'exports: must be true or false: whether the nodes do exports.',
  ],
  [
    'a node that is called as the store is',
    withPart({ nodes: ['n1', 'store'], exports: true }),
    'nodes: must not name "store": that is what the run calls its store or a client.',
  ],
  [
    'a node that is called as a client is',
    withPart({ nodes: ['c2', 'c1'], clients: 1 }),
    'nodes: must not name "c1": that is what the run calls its store or a client.',
  ],
  [
    'a client that begins as primary',
    withPart({ protocol: 'kevy', clients: 1, bootstrap: 'c1' }),
    'bootstrap: "c1" is not a node of this run; use one of n1, n2, n3.',
  ],
  [
    'a setting of clients where there are none',
    withPart({ config: { writeIntervalMs: 50 } }),
    `config.writeIntervalMs: is not a setting of protocol "quorum"; it has ${SETTINGS}.`,
  ],
  [
    'settings of clients that contradict each other',
    withPart({ clients: 1, config: { giveUpMs: 500 } }),
    'writeTimeoutMs (1000) must be below giveUpMs (500), or a client gives a write up before it has asked a second node.',
  ],
  [
    'a safeguard of the register where there is none',
    withPart({ safeguards: { majorityAck: false } }),
    expect.stringMatching(
      /^safeguards\.majorityAck: is not a safeguard of protocol "quorum"; it has .+\.$/,
    ) as never,
  ],
  [
    'a change that contradicts the settings of leases',
    {
      ...withPart({ protocol: 'ballot-lease' }),
      faults: [{ atMs: 1, kind: 'configure', config: { leaseMs: 1000 } }],
    },
    'faults[0]: refreshMs (3333) must be below leaseMs (1000), or every lease is over before it is prolonged.',
  ],
  [
    'a priority where there are none',
    withFault({ atMs: 1, kind: 'priority', node: 'n1', value: 1 }),
    'faults[1].kind: "priority" means nothing to protocol "quorum".',
  ],
  [
    'a fractional priority',
    withFault({ atMs: 1, kind: 'priority', node: 'n1', value: 0.5 }),
    'faults[1].value: must be a whole number: a priority, higher is preferred.',
  ],
  [
    'a resignation where there is none',
    withFault({ atMs: 1, kind: 'resign', node: 'n1' }),
    'faults[1].kind: "resign" means nothing to protocol "quorum".',
  ],
  [
    'the end of an export where there are none',
    withFault({ atMs: 1, kind: 'export', node: 'n1', how: 'fail' }),
    'faults[1].kind: "export" needs a run that does exports; set "exports" to true.',
  ],
  [
    'an unknown end of an export',
    withFault({ atMs: 1, kind: 'export', node: 'n1', how: 'stop' }),
    'faults[1].how: must be "abandon" or "fail".',
  ],
  [
    'a damaged store where there is none',
    withFault({ atMs: 1, kind: 'store', how: 'corrupt', key: 'election/leader' }),
    'faults[1].kind: "store" needs a run that has a store.',
  ],
  [
    'an unknown damage to the store',
    withFault({ atMs: 1, kind: 'store', how: 'burn', key: 'election/leader' }),
    'faults[1].how: must be "corrupt" or "tombstone".',
  ],
  [
    'a key of nothing',
    withFault({ atMs: 1, kind: 'store', how: 'corrupt', key: '' }),
    'faults[1].key: must have at least one character: a key of the store.',
  ],
  [
    'a key that is no text',
    withFault({ atMs: 1, kind: 'store', how: 'corrupt', key: 7 }),
    'faults[1].key: must be a text: a key of the store.',
  ],
  [
    'a key that no store takes',
    withFault({ atMs: 1, kind: 'store', how: 'corrupt', key: 'k'.repeat(513) }),
    'faults[1].key: must have at most 512 bytes: a key of the store.',
  ],
  [
    'a key of few characters and many bytes',
    withFault({ atMs: 1, kind: 'store', how: 'corrupt', key: '\u20ac'.repeat(171) }),
    'faults[1].key: must have at most 512 bytes: a key of the store.',
  ],
  [
    'the store where there is none',
    withFault({ atMs: 1, kind: 'kill', node: 'store' }),
    'faults[1].node: "store" is not a node of this run; use one of n1, n2, n3.',
  ],
  [
    'an offset of a client',
    { ...withFault({ atMs: 1, kind: 'replOffset', node: 'c1', value: 1 }), clients: 1 },
    'faults[1].node: "c1" is not a node of this run; use one of n1, n2, n3.',
  ],
  [
    'more changes of every link than one instant can take, clients and store included',
    {
      ...GOOD,
      nodes: Array.from({ length: 44 }, (_, at) => `n${at + 1}`),
      clients: 5,
      exports: true,
      faults: Array.from({ length: 409 }, () => ({ atMs: 1, kind: 'healAll' })),
    },
    'faults: has 409 that change every link ("partition", "healAll", "configure" of the network); with 50 nodes use at most 408.',
  ],
  [
    'more faults than anybody can want',
    withPart({ faults: Array.from({ length: 10_001 }, () => ({ atMs: 1, kind: 'healAll' })) }),
    'faults: has 10001 faults; use at most 10000.',
  ],
  [
    'a text that is too long',
    'x'.repeat(LONGEST_RUN_CHARACTERS + 1),
    'The run is 2000001 characters long; at most 2000000 can be read.',
  ],
  ['depth', `${'['.repeat(500_000)}${']'.repeat(500_000)}`, 'version: is missing: a run needs it.'],
];

describe('a bad run is answered with a sentence that names the field and the fix', () => {
  test.each(BAD)('%s', (_, input, sentence) => {
    expect(runComplaint(input)).toEqual(sentence);
  });

  test('that is not JSON', () => {
    expect(runComplaint('{')).toMatch(/^The run is not valid JSON: .+\.$/);
    expect(runComplaint('')).toMatch(/^The run is not valid JSON: .+\.$/);
  });

  test('and that reads well, whatever the input', () => {
    const sentence = /^(The run [a-z]|.+: |hbIntervalMs |leaseMs ).*[^.]\.$/s;
    const jargon = /\[object|Invalid|received|undefined|NaN|=>|Expected [A-Z"(]/;
    const mangled = fc
      .tuple(
        fc.nat(5000),
        fc.nat(400),
        fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, NaN, Infinity, {}, [], -1)),
      )
      .map(([seed, at, value]) => mangle(hostileRun(seed, kindOf(seed)), at, value));
    fc.assert(
      fc.property(fc.oneof(mangled, fc.anything()), (input) => {
        if (typeof input === 'string') return;
        try {
          parseRun(input);
        } catch (error) {
          const { message } = error as Error;
          expect(message).toMatch(sentence);
          expect(message.replace(/"[^"]*"/g, '""')).not.toMatch(jargon);
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('and nothing else is touched by it', () => {
    for (const [, input] of BAD) complaint(() => parseRun(input));
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

/** Puts `value` where the `at`-th leaf of the run is. */
function mangle(run: Run, at: number, value: unknown): unknown {
  const copy = structuredClone(run) as unknown as Record<string, unknown>;
  const places: [Record<string, unknown>, string][] = [];
  const walk = (part: Record<string, unknown>): void => {
    for (const key of Object.keys(part)) {
      places.push([part, key]);
      if (typeof part[key] === 'object' && part[key] !== null) walk(part[key] as Record<string, unknown>);
    }
  };
  walk(copy);
  const [part, key] = places[at % places.length]!;
  part[key] = value;
  return copy;
}

describe('a good run', () => {
  const runs = fc.tuple(fc.nat(1_000_000), fc.constantFrom(...EVERY_KIND));

  test('is taken as it is, once its defaults are filled in', () => {
    fc.assert(
      fc.property(runs, ([seed, kind]) => {
        const run = resolveRun(hostileRun(seed, kind));
        expect(parseRun(run)).toEqual(run);
        expect(parseRun(JSON.stringify(run))).toEqual(run);
        expect(parseRun(randomSchedule(seed, kind).run)).toEqual(resolveRun(randomSchedule(seed, kind).run));
      }),
      { numRuns: 100 },
    );
  });

  test('has its times in whole microseconds, so that a text and a value are the same run', () => {
    const faults = [{ atMs: 0.1 + 0.2, kind: 'healAll' }];
    expect(parseRun({ ...GOOD, faults }).faults).toEqual([{ atMs: 0.3, kind: 'healAll' }]);
  });

  test('may have as many clients as there are, and call nodes what nothing else is called', () => {
    const nodes = ['store', 'c1', 'c6'];
    expect(parseRun({ ...GOOD, nodes }).nodes).toEqual(nodes);
    expect(parseRun({ ...GOOD, nodes: ['c6'], clients: 5 })).toMatchObject({ nodes: ['c6'], clients: 5 });
    expect(parseRun({ ...GOOD, clients: 0, exports: false }).config).toEqual(parseRun(GOOD).config);
  });

  test('may do to a store and clients what is done to nodes', () => {
    const faults = [
      { atMs: 1, kind: 'kill', node: 'store' },
      { atMs: 2, kind: 'cut', from: 'c1', to: 'store' },
      { atMs: 3, kind: 'partition', groups: [['n1', 'c1'], ['store']] },
      { atMs: 4, kind: 'clock', node: 'c1', offsetMs: 5 },
      { atMs: 5, kind: 'store', how: 'tombstone', key: 'k'.repeat(512) },
      { atMs: 6, kind: 'priority', node: 'n2', value: -3 },
      { atMs: 7, kind: 'resign', node: 'n2' },
      { atMs: 8, kind: 'export', node: 'n2', how: 'abandon' },
      { atMs: 9, kind: 'configure', config: { writeIntervalMs: 50 }, safeguards: { fencing: false } },
    ];
    const run = { ...GOOD, protocol: 'ballot-lease', clients: 1, exports: true, faults };
    expect(parseRun(run).faults).toEqual(faults);
  });

  test('may name nodes as the language names things', () => {
    expect(parseRun({ ...GOOD, nodes: ['__proto__', 'constructor'] }).nodes).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('may change its settings in the order of time, whatever the order of the list', () => {
    const faults = [
      { atMs: 20, kind: 'configure', config: { downAfterMs: 1000 } },
      { atMs: 10, kind: 'configure', config: { leaseMs: 500, hbIntervalMs: 100 } },
    ];
    expect(parseRun({ ...GOOD, faults }).faults.map(({ atMs }) => atMs)).toEqual([10, 20]);
  });
});

describe('a fault for now', () => {
  const run = resolveRun({ ...GOOD, version: 1, nodes: ['n1', 'n2'] });
  const faultComplaint = (input: unknown) => complaint(() => parseFault(input, run, 0));

  test('is taken as it is', () => {
    expect(parseFault({ kind: 'kill', node: 'n2' }, run, 0)).toEqual({ kind: 'kill', node: 'n2' });
  });

  test.each<[unknown, string]>([
    [null, `The fault must have a known kind: ${KINDS}.`],
    ['kill', `The fault must have a known kind: ${KINDS}.`],
    [{}, `kind: must have a known kind: ${KINDS}.`],
    [{ kind: 'kill' }, 'node: is missing: a fault of kind "kill" needs it.'],
    [{ kind: 'kill', node: {} }, 'node: must be a text: the id of a node.'],
    [{ kind: 'kill', node: 'n3' }, 'node: "n3" is not a node of this run; use one of n1, n2.'],
    [{ kind: 'kill', node: 'n1', atMs: 5 }, 'atMs: is not a field of a fault of kind "kill".'],
    [
      { kind: 'configure', config: { hbIntervalMs: 9000 } },
      'hbIntervalMs (9000) must be below downAfterMs (5000), or every peer looks down between two heartbeats.',
    ],
  ])('%j is refused', (input, sentence) => {
    expect(faultComplaint(input)).toBe(sentence);
  });

  test('is held against what the run has besides its nodes', () => {
    const fault = { kind: 'store', how: 'corrupt', key: 'export/lease' };
    expect(faultComplaint(fault)).toBe('kind: "store" needs a run that has a store.');
    const withStore = parseRun({ ...GOOD, exports: true });
    expect(parseFault(fault, withStore, 0)).toEqual(fault);
    expect(parseFault({ kind: 'freeze', node: 'store' }, withStore, 0)).toMatchObject({ node: 'store' });
    expect(complaint(() => parseFault({ kind: 'resign', node: 'n1' }, withStore, 0))).toBe(
      'kind: "resign" means nothing to protocol "quorum".',
    );
    expect(complaint(() => parseFault({ ...fault, key: 'k'.repeat(513) }, withStore, 0))).toBe(
      'key: must have at most 512 bytes: a key of the store.',
    );
  });

  test('may change a part of the network', () => {
    const change = { kind: 'configure', network: { lossRatio: 0.25 } };
    expect(parseFault(change, run, 0)).toEqual(change);
  });

  describe('that changes settings is held against those in force', () => {
    const changing = parseRun({
      ...GOOD,
      faults: [
        { atMs: 1000, kind: 'configure', config: { downAfterMs: 20_000 } },
        { atMs: 2000, kind: 'configure', config: { downAfterMs: 5000 } },
      ],
    });
    const slower = { kind: 'configure', config: { hbIntervalMs: 9000 } };

    test('at that instant', () => {
      const tooSlow = /^hbIntervalMs \(9000\) must be below downAfterMs \(5000\)/;
      expect(complaint(() => parseFault(slower, changing, 500_000))).toMatch(tooSlow);
      expect(parseFault(slower, runUntil(changing, 1_500_000), 1_500_000)).toEqual(slower);
      expect(complaint(() => parseFault(slower, changing, 2_000_000))).toMatch(tooSlow);
    });

    test('and those that the run will come to', () => {
      expect(complaint(() => parseFault(slower, changing, 1_500_000))).toMatch(
        /^The run itself changes the settings at 2 s, and then hbIntervalMs \(9000\) must be below .+\.$/,
      );
    });
  });

  test('names only some of many nodes', () => {
    const nodes = Array.from({ length: 50 }, (_, at) => `n${at + 1}`);
    const many = resolveRun({ ...run, nodes });
    expect(complaint(() => parseFault({ kind: 'kill', node: 'x' }, many, 0))).toBe(
      'node: "x" is not a node of this run; use one of n1, n2, n3, n4, n5, n6, n7, ….',
    );
  });
});

describe('what a machine cannot hold', () => {
  const many = Array.from({ length: 50 }, (_, at) => `n${at + 1}`);
  const flood = {
    ...withPart({ nodes: many }),
    config: { hbIntervalMs: 1 },
    network: { latencyMs: [60_000, 60_000], duplicateRatio: 1 },
  };

  test('messages in the air, with the numbers to change', () => {
    expect(runComplaint(flood)).toMatch(
      /^hbIntervalMs \(1\) and 50 nodes make 2,450,000 messages a second, of which about 294,000,000 would be on their way at once; at most 500,000 can be\. Use a longer hbIntervalMs, fewer nodes, a shorter latency \(network\.latencyMs\) or fewer duplicates/,
    );
    expect(() => parseRun({ ...flood, config: { hbIntervalMs: 1000 } })).not.toThrow();
    expect(() => parseRun({ ...flood, network: { latencyMs: [20, 60] } })).not.toThrow();
  });

  test.each([
    ['a change of the settings', { kind: 'configure', config: { hbIntervalMs: 1 } }],
    [
      'a change of both',
      { kind: 'configure', config: { hbIntervalMs: 1 }, network: { latencyMs: [1, 60_000] } },
    ],
  ])('%s on the way brings it about as well', (_, change) => {
    const run = { ...flood, config: { hbIntervalMs: 1000 }, faults: [{ atMs: 5000, ...change }] };
    expect(runComplaint(run)).toMatch(/^From 5 s on: hbIntervalMs \(1\) and 50 nodes/);
    expect(complaint(() => parseFault(change, parseRun({ ...run, faults: [] }), 5_000_000))).toMatch(
      /^From 5 s on: hbIntervalMs \(1\)/,
    );
  });

  test('single links that were made slow count for themselves', () => {
    const faults = many
      .slice(1)
      .map((to) => ({ atMs: 7000, kind: 'link', from: 'n1', to, latencyMs: [60_000, 60_000] }));
    const run = { ...flood, network: {}, faults };
    expect(runComplaint(run)).toMatch(/^From 7 s on: /);
    expect(() => parseRun({ ...run, faults: faults.slice(0, 3) })).not.toThrow();
  });

  test('faults of one instant', () => {
    const faults = Array.from({ length: 501 }, () => ({ atMs: 9000, kind: 'restart', node: 'n1' }));
    expect(runComplaint(withPart({ faults }))).toBe(
      'faults: more than 500 happen at 9 s; let them happen at different times.',
    );
    const run = parseRun(withPart({ faults: faults.slice(1) }));
    expect(complaint(() => parseFault({ kind: 'kill', node: 'n1' }, run, 9_000_000))).toMatch(
      /^faults: more than 500/,
    );
    expect(() => parseFault({ kind: 'kill', node: 'n1' }, run, 9_000_001)).not.toThrow();
  });
});

describe('settings that contradict each other', () => {
  const lease = { ...GOOD, protocol: 'ballot-lease' };
  const sentence =
    /refreshMs \(\d+\) \+ storeTimeoutMs \(\d+\) must stay below leaseMs \(1000\), or one request/;

  test('a request to the store that outlasts the lease', () => {
    const config = { leaseMs: 1000, storeTimeoutMs: 3_600_000 };
    expect(runComplaint({ ...lease, clients: 1, config })).toMatch(sentence);
    expect(runComplaint({ ...lease, config: { leaseMs: 1000, storeTimeoutMs: 667 } })).toMatch(sentence);
    expect(() => parseRun({ ...lease, config: { leaseMs: 1000, storeTimeoutMs: 666 } })).not.toThrow();
  });

  test('brought about on the way, by one change after the other', () => {
    const configure = (atMs: number, config: object) => ({ atMs, kind: 'configure', config });
    const faults = [
      configure(2000, { leaseMs: 1000, refreshMs: 300 }),
      configure(1000, { storeTimeoutMs: 800 }),
    ];
    expect(runComplaint({ ...lease, faults })).toMatch(
      /^faults\[0\]: refreshMs \(300\) \+ storeTimeoutMs \(800\)/,
    );
    expect(() => parseRun({ ...lease, faults: faults.slice(1) })).not.toThrow();
  });

  test('an export lease that one lost request ends before the work is done', () => {
    const exporting = { ...GOOD, exports: true };
    const config = { exportEveryMs: 4000, exportLeaseMs: 3000, exportWorkMs: 1000 };
    expect(runComplaint({ ...exporting, config: { ...config, storeTimeoutMs: 2000 } })).toBe(
      'exportWorkMs (1000) + storeTimeoutMs (2000) must stay below exportLeaseMs (3000), or one request to the store that is lost ends a lease before the work is done; shorten either of the two, or lengthen exportLeaseMs.',
    );
    expect(() => parseRun({ ...exporting, config: { ...config, storeTimeoutMs: 1999 } })).not.toThrow();
  });
});
