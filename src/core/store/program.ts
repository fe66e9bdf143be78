/**
 * The shared store as a node: takes requests, does each of them at once and as a whole, answers when it is on the disk.
 *
 * A request may come twice, because its sender missed the answer or the network doubled it. To read again does no harm.
 * A write must not happen again, since others may have written in between: so the latest write of each session is
 * remembered with its reply, on the disk too. What is older than that is from the past, and nobody waits for an answer.
 *
 * Simplified against real stores: one node, whose disk is all there is; a session ends when newer ones of the same sender
 * push it out.
 */
import { UNKNOWN } from '../leadership/leader-state';
import type {
  Clock,
  Command,
  Effect,
  NodeId,
  Observation,
  Program,
  ProgramEvent,
  ProgramView,
} from '../program';
import type { Boot } from '../protocol';
import { isWrite, type KvEntry, type KvFailure, type KvReply, type KvRequest } from './kv';
import { parseRequest } from './parse';
import { apply, type StoreState } from './memory-store';
import { storeContents, storeRecord, writesIn, type LatestWrite } from './record';
import type { StoreAnswer, StoreAsk, StoreMessage } from './message';

export { storeContents } from './record';

export interface StoreProgramState {
  readonly contents: StoreState;
  /** By sender, the most recent session last. */
  readonly writes: readonly LatestWrite[];
}

type Effects = readonly Effect<StoreMessage>[];

/** What is left of a value that was damaged: no record is read from it. */
export const CORRUPT_VALUE = '#corrupt#';

/** A process has one for each part of it that asks; the others are of processes before it, late on the way. */
const SESSIONS_PER_SENDER = 4;

const NOTHING: Effects = Object.freeze([]);

const UNREADABLE: KvFailure = {
  kind: 'failed',
  error: 'OperationFailed',
  message: 'The store cannot read this request.',
};

export class StoreProgram implements Program<StoreMessage, StoreProgramState> {
  private contents: StoreState;
  private writes: readonly LatestWrite[];
  private observation: Observation | null = null;
  private observed: StoreState | null = null;

  /** A fresh process if `state` is absent, else one that goes on from there. */
  constructor(boot: Boot, state?: StoreProgramState) {
    this.contents = state?.contents ?? storeContents(boot.disk);
    this.writes = state?.writes ?? writesIn(boot.disk);
  }

  onMessage(from: NodeId, message: StoreMessage): Effects {
    if (message.verb !== 'ASK') return NOTHING; // a store asks nobody
    const request = parseRequest(message.request);
    if (request === null) return this.refuse(from, message, UNREADABLE);
    if (!isWrite(request)) {
      const { reply } = apply(this.contents, request);
      return reply.kind === 'failed' ? this.refuse(from, message, reply) : [answer(from, message, reply)];
    }
    const latest = this.writes.find((write) => write.from === from && write.session === message.session);
    if (latest !== undefined && message.seq < latest.seq) return NOTHING;
    if (latest?.seq === message.seq) return [answer(from, message, latest.reply)];
    return this.write(from, message, request);
  }

  /** It has no timers. */
  onWake(): Effects {
    return NOTHING;
  }

  onCommand(command: Command): Effects {
    if (command.kind !== 'store') return NOTHING;
    const { how, key } = command;
    const { state, reply } = apply(this.contents, {
      kind: 'commit',
      checks: [],
      writes: [
        how === 'tombstone'
          ? { kind: 'delete', key }
          : { kind: 'put', key, value: CORRUPT_VALUE, stampAt: null },
      ],
    });
    const done = how === 'tombstone' ? 'deleted' : 'damaged the value of';
    if (reply.kind === 'failed') return [said('refusal', null, `refused its operator: ${reply.message}`)];
    if (state === this.contents) return [said('note', null, `has no key "${key}" to delete`)];
    this.contents = state;
    return [this.persist(), said('note', null, `${done} "${key}", as its operator ordered`)];
  }

  nextWakeUs(): number {
    return Infinity;
  }

  observe(): Observation {
    if (this.observation === null || this.observed !== this.contents) {
      this.observation = observationOf(this.contents);
      this.observed = this.contents;
    }
    return this.observation;
  }

  view(_clock: Clock): ProgramView {
    const { version, entries } = this.contents;
    const tombstones = entries.filter(({ value }) => value === null).length;
    return {
      observation: this.observe(),
      votes: [],
      peers: [],
      facts: [
        { label: 'latest version', value: version === 0 ? 'nothing was written yet' : String(version) },
        { label: 'keys', value: String(entries.length - tombstones) },
        { label: 'tombstones', value: String(tombstones) },
        { label: 'sessions that wrote', value: String(this.writes.length) },
      ],
    };
  }

  save(): StoreProgramState {
    return { contents: this.contents, writes: this.writes };
  }

  private write(from: NodeId, ask: StoreAsk, request: KvRequest): Effects {
    const { state, reply } = apply(this.contents, request);
    this.contents = state;
    this.remember({ from, session: ask.session, seq: ask.seq, reply });
    if (reply.kind === 'failed') return this.refuse(from, ask, reply);
    // A conflict changed nothing, and is one again after a restart: a version that was wrong does not become right.
    if (reply.kind !== 'written') return [answer(from, ask, reply)];
    return [this.persist(), answer(from, ask, reply)];
  }

  private remember(latest: LatestWrite): void {
    const { from, session } = latest;
    const others = this.writes.filter((write) => write.from !== from);
    const own = this.writes.filter((write) => write.from === from && write.session !== session);
    this.writes = [...others, ...own.slice(1 - SESSIONS_PER_SENDER), latest];
  }

  private persist(): Effect<StoreMessage> {
    return { kind: 'persist', record: storeRecord(this.contents, this.writes) };
  }

  private refuse(from: NodeId, ask: StoreAsk, reply: KvFailure): Effects {
    return [
      answer(from, ask, reply),
      said('refusal', from, `refused a request of ${from}: ${reply.message}`),
    ];
  }
}

function answer(to: NodeId, { session, seq }: StoreAsk, reply: KvReply): Effect<StoreMessage> {
  const message: StoreAnswer = { verb: 'ANSWER', session, seq, reply };
  return { kind: 'send', to, message };
}

function said(tag: ProgramEvent['tag'], peer: NodeId | null, text: string): Effect<StoreMessage> {
  return { kind: 'event', event: { tag, epoch: 0, peer, text } };
}

/** A store elects nobody and follows nobody: of what a node shows only its service is of interest. */
function observationOf({ version, entries }: StoreState): Observation {
  return {
    role: 'replica',
    epoch: 0,
    primary: null,
    authorityUntilUs: 0,
    authoritySpanUs: 0,
    patienceFromUs: 0,
    patienceUntilUs: Infinity,
    replOffset: 0,
    dataEpoch: 0,
    votedEpoch: 0,
    votedFor: null,
    leadership: UNKNOWN,
    service: { kind: 'store', version, keyCount: entries.filter(isValue).length },
  };
}

const isValue = ({ value }: KvEntry): boolean => value !== null;
