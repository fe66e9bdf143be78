/**
 * The register as the state machine of a replicated log: what is written is an entry of the log, and the register is what
 * comes of applying all decided entries in order, on every node alike.
 *
 * A write is a proposal, answered by the node that took it once it is applied there. A read is answered once everything is
 * applied that was decided when it began. So nothing has to be copied, fenced or kept on a disk here: the log sees to all
 * of it, and a new process applies it from its start.
 *
 * A write may be in the log more than once, since a client that got no answer asks again. It counts the first time only,
 * and not at all once its client has gone on to a later one: each node decides that alike, from the log alone.
 */
import type { LogEntry } from '../log';
import type { Clock, Command, Effect, Fact, LogEffect, NodeId, Observation } from '../program';
import type { AnyProtocol, Boot } from '../protocol';
import type { RegisterObservation } from '../service';
import { registerConfig } from './config';
import { hasWrite, highestWrite, withWrite, writeName } from './history';
import type { RegisterMessage } from './message';
import { OF_A_READ, turnedAway } from './turned-away';

export interface LogRegisterState {
  /** As of the last entry that was applied, which is `applied`, of that term; 0 before the first. */
  value: string;
  history: string;
  applied: number;
  appliedTerm: number;
  /** What it held, and how much was applied, when it last acknowledged a write. */
  confirmed: string;
  confirmedAt: number;
  /** The epoch in which this node leads; null while it does not. */
  leads: number | null;
  /** It leads, and has applied an entry of its own: all that was decided before is in the register. */
  serving: boolean;
  /** Proposed, and not applied yet; the latest of each client. */
  writes: Waiting[];
  reads: WaitingRead[];
  /** How many reads the log was asked about. */
  asked: number;
}

interface Waiting {
  readonly client: NodeId;
  readonly number: number;
}

interface WaitingRead extends Waiting {
  readonly context: string;
  /** What has to be applied before; null while that is not known. */
  readonly index: number | null;
}

type Effects = readonly Effect<RegisterMessage>[];
const NOTHING: Effects = Object.freeze([]);

const WRITE_NAME = /^([^\s:,#]+)#([1-9]\d{0,15})$/;

export class LogRegister {
  private readonly state: LogRegisterState;
  private readonly hintScheme: string;
  /** Of the step under way. */
  private effects: Effect<RegisterMessage>[] | null = null;
  private observation: RegisterObservation | null = null;

  /** `elector`: its words. A fresh process if `state` is absent, else one that goes on from there. */
  constructor(
    private readonly boot: Boot,
    private readonly elector: Pick<AnyProtocol, 'words'>,
    state?: LogRegisterState,
  ) {
    this.hintScheme = registerConfig(boot.config).httpHints ? 'http://' : '';
    this.state = state === undefined ? initialState() : copyState(state);
  }

  /**
   * What has to be asked of the log, if anything; what comes of it goes to `take`, as all that the log says. A step ends
   * with `endStep`. `elector`: what the node's elector shows now.
   */
  onMessage(from: NodeId, message: RegisterMessage, elector: Observation, clock: Clock): Command | null {
    switch (message.verb) {
      case 'WRITE':
        return this.onWrite(from, message.number, elector);
      case 'READ':
        return this.onRead(from, message.number, elector, clock);
      default:
        return null; // not for a node
    }
  }

  take(effect: LogEffect): void {
    const { state } = this;
    switch (effect.kind) {
      case 'apply':
        for (const entry of effect.entries) this.apply(entry);
        break;
      case 'readable':
        state.reads = state.reads.map((read) =>
          read.context === effect.context ? { ...read, index: effect.index } : read,
        );
        break;
      case 'dropped':
        this.onDropped(effect.data);
        break;
      default:
        effect satisfies never;
    }
  }

  /** `elector`: what it shows after the step. */
  endStep(elector: Observation): Effects {
    this.follow(elector);
    this.answer();
    const { effects } = this;
    this.effects = null;
    return effects ?? NOTHING;
  }

  observe(): RegisterObservation {
    if (this.observation === null) {
      const { value, history, appliedTerm: token, serving, confirmed, confirmedAt } = this.state;
      this.observation = { value, history, fence: 0, token, serving, confirmed, fenced: 0, confirmedAt };
    }
    return this.observation;
  }

  facts(): readonly Fact[] {
    const { value, history, applied, appliedTerm, writes, reads } = this.state;
    const facts: Fact[] = [
      { label: 'register', value: value === '' ? 'no write yet' : value },
      { label: 'writes held', value: history === '' ? 'none' : history },
      {
        label: 'applied up to',
        value: applied === 0 ? 'nothing yet' : `${applied}, of ${this.elector.words.epoch} ${appliedTerm}`,
      },
    ];
    if (writes.length > 0) {
      const names = writes.map(({ client, number }) => writeName(client, number));
      facts.push({ label: 'proposed, not applied yet', value: names.join(', ') });
    }
    if (reads.length > 0) {
      const names = reads.map(({ client, number, index }) =>
        index === null ? `read ${number} of ${client}` : `read ${number} of ${client}, from ${index} on`,
      );
      facts.push({ label: 'waiting to be read', value: names.join('; ') });
    }
    return facts;
  }

  save(): LogRegisterState {
    return copyState(this.state);
  }

  // --- clients

  private onWrite(client: NodeId, number: number, elector: Observation): Command | null {
    const { state } = this;
    if (!this.isClient(client) || number < 1) return null;
    // A second proposal could do nothing but be ignored: as long as this node leads, the first is in its log.
    const isWaiting = state.writes.some((write) => write.client === client && write.number === number);
    if (isWaiting && elector.role === 'primary' && elector.epoch === state.leads) return null;
    this.forgetWaiting(client);
    if (elector.role !== 'primary') {
      this.turnAway(client, number, elector, '');
      return null;
    }
    // Acknowledged, or refused, in this very step where that is settled already.
    state.writes.push({ client, number });
    return number <= highestWrite(state.history, client)
      ? null
      : { kind: 'propose', data: writeName(client, number) };
  }

  private onRead(client: NodeId, number: number, elector: Observation, { nowUs }: Clock): Command | null {
    const { state } = this;
    if (!this.isClient(client) || number < 1) return null;
    this.forgetWaiting(client);
    if (elector.role !== 'primary') {
      this.turnAway(client, OF_A_READ, elector, '');
      return null;
    }
    // Not even what was asked before this process began is asked again.
    const context = `${++state.asked}@${nowUs}`;
    state.reads.push({ client, number, context, index: null });
    return { kind: 'readIndex', context };
  }

  private isClient(id: NodeId): boolean {
    return !this.boot.peerIds.includes(id);
  }

  /** Whatever this client waited for, it does not any more. */
  private forgetWaiting(client: NodeId): void {
    const { state } = this;
    state.writes = state.writes.filter((write) => write.client !== client);
    state.reads = state.reads.filter((read) => read.client !== client);
  }

  private turnAway(client: NodeId, number: number, elector: Observation, why: string): void {
    this.send(client, turnedAway(number, elector, why, this.hintScheme));
  }

  // --- the log

  private apply({ index, term, data }: LogEntry): void {
    const { state } = this;
    state.applied = index;
    state.appliedTerm = term;
    this.observation = null;
    const match = WRITE_NAME.exec(data);
    if (match === null) return;
    const client = match[1]!;
    const number = Number(match[2]);
    if (number <= highestWrite(state.history, client)) return;
    state.value = data;
    state.history = withWrite(state.history, client, number);
  }

  private onDropped(data: string): void {
    const { state } = this;
    const dropped = state.writes.filter(({ client, number }) => writeName(client, number) === data);
    if (dropped.length === 0) return;
    state.writes = state.writes.filter((write) => !dropped.includes(write));
    for (const { client, number } of dropped) {
      this.send(client, { verb: 'REFUSE', number, why: 'it takes no proposals at present' });
    }
  }

  /** Who leads no more, or anew, cannot say what becomes of what it took: it may be decided yet, or gone. */
  private follow(elector: Observation): void {
    const { state } = this;
    const leads = elector.role === 'primary' ? elector.epoch : null;
    if (leads !== state.leads) {
      const { writes, reads } = state;
      state.leads = leads;
      state.writes = [];
      state.reads = [];
      for (const { client, number } of writes) this.turnAway(client, number, elector, 'it was elected anew');
      for (const { client } of reads) this.turnAway(client, OF_A_READ, elector, 'it was elected anew');
    }
    const serving = leads !== null && state.appliedTerm === leads;
    if (serving === state.serving) return;
    state.serving = serving;
    this.observation = null;
    if (!serving) return;
    const { epoch } = this.elector.words;
    const text = `serves clients with ${epoch} ${leads}: all that was decided before is applied, up to ${state.applied}`;
    this.push({ kind: 'event', event: { tag: 'serving', epoch: leads, peer: null, text } });
  }

  /** Whoever can be answered by now. */
  private answer(): void {
    const { state } = this;
    if (state.leads === null || state.writes.length + state.reads.length === 0) return;
    const { leads: epoch, value, history, applied } = state;
    const settled = ({ client, number }: Waiting): boolean => number <= highestWrite(history, client);
    if (state.writes.some(settled)) {
      for (const { client, number } of state.writes.filter(settled)) {
        if (!hasWrite(history, client, number)) {
          const why = `an older write: it has number ${highestWrite(history, client)} already`;
          this.send(client, { verb: 'REFUSE', number, why });
          continue;
        }
        this.send(client, { verb: 'WROTE', number, epoch });
        state.confirmed = history;
        state.confirmedAt = applied;
        this.observation = null;
      }
      state.writes = state.writes.filter((write) => !settled(write));
    }
    const readable = ({ index }: WaitingRead): boolean => index !== null && index <= applied;
    if (!state.reads.some(readable)) return;
    for (const { client, number } of state.reads.filter(readable)) {
      this.send(client, { verb: 'VALUE', number, epoch, value, history });
    }
    state.reads = state.reads.filter((read) => !readable(read));
  }

  private send(to: NodeId, message: RegisterMessage): void {
    this.push({ kind: 'send', to, message });
  }

  private push(effect: Effect<RegisterMessage>): void {
    if (this.effects === null) this.effects = [effect];
    else this.effects.push(effect);
  }
}

function initialState(): LogRegisterState {
  return {
    value: '',
    history: '',
    applied: 0,
    appliedTerm: 0,
    confirmed: '',
    confirmedAt: 0,
    leads: null,
    serving: false,
    writes: [],
    reads: [],
    asked: 0,
  };
}

function copyState(state: LogRegisterState): LogRegisterState {
  return { ...state, writes: [...state.writes], reads: [...state.reads] };
}
