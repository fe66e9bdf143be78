/** What the tests of the ballot elector share: a cluster around a store, with links that lose and delay, and clocks that disagree. */
import { LeaderWatch } from '../../leadership/leader-watch';
import type { Clock, Command, DiskRecord, Effect, NodeId, Observation, Program } from '../../program';
import type { Boot, Config, Safeguards } from '../../protocol';
import { seededRandom } from '../../test-kit';
import { BallotElector } from './elector';
import { slotOf, type LeaderSlot } from './leader';
import { ballotProtocol } from './protocol';
import { ELECTION } from './settings';
import { ballotKeys } from './keys';
import type { StoreMessage } from '../../store/message';
import { StoreProgram } from '../../store/program';

/** The published proportions, ten times as fast. */
export const CONFIG: Config = {
  leaseMs: 1000,
  heartbeatMs: 300,
  candidateTimeoutMs: 1500,
  claimJitterMs: 50,
  storeTimeoutMs: 50,
};

/** What right wall clocks read as a test begins. */
export const WALL_START_US = 1_767_225_600_000_000;

export const KEYS = ballotKeys(ELECTION);

const STORE: NodeId = 'store';

export interface ClusterOptions {
  readonly size?: number;
  readonly seed?: number;
  readonly config?: Config;
  readonly safeguards?: Safeguards;
  readonly latencyMs?: readonly [min: number, max: number];
  readonly lossRatio?: number;
  readonly duplicateRatio?: number;
  /** How far the wall clock of each node is ahead, in their order; 0 where nothing is said. */
  readonly skewsMs?: readonly number[];
  /** Every program is replaced by its saved self after every step. */
  readonly restoring?: boolean;
}

interface Member {
  readonly id: NodeId;
  /** Its clocks: what they read at true time 0. */
  readonly nowAtStartUs: number;
  wallAtStartUs: number;
  boot: Boot;
  program: Program<StoreMessage, unknown> | null;
  frozen: boolean;
  disk: DiskRecord | null;
  seen: Observation | null;
  watch: LeaderWatch | null;
}

interface Envelope {
  readonly atUs: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: StoreMessage;
}

export class Cluster {
  nowUs = 0;
  config: Config;
  safeguards: Safeguards;
  lossRatio: number;
  /** `n1 became leader with …`, in the order in which it happened. */
  events: string[] = [];
  /** Everything that any program did, by true time. */
  readonly account: string[] = [];
  /** What should never be, unless a test makes it so. */
  readonly breaches: string[] = [];

  private readonly members: readonly Member[];
  private readonly luck;
  private readonly cutOff = new Set<NodeId>();
  private queue: Envelope[] = [];
  private readonly leaders = new Map<number, NodeId>();
  private highestBallot = 0;

  constructor(private readonly options: ClusterOptions = {}) {
    const { size = 3, seed = 1, skewsMs = [], lossRatio = 0 } = options;
    this.config = { ...CONFIG, ...options.config };
    this.safeguards = options.safeguards ?? {};
    this.lossRatio = lossRatio;
    this.luck = seededRandom(seed);
    const ids = Array.from({ length: size }, (_, at) => `n${at + 1}`);
    this.members = [...ids, STORE].map((id, at) => {
      const nowAtStartUs = (at + 1) * 1_000_000_000;
      const wallAtStartUs = WALL_START_US + (skewsMs[at] ?? 0) * 1000;
      const boot: Boot = {
        nodeId: id,
        peerIds: ids,
        addresses: Object.fromEntries(ids.map((id) => [id, `${id}.test:7000`])),
        startRole: 'replica',
        config: this.config,
        safeguards: this.safeguards,
        disk: null,
        replOffset: 0,
        dataEpoch: 0,
        clock: { nowUs: nowAtStartUs, wallUs: wallAtStartUs },
        random: seededRandom(seed * 31 + at),
        storeId: STORE,
      };
      const program = null;
      return {
        id,
        nowAtStartUs,
        wallAtStartUs,
        boot,
        program,
        frozen: false,
        disk: null,
        seen: null,
        watch: null,
      };
    });
    for (const { id } of this.members) this.restart(id);
  }

  // --- what happens to it

  restart(id: NodeId): void {
    const member = this.member(id);
    const { config, safeguards } = this;
    member.boot = { ...member.boot, config, safeguards, disk: member.disk, clock: this.clockOf(member) };
    member.program = id === STORE ? new StoreProgram(member.boot) : ballotProtocol.create(member.boot);
    member.frozen = false;
    member.seen = null;
    member.watch = null;
    this.look(member);
  }

  kill(id: NodeId): void {
    this.member(id).program = null;
  }

  freeze(id: NodeId): void {
    this.member(id).frozen = true;
  }

  thaw(id: NodeId): void {
    this.member(id).frozen = false;
  }

  /** Neither request nor answer gets through; what is under way is lost as well. */
  cut(id: NodeId): void {
    this.cutOff.add(id);
  }

  heal(id: NodeId): void {
    this.cutOff.delete(id);
  }

  shiftWall(id: NodeId, byMs: number): void {
    const member = this.member(id);
    member.wallAtStartUs += byMs * 1000;
    if (member.program !== null && !member.frozen) {
      const { program } = member;
      this.step(member, 'clock', () => program.onWake(this.clockOf(member)));
    }
  }

  configure(config: Config, safeguards: Safeguards = this.safeguards): void {
    this.config = { ...this.config, ...config };
    this.safeguards = safeguards;
    for (const member of this.members) {
      member.boot = { ...member.boot, config: this.config, safeguards };
      if (member.id !== STORE) this.replace(member);
    }
  }

  command(id: NodeId, command: Command): void {
    const member = this.member(id);
    const { program } = member;
    if (program !== null)
      this.step(member, command.kind, () => program.onCommand(command, this.clockOf(member)));
  }

  corrupt(key: string): void {
    this.command(STORE, { kind: 'store', how: 'corrupt', key });
  }

  tombstone(key: string): void {
    this.command(STORE, { kind: 'store', how: 'tombstone', key });
  }

  pass(ms: number): this {
    const untilUs = this.nowUs + ms * 1000;
    for (;;) {
      const wake = this.nextWake();
      const envelope = this.queue[0];
      const atUs = Math.min(envelope?.atUs ?? Infinity, wake?.atUs ?? Infinity);
      if (atUs > untilUs) break;
      this.nowUs = Math.max(this.nowUs, atUs);
      if (envelope !== undefined && envelope.atUs <= atUs) {
        this.queue.shift();
        this.deliver(envelope);
      } else if (wake !== null) this.wake(wake.member);
    }
    this.nowUs = untilUs;
    return this;
  }

  /** How many milliseconds went by until `condition` held, looked at every millisecond; at most `limitMs`. */
  passUntil(condition: () => boolean, limitMs = 20_000): number {
    for (let ms = 0; ms < limitMs; ms++) {
      if (condition()) return ms;
      this.pass(1);
    }
    return Infinity;
  }

  // --- what is to be seen of it

  observe(id: NodeId): Observation {
    const { program } = this.member(id);
    if (program === null) throw new Error(`${id} does not run`);
    return program.observe();
  }

  elector(id: NodeId): BallotElector {
    return this.member(id).program as BallotElector;
  }

  clock(id: NodeId): Clock {
    return this.clockOf(this.member(id));
  }

  /** Who may act as leader now, each by its own clock. */
  leaderIds(): readonly NodeId[] {
    return this.members.filter((member) => this.hasAuthority(member)).map(({ id }) => id);
  }

  slot(): LeaderSlot {
    const entry = this.storeState().contents.entries.find(({ key }) => key === KEYS.leader);
    return slotOf(entry ?? null);
  }

  keys(): readonly string[] {
    return this.storeState()
      .contents.entries.filter(({ value }) => value !== null)
      .map(({ key }) => key);
  }

  valueOf(key: string): string | null {
    return this.storeState().contents.entries.find((entry) => entry.key === key)?.value ?? null;
  }

  eventsOf(id: NodeId): readonly string[] {
    return this.events.filter((line) => line.startsWith(`${id} `)).map((line) => line.slice(id.length + 1));
  }

  private storeState(): ReturnType<StoreProgram['save']> {
    return this.member(STORE).program!.save() as ReturnType<StoreProgram['save']>;
  }

  // --- how it goes on

  private member(id: NodeId): Member {
    const found = this.members.find((member) => member.id === id);
    if (found === undefined) throw new Error(`no member ${id}`);
    return found;
  }

  private clockOf({ nowAtStartUs, wallAtStartUs }: Member): Clock {
    return { nowUs: nowAtStartUs + this.nowUs, wallUs: wallAtStartUs + this.nowUs };
  }

  private nextWake(): { readonly member: Member; readonly atUs: number } | null {
    let next: { readonly member: Member; readonly atUs: number } | null = null;
    for (const member of this.members) {
      if (member.program === null || member.frozen) continue;
      const atUs = Math.max(this.nowUs, member.program.nextWakeUs() - member.nowAtStartUs);
      if (atUs !== Infinity && (next === null || atUs < next.atUs)) next = { member, atUs };
    }
    return next;
  }

  private wake(member: Member): void {
    const program = member.program!;
    this.step(member, 'wake', () => program.onWake(this.clockOf(member)));
    const { nowUs } = this.clockOf(member);
    if (member.program!.nextWakeUs() <= nowUs)
      throw new Error(`${member.id} wants to be woken again at once`);
  }

  private deliver(envelope: Envelope): void {
    const { from, to, message } = envelope;
    const member = this.member(to);
    const { program } = member;
    if (program === null || this.cutOff.has(from) || this.cutOff.has(to)) return;
    // What reaches a frozen process waits for it.
    if (member.frozen) this.enqueue({ ...envelope, atUs: this.nowUs + 1000 });
    else this.step(member, message.verb, () => program.onMessage(from, message, this.clockOf(member)));
  }

  private step(member: Member, input: string, act: () => readonly Effect<StoreMessage>[]): void {
    const { id } = member;
    const effects = act();
    for (const effect of effects) {
      if (effect.kind === 'persist') member.disk = effect.record;
      if (effect.kind === 'event' && id !== STORE) this.events.push(`${id} ${effect.event.text}`);
    }
    this.look(member);
    this.account.push(`${this.nowUs} ${id} ${input} ${JSON.stringify([effects, member.program!.observe()])}`);
    if (this.options.restoring === true) this.replace(member);
    for (const effect of effects) {
      if (effect.kind === 'send') this.send(id, effect.to, effect.message);
    }
  }

  private send(from: NodeId, to: NodeId, message: StoreMessage): void {
    const { latencyMs = [1, 5], duplicateRatio = 0 } = this.options;
    if (this.chance(this.lossRatio) || this.cutOff.has(from) || this.cutOff.has(to)) return;
    const copies = this.chance(duplicateRatio) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const [minUs, maxUs] = [latencyMs[0] * 1000, latencyMs[1] * 1000];
      this.enqueue({ atUs: this.nowUs + minUs + this.luck.below(maxUs - minUs + 1), from, to, message });
    }
  }

  private enqueue(envelope: Envelope): void {
    const at = this.queue.findIndex(({ atUs }) => atUs > envelope.atUs);
    this.queue = this.queue.toSpliced(at < 0 ? this.queue.length : at, 0, envelope);
  }

  private chance(ratio: number): boolean {
    return ratio > 0 && this.luck.below(1_000_000) < ratio * 1_000_000;
  }

  private replace(member: Member): void {
    if (member.program === null) return;
    const saved = plainCopy(member.program.save());
    member.program =
      member.id === STORE
        ? new StoreProgram(member.boot, saved as never)
        : ballotProtocol.restore(member.boot, saved as never);
  }

  // --- what is true at every step

  private hasAuthority(member: Member): boolean {
    if (member.program === null || member.id === STORE) return false;
    const { role, authorityUntilUs } = member.program.observe();
    return role === 'primary' && authorityUntilUs > this.clockOf(member).nowUs;
  }

  private look(member: Member): void {
    const { id, program, seen } = member;
    if (program === null || id === STORE) {
      this.lookAtKey();
      return;
    }
    const observation = program.observe();
    const { role, epoch, leadership, primary } = observation;
    if (program.observe() !== observation) this.breach(`${id} is never the same twice`);
    if (this.options.restoring !== true && seen !== null && seen !== observation) {
      if (JSON.stringify(seen) === JSON.stringify(observation))
        this.breach(`${id} made a new observation for nothing`);
    }
    member.seen = observation;
    if (member.watch === null) member.watch = new LeaderWatch(leadership);
    else member.watch.emit(leadership);
    if ((role === 'primary') !== (primary === id))
      this.breach(`${id} is ${role} and takes ${primary} for the primary`);
    if (role !== 'primary') return;
    const first = this.leaders.get(epoch) ?? id;
    this.leaders.set(epoch, first);
    if (first !== id) this.breach(`ballot ${epoch} names ${first} and ${id}`);
    const leaderIds = this.leaderIds();
    if (leaderIds.length > 1) this.breach(`${leaderIds.join(' and ')} lead at once`);
  }

  private lookAtKey(): void {
    const slot = this.slot();
    const ballot = slot.kind === 'held' ? slot.leader.ballot : slot.kind === 'released' ? slot.ballot : null;
    if (ballot === null) return;
    if (ballot < this.highestBallot)
      this.breach(`the ballot went back from ${this.highestBallot} to ${ballot}`);
    this.highestBallot = Math.max(this.highestBallot, ballot);
  }

  private breach(text: string): void {
    this.breaches.push(`${this.nowUs / 1000} ms: ${text}`);
  }
}

/** As a worker boundary copies it: throws on whatever is no plain data. */
export function plainCopy(value: unknown): unknown {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'function') throw new Error('a function is no plain data');
    return value;
  }
  if (Array.isArray(value)) return value.map(plainCopy);
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error(`${String(value)} is no plain data`);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plainCopy(field)]));
}
