/**
 * A node that runs Raft: the core with a clock, a disk and names. It ticks on its own monotonic clock; what a step wants
 * kept is one write, and on the disk before anything of the step leaves.
 *
 * A process that stood still ticks once when it goes on, and does not catch up: it has heard nobody meanwhile, and so has
 * nobody heard it.
 */
import type { Clock, Command, Effect, NodeId, Observation, Program, ProgramView } from '../../program';
import type { Boot } from '../../protocol';
import { RaftCore, type CoreState, type Cycle } from './core';
import { hardStateOf, recordOf } from './disk';
import type { RaftMessage } from './message';
import { observationOf } from './observation';
import { nthLargest } from './reads';
import { settingsOf, type Settings } from './settings';
import { ORDER, START, Teller, TICK, type Cause } from './telling';
import { viewOf } from './view';
import { wholeMessage } from './wire';

export interface RaftState {
  readonly core: CoreState;
  /** -Infinity before the first step. */
  readonly nextTickUs: number;
  /** By place, from 0: when this leader was last answered in its term; -Infinity for never. */
  readonly heardUs: readonly number[];
  /** The term in which it leads; 0 while it does not. */
  readonly heardTerm: number;
  readonly authorityUntilUs: number;
  readonly hasAuthority: boolean;
  /** The log on the disk is to be emptied: a process that does not keep it found one. */
  readonly emptiesLog: boolean;
}

type Effects = readonly Effect<RaftMessage>[];

const NOTHING: Effects = Object.freeze([]);

export class RaftProgram implements Program<RaftMessage, RaftState> {
  private readonly settings: Settings;
  private readonly core: RaftCore;
  private readonly teller: Teller;
  private readonly windowUs: number;
  private nextTickUs = -Infinity;
  private readonly heardUs: number[];
  /** In which term it leads, and was answered then; 0 while it does not lead. */
  private heardTerm = 0;
  private authorityUntilUs = 0;
  private hasAuthority = false;
  private emptiesLog = false;
  private observation: Observation | null = null;

  /** As the last step left it. */
  private lastIndex: number;
  private lastTerm: number;
  /** Of the step under way. */
  private effects: Effect<RaftMessage>[] = [];

  /** A fresh process if `state` is absent, else one that goes on from there; `state` itself is left alone. */
  constructor(
    private readonly boot: Boot,
    state?: RaftState,
  ) {
    const settings = settingsOf(boot);
    this.settings = settings;
    const { place, size, core: config } = settings;
    const draw = (ticks: number): number => boot.random.below(ticks);
    this.windowUs = config.electionTick * settings.tickUs;
    if (state === undefined) {
      const found = boot.log ?? [];
      const log = settings.durableLog ? found : [];
      this.core = new RaftCore(place, size, config, draw, hardStateOf(boot.disk, settings, log.length), log);
      this.emptiesLog = log.length < found.length;
      this.heardUs = Array.from({ length: size + 1 }, () => -Infinity);
    } else {
      this.core = RaftCore.resume(place, size, config, draw, state.core);
      this.heardUs = [...state.heardUs];
      this.heardTerm = state.heardTerm;
      this.nextTickUs = state.nextTickUs;
      this.authorityUntilUs = state.authorityUntilUs;
      this.hasAuthority = state.hasAuthority;
      this.emptiesLog = state.emptiesLog;
    }
    this.lastIndex = this.core.log.lastIndex;
    this.lastTerm = this.core.term;
    this.teller = new Teller(this.core, settings, (event) => this.effects.push({ kind: 'event', event }));
  }

  onMessage(from: NodeId, received: RaftMessage, clock: Clock): Effects {
    const { core, settings } = this;
    const sender = settings.placeOf.get(from);
    if (sender === undefined) return NOTHING; // who is no member has no say
    const message = wholeMessage(received, sender, settings.place, settings.size);
    if (message === null) return NOTHING;
    if (!this.begun) this.begin(clock.nowUs);
    core.step(message);
    if (message.term === this.heardTerm && message.term > 0) this.heardUs[sender] = clock.nowUs;
    return this.endStep({ kind: 'message', message }, clock.nowUs);
  }

  onWake(clock: Clock): Effects {
    const { nowUs } = clock;
    if (!this.begun) {
      this.begin(nowUs);
      return this.endStep(START, nowUs);
    }
    if (nowUs < this.nextTickUs) return NOTHING;
    const { tickUs } = this.settings;
    this.nextTickUs = this.nextTickUs + tickUs > nowUs ? this.nextTickUs + tickUs : nowUs + tickUs;
    this.core.tick();
    return this.endStep(TICK, nowUs);
  }

  onCommand(command: Command, clock: Clock): Effects {
    const { core, settings } = this;
    if (!this.begun) this.begin(clock.nowUs);
    switch (command.kind) {
      case 'propose':
        if (!core.propose(command.data)) this.effects.push({ kind: 'dropped', data: command.data });
        break;
      case 'readIndex':
        core.readIndex(command.context);
        break;
      case 'transfer': {
        const to = settings.placeOf.get(command.to);
        if (to !== undefined) core.transferTo(to);
        break;
      }
      case 'campaign':
        core.campaign();
        break;
      case 'forgetLeader':
        core.forgetLeader();
        break;
      default:
        return NOTHING;
    }
    return this.endStep(ORDER, clock.nowUs);
  }

  nextWakeUs(): number {
    return this.begun ? this.nextTickUs : this.boot.clock.nowUs;
  }

  observe(): Observation {
    const { core, settings, nextTickUs, authorityUntilUs, hasAuthority } = this;
    this.observation = observationOf(
      core,
      settings,
      nextTickUs,
      authorityUntilUs,
      hasAuthority,
      this.observation,
    );
    return this.observation;
  }

  view(clock: Clock): ProgramView {
    return viewOf(this.observe(), this.core, this.settings, this.heardUs, clock.nowUs);
  }

  save(): RaftState {
    const { heardTerm, nextTickUs, authorityUntilUs, hasAuthority, emptiesLog } = this;
    return {
      core: this.core.save(),
      heardUs: [...this.heardUs],
      ...{ heardTerm, nextTickUs, authorityUntilUs, hasAuthority, emptiesLog },
    };
  }

  private get begun(): boolean {
    return this.nextTickUs !== -Infinity;
  }

  /** Processes do not start in step with each other: the first tick comes at a moment of its own. */
  private begin(nowUs: number): void {
    const { tickUs } = this.settings;
    this.nextTickUs = nowUs + tickUs - this.boot.random.below(Math.min(tickUs, 2 ** 32));
  }

  private endStep(cause: Cause, nowUs: number): Effects {
    const { core, teller } = this;
    teller.look(cause);
    let persists = this.emptiesLog;
    let writtenFrom = this.emptiesLog ? 1 : 0;
    const sends: Effect<RaftMessage>[] = [];
    for (let cycle = core.cycle(); cycle !== null; cycle = core.cycle()) {
      if (cycle.hardState !== null) persists = true;
      if (cycle.persistFrom > 0) {
        persists = true;
        if (writtenFrom === 0 || cycle.persistFrom < writtenFrom) writtenFrom = cycle.persistFrom;
      }
      this.collect(cycle, sends);
      teller.look(cause);
    }
    if (cause.kind === 'message') this.tellOfMessage(cause.message, sends, writtenFrom);
    this.renewAuthority(nowUs);
    const events = this.effects;
    this.lastIndex = core.log.lastIndex;
    this.lastTerm = core.term;
    this.emptiesLog = false;
    if (events.length > 0) this.effects = [];
    if (!persists) return events.length === 0 ? sends : [...events, ...sends];
    return [this.persist(writtenFrom), ...events, ...sends];
  }

  private collect({ messages, committed, reads }: Cycle, into: Effect<RaftMessage>[]): void {
    for (const message of messages)
      into.push({ kind: 'send', to: this.settings.voters[message.to]!, message });
    if (committed.length > 0) into.push({ kind: 'apply', entries: committed });
    for (const { index, context } of reads) into.push({ kind: 'readable', index, context });
  }

  private persist(from: number): Effect<RaftMessage> {
    const { core, settings } = this;
    const record = recordOf(core, settings);
    if (from === 0) return { kind: 'persist', record };
    return { kind: 'persist', record, log: { from, entries: core.log.between(from, core.log.lastIndex) } };
  }

  private tellOfMessage(message: RaftMessage, effects: Effects, writtenFrom: number): void {
    if (message.verb === 'MsgApp') {
      if (writtenFrom > 0 && writtenFrom <= this.lastIndex) this.teller.cut(writtenFrom, message.from);
      return;
    }
    if (message.verb !== 'MsgVote' && message.verb !== 'MsgPreVote') return;
    const answer = effects.find((effect) => effect.kind === 'send' && effect.message.to === message.from);
    if (answer === undefined) {
      // Of an earlier term it would be nothing at all.
      if (message.term > this.lastTerm) this.teller.refused(message, false);
    } else if (answer.kind === 'send' && answer.message.reject === 1) this.teller.refused(message, true);
  }

  /**
   * A leader that has decided an entry of its own term may act for as long as it takes to stand for election, counted from
   * when it last heard a quorum. It rests on nothing unless reads go by it: whatever is decided asks a quorum.
   */
  private renewAuthority(nowUs: number): void {
    const { core, heardUs } = this;
    const leads = core.role === 'leader';
    const term = leads ? core.term : 0;
    if (term !== this.heardTerm) {
      heardUs.fill(-Infinity);
      if (leads) heardUs[core.id] = Infinity;
      this.heardTerm = term;
      this.authorityUntilUs = 0;
    }
    if (leads && core.log.termAt(core.commit) === core.term) {
      const heardAtUs = nthLargest(heardUs, core.quorum);
      if (heardAtUs !== -Infinity) this.authorityUntilUs = heardAtUs + this.windowUs;
    }
    const has = nowUs < this.authorityUntilUs;
    if (has === this.hasAuthority) return;
    this.hasAuthority = has;
    if (leads) this.teller.authority(has);
  }
}
