/** What the tests of the hardened elector share: durations, messages, and a node without a network around it. */
import type { DiskRecord, Effect, NodeId, Observation } from '../../program';
import type { Boot } from '../../protocol';
import { bootOf as plainBoot, clockAt, NO_JITTER } from '../../test-kit';
import { HardenedElector } from './elector';
import type { QuorumState } from './state';
import type { QuorumHeartbeat, QuorumMessage, QuorumOffer } from './message';

/** Short enough to live through many elections in a test, in the proportions of the defaults; the lease is 150 ms. */
export const CONFIG = {
  hbIntervalMs: 20,
  downAfterMs: 200,
  electionTimeoutMs: 120,
  electionBackoffMs: 40,
  electionBackoffJitterMs: 160,
};

/** With the timing above. */
export function bootOf(nodeId: NodeId, peerIds: readonly NodeId[], overrides: Partial<Boot> = {}): Boot {
  return plainBoot(nodeId, peerIds, { config: CONFIG, ...overrides });
}

export function heartbeat(nodeId: NodeId, fields: Partial<QuorumHeartbeat> = {}): QuorumHeartbeat {
  return {
    verb: 'HB',
    epoch: 1,
    nodeId,
    role: 'replica',
    replOffset: 0,
    dataEpoch: 0,
    promised: 0,
    sentAt: 0,
    echo: -1,
    ...fields,
  };
}

export function offer(candidateId: NodeId, newEpoch: number, fields: Partial<QuorumOffer> = {}): QuorumOffer {
  return { verb: 'OFFER', newEpoch, candidateId, replOffset: 0, dataEpoch: 0, pre: 0, ...fields };
}

export interface Sent {
  readonly to: NodeId | '*';
  readonly message: QuorumMessage;
}

/**
 * One node of a cluster n1 … nN whose peers are played by the test; time is in milliseconds. It stands without asking
 * unless it is told to ask: asking is a subject of its own.
 */
export class Subject {
  readonly program: HardenedElector;
  nowMs = 0;
  events: string[] = [];
  sent: Sent[] = [];
  records: DiskRecord[] = [];

  constructor(nodeId: NodeId, size: number, overrides: Partial<Boot> = {}, state?: QuorumState) {
    const ids = Array.from({ length: size }, (_, i) => `n${i + 1}`);
    const safeguards = { preVote: false, ...overrides.safeguards };
    const boot = bootOf(nodeId, ids, { random: NO_JITTER, ...overrides, safeguards });
    this.program = new HardenedElector(boot, state);
    this.nowMs = (overrides.clock?.nowUs ?? 0) / 1000;
  }

  get now(): Observation {
    return this.program.observe();
  }

  get wakeMs(): number {
    return this.program.nextWakeUs() / 1000;
  }

  /** Lets time pass, with every wake-up on the way; `hear` is what arrives every 10 ms meanwhile. */
  passUntil(atMs: number, hear: () => readonly QuorumHeartbeat[] = () => []): this {
    for (let tickMs = this.nowMs; ; tickMs += 10) {
      const untilMs = Math.min(tickMs, atMs);
      while (this.wakeMs <= untilMs) {
        this.nowMs = Math.max(this.nowMs, this.wakeMs);
        this.note(this.program.onWake(clockAt(this.nowMs)));
      }
      this.nowMs = untilMs;
      for (const message of hear()) this.receive(message.nodeId, message);
      if (tickMs >= atMs) return this;
    }
  }

  receive(from: NodeId, message: QuorumMessage): this {
    this.note(this.program.onMessage(from, message, clockAt(this.nowMs)));
    return this;
  }

  command(value: number): this {
    this.note(this.program.onCommand({ kind: 'replOffset', value }, clockAt(this.nowMs)));
    return this;
  }

  /** Forgets what was noted so far. */
  forget(): this {
    this.events = [];
    this.sent = [];
    this.records = [];
    return this;
  }

  sentVerb<V extends QuorumMessage['verb']>(verb: V): (Sent & { message: { verb: V } })[] {
    return this.sent.filter((each): each is Sent & { message: { verb: V } } => each.message.verb === verb);
  }

  lastHeartbeatTo(id: NodeId): QuorumHeartbeat {
    const { message } = this.sentVerb('HB').findLast(({ to }) => to === id || to === '*')!;
    return message;
  }

  private note(effects: readonly Effect<QuorumMessage>[]): void {
    for (const effect of effects) {
      if (effect.kind === 'event') this.events.push(effect.event.text);
      if (effect.kind === 'send') this.sent.push(effect);
      if (effect.kind === 'persist') this.records.push(effect.record);
    }
  }
}
