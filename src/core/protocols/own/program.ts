/**
 * Runs a definition as a node. Handlers change the state in place; what they do through `node` comes out as effects of the
 * step. Whatever they throw, and whatever they do that cannot be, ends the node with a sentence that says where.
 */
import type {
  Clock,
  Command,
  DiskRecord,
  Effect,
  Fact,
  FactValue,
  NodeId,
  Observation,
  Program,
  ProgramEvent,
  ProgramView,
} from '../../program';
import type { Boot } from '../../protocol';
import { authorError, type Origin } from './author-error';
import type { Definition, OwnNode } from './definition';
import { packRecord, unpackRecord } from './disk';
import { packFields, told, unpackFields, type OwnMessage } from './fields';
import { NOTHING_YET, readObserved } from './observed';
import { checkPlain, copyPlain } from './plain';

export interface OwnState {
  /** False until `start` was called. */
  begun: boolean;
  /** What `start` returned, as the handlers changed it. */
  kept: unknown;
  timers: Timer[];
  /** Timers that were ever set: of two that are due at once the one that was set first comes first. */
  timersSet: number;
  record: DiskRecord | null;
  observation: Observation;
  replOffset: number;
  dataEpoch: number;
}

interface Timer {
  readonly name: string;
  readonly atUs: number;
  readonly order: number;
}

type Effects = readonly Effect<OwnMessage>[];
type Handler = (...given: unknown[]) => unknown;
type Handlers = Readonly<Record<string, Handler | undefined>>;

const NOTHING: Effects = Object.freeze([]);
const MOST_SENDS = 2000;
const MOST_LINES = 100;
const LONGEST_LINE = 300;
const MOST_TIMERS = 100;
/** A thousand hours, as long as a run may be. */
const LONGEST_TIMER_MS = 3_600_000_000;
const MOST_FACTS = 40;
const NO_FACTS = Object.freeze({});

const TAGS: ReadonlySet<string> = new Set<ProgramEvent['tag']>([
  ...(['candidate', 'primary', 'replica', 'vote', 'refusal', 'epoch', 'authority', 'serving'] as const),
]);

export class OwnProgram implements Program<OwnMessage, OwnState> {
  private readonly state: OwnState;
  private readonly node: OwnNode;
  private readonly peers: readonly NodeId[];
  private readonly onMessages: Handlers;
  private readonly onTimers: Handlers;
  /** Properties look at its facts: they are a part of what is seen of it. */
  private readonly watchesFacts: boolean;

  /** Of the step under way. */
  private clock: Clock;
  private effects: Effect<OwnMessage>[] = [];
  private sends = 0;
  private lines = 0;
  /** What only looks does nothing: its name while it is at that. */
  private looking: string | null = null;

  /** A fresh process if `state` is absent, else one that goes on from there. */
  constructor(
    private readonly definition: Definition,
    private readonly origin: Origin,
    private readonly boot: Boot,
    state?: OwnState,
  ) {
    this.clock = boot.clock;
    this.peers = boot.peerIds.filter((id) => id !== boot.nodeId);
    this.onMessages = (definition.onMessage ?? {}) as Handlers;
    this.onTimers = (definition.onTimer ?? {}) as Handlers;
    this.state = state === undefined ? freshState(boot) : copyState(state);
    this.watchesFacts = definition.facts !== undefined && definition.properties !== undefined;
    this.node = this.makeNode();
  }

  onMessage(from: NodeId, message: OwnMessage, clock: Clock): Effects {
    this.begin(clock);
    const { verb } = message;
    const handler = this.handlerIn(this.onMessages, verb);
    if (handler !== undefined) {
      const fields = unpackFields(this.definition.messages[verb] ?? {}, message);
      if (fields !== null) {
        this.call(`onMessage.${verb}`, () => handler(this.node, this.state.kept, from, fields));
      }
    }
    return this.end(clock);
  }

  onWake(clock: Clock): Effects {
    this.begin(clock);
    const { state } = this;
    const due = state.timers
      .filter(({ atUs }) => atUs <= clock.nowUs)
      .sort((a, b) => a.atUs - b.atUs || a.order - b.order);
    for (const timer of due) {
      // An earlier one may have cleared or moved it.
      const at = state.timers.indexOf(timer);
      if (at < 0) continue;
      state.timers.splice(at, 1);
      const handler = this.handlerIn(this.onTimers, timer.name);
      if (handler !== undefined) this.call(`onTimer.${timer.name}`, () => handler(this.node, state.kept));
    }
    return this.end(clock);
  }

  onCommand(command: Command, clock: Clock): Effects {
    if (command.kind !== 'replOffset') return NOTHING;
    this.begin(clock);
    this.state.replOffset = command.value;
    this.state.dataEpoch = command.dataEpoch ?? this.state.observation.epoch;
    return this.end(clock);
  }

  nextWakeUs(): number {
    const { begun, timers, observation } = this.state;
    if (!begun) return this.boot.clock.nowUs;
    let atUs = observation.leadership.kind === 'leader' ? observation.authorityUntilUs : Infinity;
    for (const timer of timers) if (timer.atUs < atUs) atUs = timer.atUs;
    return atUs;
  }

  observe(): Observation {
    return this.state.observation;
  }

  view(clock: Clock): ProgramView {
    this.clock = clock;
    const { observation, timers } = this.state;
    const facts: Fact[] = [...this.ownFacts()];
    for (const { name, atUs } of timers) facts.push({ label: `timer ${name} at`, atUs });
    return { observation, votes: [], peers: [], facts };
  }

  save(): OwnState {
    return copyState(this.state);
  }

  /** For whoever looks, now and then: the state is looked at as a copy, so that nobody's look changes it. */
  private ownFacts(): readonly Fact[] {
    const { state } = this;
    if (!state.begun) return [];
    try {
      return Object.entries(this.factsOf(copyPlain(state.kept))).map(([label, value]) => ({
        label,
        value: factText(value),
      }));
    } catch (error) {
      return [{ label: 'facts', value: authorError('facts', error, this.origin).message }];
    }
  }

  /** What the author says of a state. */
  private factsOf(kept: unknown): Readonly<Record<string, FactValue>> {
    const { facts } = this.definition;
    if (facts === undefined) return NO_FACTS;
    const given: unknown = this.only('facts', () => facts(this.node, kept as never));
    if (typeof given !== 'object' || given === null)
      throw new Error(`must return an object, and not ${told(given)}`);
    return Object.fromEntries(
      Object.entries(given)
        .slice(0, MOST_FACTS)
        .map(([label, value]) => [label.slice(0, 60), factValue(value)]),
    );
  }

  /** Does nothing but look: what it would do through `node` is refused. */
  private only<T>(what: string, work: () => T): T {
    this.looking = what;
    try {
      return work();
    } finally {
      this.looking = null;
    }
  }

  // --- a step

  private begin(clock: Clock): void {
    this.clock = clock;
    const { state } = this;
    if (state.begun) return;
    state.begun = true;
    const kept: unknown = this.call('start', () => this.definition.start(this.node));
    this.checked('start', () => {
      if (typeof kept !== 'object' || kept === null)
        throw new Error(`must return the state, an object, and not ${told(kept)}`);
    });
    state.kept = kept;
  }

  private end(clock: Clock): Effects {
    const { state, definition, boot } = this;
    this.checked('state', () => checkPlain(state.kept, 'state'));
    const before = state.observation;
    const observed: unknown = this.call('observe', () =>
      this.only('observe', () => definition.observe(this.node, state.kept)),
    );
    this.checked('observe', () => {
      state.observation = readObserved(observed, boot, clock.nowUs, before, state);
    });
    if (this.watchesFacts) {
      const facts = this.call('facts', () => this.factsOf(state.kept));
      const { facts: earlier } = before;
      if (earlier !== undefined && sameFacts(facts, earlier)) {
        if (state.observation !== before) state.observation = { ...state.observation, facts: earlier };
      } else state.observation = { ...state.observation, facts };
    }
    this.tellRole(before, state.observation);
    const { effects } = this;
    this.sends = this.lines = 0;
    if (effects.length === 0) return NOTHING;
    this.effects = [];
    return effects;
  }

  /** A change that everybody watches for is told even if the author says nothing of it. */
  private tellRole(before: Observation, after: Observation): void {
    if (before.role === after.role) return;
    const tag = after.role;
    const told = this.effects.some((effect) => effect.kind === 'event' && effect.event.tag === tag);
    if (told) return;
    const text = ROLE_TEXTS[tag];
    this.effects.push({ kind: 'event', event: { tag, epoch: after.epoch, peer: null, text } });
  }

  private call<T>(handler: string, work: () => T): T {
    try {
      const result = work();
      if (isPromise(result))
        throw new Error(
          'is asynchronous; a handler does its work at once, and asks for later with node.timer',
        );
      return result;
    } catch (error) {
      throw authorError(handler, error, this.origin);
    }
  }

  private checked(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      throw authorError(what, error, null);
    }
  }

  private handlerIn(handlers: Handlers, name: string): Handler | undefined {
    return Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  }

  // --- what handlers can do

  private makeNode(): OwnNode {
    const { boot, peers } = this;
    // The getters below are of the node that the author sees.
    const clockMs = (): number => this.clock.nowUs / 1000;
    const wallMs = (): number => this.clock.wallUs / 1000;
    const disk = (): unknown => unpackRecord(this.state.record);
    const safeguards: Record<string, boolean> = {};
    for (const name of Object.keys(this.definition.safeguards ?? {}))
      safeguards[name] = boot.safeguards[name] ?? true;
    const config: Record<string, number> = {};
    for (const name of Object.keys(this.definition.config ?? {})) config[name] = boot.config[name] ?? 0;
    const node: OwnNode = {
      id: boot.nodeId,
      members: Object.freeze([...boot.peerIds]),
      peers: Object.freeze([...peers]),
      quorum: Math.floor(boot.peerIds.length / 2) + 1,
      config: Object.freeze(config),
      safeguards: Object.freeze(safeguards),
      get disk() {
        return disk();
      },
      get nowMs() {
        return clockMs();
      },
      get wallMs() {
        return wallMs();
      },
      send: (to, verb, fields?: unknown) => this.send(to, verb, fields),
      broadcast: (verb, fields?: unknown) => this.broadcast(verb, fields),
      timer: (name, inMs) => this.setTimer(name, inMs),
      clear: (name) => {
        this.acts('clear');
        this.clearTimer(name);
      },
      save: (record: unknown) => this.persist(record),
      random: (below) => this.draw(below),
      log: (text, about) => this.log(text, about),
    };
    return Object.freeze(node);
  }

  private acts(what: string): void {
    if (this.looking !== null) throw new Error(`node.${what}: ${this.looking} only looks; handlers act`);
  }

  private send(to: unknown, verb: string, fields: unknown): void {
    this.acts('send');
    if (typeof to !== 'string' || !this.boot.peerIds.includes(to))
      throw new Error(`node.send: ${told(to)} is no member; it has ${this.boot.peerIds.join(', ')}`);
    if (to === this.boot.nodeId) throw new Error('node.send: a node does not send to itself');
    const message = packFields(this.definition.messages, verb, fields);
    this.countSends(1);
    this.effects.push({ kind: 'send', to, message });
  }

  private broadcast(verb: string, fields: unknown): void {
    this.acts('broadcast');
    const message = packFields(this.definition.messages, verb, fields);
    this.countSends(this.peers.length);
    this.effects.push({ kind: 'send', to: '*', message });
  }

  private countSends(more: number): void {
    this.sends += more;
    if (this.sends > MOST_SENDS) throw new Error(`node.send: more than ${MOST_SENDS} messages in one step`);
  }

  private setTimer(name: unknown, inMs: unknown): void {
    this.acts('timer');
    if (typeof name !== 'string' || !Object.hasOwn(this.onTimers, name)) {
      const known = Object.keys(this.onTimers);
      throw new Error(
        `node.timer: there is no handler onTimer.${String(name).slice(0, 40)}${known.length === 0 ? '' : `; there are ${known.join(', ')}`}`,
      );
    }
    if (typeof inMs !== 'number' || !(inMs >= 0) || inMs > LONGEST_TIMER_MS)
      throw new Error(
        `node.timer: "${name}" must be set to 0 … ${LONGEST_TIMER_MS} ms, and not ${told(inMs)}`,
      );
    this.clearTimer(name);
    const { state } = this;
    if (state.timers.length === MOST_TIMERS) throw new Error(`node.timer: more than ${MOST_TIMERS} timers`);
    state.timersSet += 1;
    const atUs = this.clock.nowUs + Math.round(inMs * 1000);
    state.timers.push({ name, atUs, order: state.timersSet });
  }

  private clearTimer(name: unknown): void {
    const { timers } = this.state;
    const at = timers.findIndex((timer) => timer.name === name);
    if (at >= 0) timers.splice(at, 1);
  }

  private persist(given: unknown): void {
    this.acts('save');
    let record: DiskRecord;
    try {
      record = packRecord(given);
    } catch (error) {
      throw new Error(`node.save: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    this.state.record = record;
    // Of several in one step the last one is what is on the disk.
    const earlier = this.effects.findIndex(({ kind }) => kind === 'persist');
    if (earlier >= 0) this.effects.splice(earlier, 1);
    this.effects.push({ kind: 'persist', record });
  }

  private draw(below: unknown): number {
    this.acts('random');
    if (!Number.isSafeInteger(below) || (below as number) < 1 || (below as number) > 2 ** 32)
      throw new Error(`node.random: below must be a whole number, 1 … 2^32, and not ${told(below)}`);
    return this.boot.random.below(below as number);
  }

  private log(text: unknown, about: { readonly peer?: unknown; readonly tag?: unknown } = {}): void {
    this.acts('log');
    this.lines += 1;
    if (this.lines > MOST_LINES) throw new Error(`node.log: more than ${MOST_LINES} lines in one step`);
    const { peer = null, tag = 'note' } = about;
    const event: ProgramEvent = {
      tag: (TAGS.has(tag as string) ? tag : 'note') as ProgramEvent['tag'],
      epoch: this.state.observation.epoch,
      peer: typeof peer === 'string' && this.boot.peerIds.includes(peer) ? peer : null,
      text: (typeof text === 'string' ? text : told(text)).slice(0, LONGEST_LINE),
    };
    this.effects.push({ kind: 'event', event });
  }
}

const ROLE_TEXTS: Readonly<Record<Observation['role'], string>> = {
  primary: 'leads',
  candidate: 'stands for election',
  replica: 'follows',
};

function isPromise(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

function factText(value: FactValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? 'none' : String(value);
}

/** Anything else is told in words. */
function factValue(value: unknown): FactValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (Array.isArray(value) && value.length <= 20)
    return value
      .map((one) => String(factValue(one)))
      .join(', ')
      .slice(0, 200);
  return (typeof value === 'string' ? value : told(value)).slice(0, 200);
}

function sameFacts(a: Readonly<Record<string, FactValue>>, b: Readonly<Record<string, FactValue>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]));
}

function freshState(boot: Boot): OwnState {
  return {
    begun: false,
    kept: null,
    timers: [],
    timersSet: 0,
    record: boot.disk,
    observation: NOTHING_YET,
    replOffset: boot.replOffset,
    dataEpoch: boot.dataEpoch,
  };
}

/** Observations are values: nobody changes one. */
function copyState(state: OwnState): OwnState {
  return { ...state, kept: copyPlain(state.kept), timers: [...state.timers] };
}
