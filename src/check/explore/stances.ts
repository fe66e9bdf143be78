/**
 * Where a node stands, as seen from now: its process, its disk, and how long ago everything was that it remembers. Two
 * such that differ only in when they are share a number, and so a turn that one of them took is known for the other.
 *
 * Every turn that is new is taken by the very code that runs a node everywhere else, one call with at most one input.
 */
import { EMPTY_LOG, entriesOf, writtenLog, type NodeLog } from '../../core/log';
import type { DiskRecord, NodeId, Observation, WireMessage } from '../../core/program';
import type { Member } from '../../core/system';
import type { NodeClock } from '../../sim/clock';
import { UNSEEN } from '../../sim/cluster/slot';
import { NodeShell } from '../../sim/node/shell';
import type { BootOrder } from '../../sim/node/step';
import { systemOfRun, type ResolvedRun } from '../../sim/run';
import { Letters } from './letters';
import { Moments } from './moments';

export interface Stance {
  readonly id: number;
  readonly node: number;
  readonly memory: Memory;
  /** What the node's clock reads now, in the time that its memory is in. */
  readonly nowUs: number;
  /** How long until its timer fires: 0 if that is overdue, Infinity if nothing is due. */
  readonly wakeInUs: number;
}

/** What is seen of a node after a step. */
export interface Sight {
  readonly id: number;
  readonly node: number;
  readonly observation: Observation;
  /** False until the first step of a process. */
  readonly observed: boolean;
  readonly incarnation: number;
  readonly disk: DiskRecord | null;
  readonly log: NodeLog;
  /** What the node's clock reads now, in the time that the observation is in. */
  readonly nowUs: number;
}

/** What became of a turn. */
export interface Turn {
  /** The node's new stance. */
  readonly stance: number;
  /** What it sent, in order: numbers of letters. */
  readonly sent: readonly number[];
  /** What was seen of it on the way, in order. */
  readonly seen: readonly Sight[];
  /** The message of an error that its program threw. */
  readonly failed: string | null;
}

/** A moment of a node, in a time of its own. */
interface Memory {
  readonly process: unknown;
  readonly disk: DiskRecord | null;
  readonly log: NodeLog;
  readonly incarnation: number;
  readonly observed: boolean;
  readonly observation: Observation;
  readonly nextWakeUs: number;
}

/** All clocks read this as the exploration begins: far above every duration, so that no moment looks like a "never". */
export const START_US = 1_000_000_000;

/** Every node's clock is true: a reading is an instant. */
const CLOCK: NodeClock = { originUs: 0, nowAtOriginUs: 0, wallAtOriginUs: 0, rate: 1 };

/** A stream that only ever gives 0: luck would be one more thing to try all cases of. */
const NO_LUCK = [0, 0, 0, 0];

const WOKEN = -1;
const RESTARTED = -2;

export class Stances {
  readonly letters: Letters;
  private readonly moments: Moments;
  private readonly all: Stance[] = [];
  private readonly byText = new Map<string, number>();
  /** By stance: its number after so much more time. */
  private readonly later: Map<number, number>[] = [];
  /** By stance: what came of a letter, or of the other two. */
  private readonly turns: Map<number, Turn>[] = [];
  private readonly sights = new Map<string, Sight>();
  private readonly members: readonly Member[];
  private readonly addresses: Readonly<Record<NodeId, string>>;
  /** How many turns were really taken, and not just remembered. */
  turnsTaken = 0;

  constructor(private readonly run: ResolvedRun) {
    const system = systemOfRun(run);
    this.members = system.members(run.nodes);
    this.moments = new Moments(system.clockFields);
    this.letters = new Letters(this.moments);
    this.addresses = Object.fromEntries(run.nodes.map((id, index) => [id, `10.0.0.${index + 1}:6004`]));
  }

  get size(): number {
    return this.all.length;
  }

  get(id: number): Stance {
    return this.all[id] as Stance;
  }

  /** A node's first process, before its first turn. */
  first(node: number): Turn {
    return this.start(node, null, EMPTY_LOG, 0, UNSEEN);
  }

  after(id: number, passedUs: number): number {
    const known = this.later[id]!.get(passedUs);
    if (known !== undefined) return known;
    const { node, memory, nowUs } = this.get(id);
    const number = this.number(node, memory, nowUs + passedUs);
    this.later[id]!.set(passedUs, number);
    return number;
  }

  /** Its timer fires now. */
  wake(id: number): Turn {
    return this.turn(id, WOKEN, () => this.take(this.get(id), null));
  }

  /** The letter reaches it now. */
  receive(id: number, letter: number): Turn {
    return this.turn(id, letter, () => this.take(this.get(id), letter));
  }

  /** Its process ends, and another one starts with what is on the disk. */
  restart(id: number): Turn {
    return this.turn(id, RESTARTED, () => {
      const { node, memory } = this.get(id);
      return this.start(node, memory.disk, memory.log, memory.incarnation, memory.observation);
    });
  }

  private turn(id: number, input: number, take: () => Turn): Turn {
    const turns = this.turns[id]!;
    const known = turns.get(input);
    if (known !== undefined) return known;
    this.turnsTaken += 1;
    const turn = take();
    turns.set(input, turn);
    return turn;
  }

  private start(
    node: number,
    disk: DiskRecord | null,
    log: NodeLog,
    before: number,
    last: Observation,
  ): Turn {
    const incarnation = before + 1;
    const { replOffset, dataEpoch } = last;
    const observation = { ...UNSEEN, replOffset, dataEpoch };
    const shell = new NodeShell(this.order(node, { disk, log, incarnation, observation }, START_US));
    const memory: Memory = {
      ...{ disk, log, incarnation, observation, observed: false },
      process: shell.save().state,
      nextWakeUs: shell.program.nextWakeUs(),
    };
    const sight = this.sight(node, memory, START_US);
    return { stance: this.number(node, memory, START_US), sent: [], seen: [sight], failed: null };
  }

  private take({ node, memory, nowUs }: Stance, letterId: number | null): Turn {
    const { process, incarnation } = memory;
    const shell = new NodeShell({ ...this.order(node, memory, nowUs), state: process });
    const letter = letterId === null ? null : this.letters.get(letterId);
    const inputs =
      letter === null
        ? []
        : [
            {
              ...{ atUs: nowUs, id: 0, frame: null, command: null },
              from: this.members[letter.from]!.id,
              message: this.letters.readAt(letter, nowUs),
            },
          ];
    const reply = shell.run({ inputs, notBeforeUs: nowUs, endUs: nowUs + 1, clock: CLOCK, slowness: null });
    const sent: number[] = [];
    const seen: Sight[] = [];
    let { disk, log, observation, observed } = memory;
    for (const step of reply.steps) {
      if (step.failed !== null) return { stance: -1, sent, seen, failed: step.failed };
      for (const effect of step.effects) {
        if (effect.kind === 'persist') {
          disk = effect.record;
          if (effect.log !== undefined) log = writtenLog(log, effect.log);
        }
        if (effect.kind === 'send') this.send(node, effect.to, effect.message, nowUs, sent);
      }
      if (step.observation === null) continue;
      ({ observation } = step);
      observed = true;
      seen.push(this.sight(node, { disk, log, observation, observed, incarnation }, nowUs));
    }
    const after = { disk, log, observation, observed, incarnation, nextWakeUs: reply.nextWakeUs };
    const stance = this.number(node, { ...after, process: shell.save().state }, nowUs);
    return { stance, sent, seen, failed: null };
  }

  private send(node: number, to: NodeId | '*', message: WireMessage, nowUs: number, sent: number[]): void {
    this.members.forEach(({ id }, place) => {
      if (to === '*' ? place !== node : id === to)
        sent.push(this.letters.number(node, place, message, nowUs));
    });
  }

  private number(node: number, memory: Memory, nowUs: number): number {
    const { process, disk, log, incarnation, observed } = memory;
    const text = `${node} ${this.moments.text({ process, disk, log, incarnation, observed }, nowUs)}`;
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const id = this.all.length;
    const wakeInUs = Math.max(0, memory.nextWakeUs - nowUs);
    this.all.push({ id, node, memory, nowUs, wakeInUs });
    this.later.push(new Map());
    this.turns.push(new Map());
    this.byText.set(text, id);
    return id;
  }

  private sight(node: number, seen: Omit<Sight, 'id' | 'node' | 'nowUs'>, nowUs: number): Sight {
    const { observation, observed, incarnation, disk, log } = seen;
    const text = `${node} ${this.moments.text({ observation, observed, incarnation, disk, log }, nowUs)}`;
    let sight = this.sights.get(text);
    if (sight === undefined) {
      sight = { id: this.sights.size, node, observation, observed, incarnation, disk, log, nowUs };
      this.sights.set(text, sight);
    }
    return sight;
  }

  private order(
    node: number,
    { disk, log, incarnation, observation }: Pick<Memory, 'disk' | 'log' | 'incarnation' | 'observation'>,
    atUs: number,
  ): BootOrder {
    const { run } = this;
    const { id, part } = this.members[node] as Member;
    return {
      system: systemOfRun(run).spec,
      part,
      nodeId: id,
      peerIds: run.nodes,
      addresses: this.addresses,
      startRole: incarnation === 1 && id === run.bootstrap ? 'primary' : 'replica',
      config: run.config,
      safeguards: run.safeguards,
      disk,
      ...(log.length > 0 && { log: entriesOf(log) }),
      replOffset: observation.replOffset,
      dataEpoch: observation.dataEpoch,
      storeId: null,
      atUs,
      clock: CLOCK,
      random: NO_LUCK,
    };
  }
}
