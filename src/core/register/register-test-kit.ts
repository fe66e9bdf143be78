/** What the tests of the register share: an elector that the test plays, and a cluster of replicas and clients. */
import type { Clock, DiskRecord, Effect, NodeId, Observation, RandomSource } from '../program';
import type { AnyProtocol, Boot, Config, Safeguards } from '../protocol';
import type { ClientObservation } from '../service';
import { EPOCH_WORDS } from '../words';
import { RegisterClient } from './client';
import { includesHistory, missingWrites, withWrite } from './history';
import type { RegisterMessage } from './message';
import { ReadHistory } from './read-history';
import { Replica } from './replica';

export const MS = 1000;

export function clockAt(nowUs: number): Clock {
  return { nowUs, wallUs: 0 };
}

/** Marsaglia's xorshift32. */
export function seededRandom(seed: number): RandomSource {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return {
    below(limit) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % limit;
    },
  };
}

export const FIRST: RandomSource = { below: () => 0 };

export function registerBoot(
  nodeId: NodeId,
  peerIds: readonly NodeId[],
  overrides: Partial<Boot> = {},
): Boot {
  return {
    nodeId,
    peerIds,
    addresses: Object.fromEntries(peerIds.map((id) => [id, addressOf(id)])),
    startRole: 'replica',
    config: {},
    safeguards: {},
    disk: null,
    replOffset: 0,
    dataEpoch: 0,
    clock: clockAt(0),
    random: FIRST,
    storeId: null,
    ...overrides,
  };
}

export const addressOf = (id: NodeId): string => `${id}.test:7000`;

/** An elector that knows nothing, apart from what it is said to know. */
export function elector(overrides: Partial<Observation> = {}): Observation {
  return {
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
    ...overrides,
  };
}

export const primaryOf = (epoch: number, authorityUntilUs = Infinity): Observation =>
  elector({ role: 'primary', epoch, authorityUntilUs });

interface Plan {
  readonly dueUs: number;
  readonly what: () => void;
}

interface Member {
  readonly id: NodeId;
  disk: DiskRecord | null;
  steps: number;
}

interface Node extends Member {
  replica: Replica | null;
  elector: Observation;
}

interface Client extends Member {
  incarnation: number;
  program: RegisterClient | null;
}

export interface WorldRules {
  readonly seed: number;
  readonly nodes: number;
  readonly clients: number;
  /** Else the primary has to ask around. */
  readonly electsByOffset: boolean;
  /** Else each read is confirmed. */
  readonly readsByAuthority?: true;
  readonly safeguards?: Safeguards;
  readonly config?: Config;
  /** Replaces every program by such a clone of what was saved of it after each of its steps. */
  readonly restores?: <T>(saved: T) => T;
}

/**
 * Replicas and clients on a network that loses, doubles and reorders; who leads is decided here. Everything else of the
 * schedule is the caller's.
 */
export class RegisterWorld {
  atUs = 0;
  lossRatio = 0;
  latencyMaxUs = 10 * MS;
  readonly cuts = new Set<string>();
  readonly nodes: readonly Node[];
  readonly clients: readonly Client[];
  readonly random: RandomSource;
  readonly transcript: string[] = [];
  /** What was acknowledged under each token. */
  readonly acknowledged = new Map<number, string>();
  readonly violations: string[] = [];
  readCount = 0;
  private readonly reads = new ReadHistory();
  /** By time, and what is due at one instant in the order in which it was planned. */
  private readonly plans: Plan[] = [];
  private readonly luck: RandomSource;
  private readonly nodeIds: readonly NodeId[];

  private readonly elector: Pick<AnyProtocol, 'electsByOffset' | 'readsByAuthority' | 'words'>;

  constructor(readonly rules: WorldRules) {
    const { electsByOffset, readsByAuthority } = rules;
    this.elector = { electsByOffset, words: EPOCH_WORDS, ...(readsByAuthority && { readsByAuthority }) };
    this.random = seededRandom(rules.seed);
    this.luck = seededRandom(rules.seed + 1_000_003);
    this.nodeIds = Array.from({ length: rules.nodes }, (_, i) => `n${i + 1}`);
    this.nodes = this.nodeIds.map((id) => ({ id, disk: null, steps: 0, replica: null, elector: elector() }));
    this.clients = Array.from({ length: rules.clients }, (_, i) => ({
      id: `c${i + 1}`,
      disk: null,
      steps: 0,
      incarnation: 0,
      program: null,
    }));
    for (const node of this.nodes) this.startNode(node);
    for (const client of this.clients) this.startClient(client);
  }

  at(delayUs: number, what: () => void): void {
    const dueUs = this.atUs + delayUs;
    let place = this.plans.length;
    while (place > 0 && this.plans[place - 1]!.dueUs > dueUs) place--;
    this.plans.splice(place, 0, { dueUs, what });
  }

  runUntil(untilUs: number): void {
    while (this.plans.length > 0 && this.plans[0]!.dueUs <= untilUs) {
      const { dueUs, what } = this.plans.shift()!;
      this.atUs = dueUs;
      what();
    }
    this.atUs = untilUs;
  }

  startNode(node: Node): void {
    const record = node.disk;
    // As ServerProgram does: the place outlives the process, a role does not.
    node.replica = new Replica(this.bootOf(node), this.elector, record);
    node.elector = { ...node.elector, role: 'replica', authorityUntilUs: 0, leadership: { kind: 'unknown' } };
    this.stepNode(node, (replica) => replica.onWake(node.elector, this.clock));
  }

  startClient(client: Client): void {
    client.program = new RegisterClient(this.bootOf(client), EPOCH_WORDS);
    client.incarnation++;
    this.stepClient(client, (program) => program.onWake(this.clock));
  }

  /** The elector of this node shows something else now. */
  elect(node: Node, change: Partial<Observation>): void {
    node.elector = { ...node.elector, ...change };
    this.stepNode(node, (replica) => replica.follow(node.elector, this.clock));
  }

  /** A majority votes for the most complete of it, which wins a little later, unless it promised more since. */
  electByVotes(voters: readonly Node[], epoch: number, afterUs: number, spanUs: number): void {
    const best = voters.reduce((a, b) => (isBehind(a.replica!, b.replica!) ? b : a));
    for (const voter of voters)
      this.elect(voter, { votedEpoch: epoch, role: 'replica', authorityUntilUs: 0 });
    this.at(afterUs, () => {
      if (best.replica === null || best.elector.votedEpoch !== epoch || best.elector.epoch >= epoch) return;
      this.elect(best, { role: 'primary', epoch, authorityUntilUs: this.atUs + spanUs });
      for (const voter of voters) if (voter !== best) this.tellOf(voter, best);
    });
  }

  tellOf(node: Node, leader: Node): void {
    const { epoch } = leader.elector;
    if (node.replica === null || node.elector.role === 'primary' || epoch < node.elector.epoch) return;
    const leadership = {
      kind: 'follower',
      leaderEndpoint: addressOf(leader.id),
      leaderEpoch: epoch,
    } as const;
    this.elect(node, { epoch, leadership });
  }

  counts(client: Client): ClientObservation {
    return client.program!.observe().service as ClientObservation;
  }

  private get clock(): Clock {
    return clockAt(this.atUs);
  }

  private bootOf({ id, disk }: Member): Boot {
    const { safeguards = {}, config = {} } = this.rules;
    return registerBoot(id, this.nodeIds, { safeguards, config, disk, clock: this.clock, random: this.luck });
  }

  private stepNode(node: Node, run: (replica: Replica) => readonly Effect<RegisterMessage>[]): void {
    const { replica } = node;
    if (replica === null) return;
    const before = replica.observe();
    const effects = run(replica);
    node.disk = replica.record();
    this.carryOut(node, effects);
    const now = replica.observe();
    if (now.fence < before.fence) this.violations.push(`${node.id} forgot token ${before.fence}`);
    const fencing = this.rules.safeguards?.['fencing'] ?? true;
    if (fencing && now.token < before.token)
      this.violations.push(`${node.id} went from token ${before.token} to ${now.token}`);
    if (now.serving && !before.serving) this.expectAll(node.id, now.history, now.token);
    if (this.rules.restores !== undefined) {
      const state = this.rules.restores(replica.save());
      node.replica = new Replica(this.bootOf(node), this.elector, null, state);
    }
    this.wakeLater(node, node.replica!.nextWakeUs(), () =>
      this.stepNode(node, (each) => each.onWake(node.elector, this.clock)),
    );
  }

  private stepClient(
    client: Client,
    run: (program: RegisterClient) => readonly Effect<RegisterMessage>[],
  ): void {
    const { program } = client;
    if (program === null) return;
    const effects = run(program);
    for (const effect of effects) if (effect.kind === 'persist') client.disk = effect.record;
    this.carryOut(client, effects);
    const read = this.reads.take(client.id, client.incarnation, this.counts(client), this.atUs);
    if (read !== null) {
      this.readCount++;
      if (read.missed.length > 0) {
        this.violations.push(
          `${read.by} told ${client.id} nothing of ${read.missed.join(', ')}, at ${this.atUs} us`,
        );
      }
    }
    if (this.rules.restores !== undefined) {
      client.program = new RegisterClient(
        this.bootOf(client),
        EPOCH_WORDS,
        this.rules.restores(program.save()),
      );
    }
    this.wakeLater(client, client.program!.nextWakeUs(), () =>
      this.stepClient(client, (each) => each.onWake(this.clock)),
    );
  }

  /** It lacks nothing that was acknowledged before its token: what is older than that cannot have come later. */
  expectAll(id: NodeId, history: string, token: number): void {
    for (const [earlier, acknowledged] of this.acknowledged) {
      if (earlier > token || includesHistory(history, acknowledged)) continue;
      const missing = missingWrites(history, acknowledged).join(', ');
      this.violations.push(
        `${id} lost ${missing} of token ${earlier} under token ${token}, at ${this.atUs} us`,
      );
    }
  }

  private wakeLater(member: Member, wakeUs: number, wake: () => void): void {
    const version = ++member.steps;
    if (wakeUs === Infinity) return;
    this.at(Math.max(0, wakeUs - this.atUs), () => {
      if (member.steps === version) wake();
    });
  }

  private carryOut(from: Member, effects: readonly Effect<RegisterMessage>[]): void {
    if (effects.length > 0) this.transcript.push(`${this.atUs} ${from.id} ${JSON.stringify(effects)}`);
    for (const effect of effects) {
      if (effect.kind !== 'send') continue;
      const { to, message } = effect;
      if (message.verb === 'WROTE') {
        const earlier = this.acknowledged.get(message.epoch) ?? '';
        this.acknowledged.set(message.epoch, withWrite(earlier, to, message.number));
      }
      for (const id of to === '*' ? this.nodeIds : [to]) if (id !== from.id) this.send(from.id, id, message);
    }
  }

  private send(from: NodeId, to: NodeId, message: RegisterMessage): void {
    const chance = (ratio: number) => this.random.below(1_000_000) < ratio * 1_000_000;
    for (let copies = chance(this.lossRatio / 4) ? 2 : 1; copies > 0; copies--) {
      if (chance(this.lossRatio)) continue;
      this.at(MS + this.random.below(this.latencyMaxUs), () => {
        if (!this.cuts.has(from + to)) this.deliver(from, to, message);
      });
    }
  }

  private deliver(from: NodeId, to: NodeId, message: RegisterMessage): void {
    const node = this.nodes.find(({ id }) => id === to);
    if (node !== undefined) {
      this.stepNode(node, (replica) => replica.onMessage(from, message, node.elector, this.clock));
    }
    const client = this.clients.find(({ id }) => id === to);
    if (client !== undefined) {
      this.stepClient(client, (program) => program.onMessage(from, message, this.clock));
    }
  }
}

export type WorldNode = Node;

function isBehind(a: Replica, b: Replica): boolean {
  return a.dataEpoch === b.dataEpoch ? a.offset < b.offset : a.dataEpoch < b.dataEpoch;
}
