/** What the tests of the virtual world share. */
import './cluster/faults';
import type { NodeId } from '../core/program';
import { advance } from './cluster/advance';
import { World, type Observer } from './cluster/world';
import { InlineHost } from './inline-host';
import { resolveRun, systemOfRun, type FaultAction, type Run } from './run';
import type { MessageRow } from './trace/message-table';
import type { RecordKind, RecordRow } from './trace/record-table';

/** A fast cluster, so that a second of virtual time holds several elections. */
export function runOf(count: number, overrides: Partial<Run> = {}): Run {
  const { protocol = 'quorum' } = overrides;
  const fields = systemOfRun({ protocol }).config.map(({ name }) => name);
  return {
    version: 1,
    protocol,
    nodes: nodeIds(count),
    seed: 1,
    config: Object.fromEntries(Object.entries(FAST).filter(([name]) => fields.includes(name))),
    network: { latencyMs: [2, 8], lossRatio: 0, duplicateRatio: 0 },
    ...overrides,
  };
}

/** For those who elect by votes; the others have their own. */
const FAST = {
  hbIntervalMs: 20,
  downAfterMs: 200,
  electionTimeoutMs: 120,
  electionBackoffMs: 40,
  electionBackoffJitterMs: 160,
  tickMs: 20,
};

export function nodeIds(count: number): NodeId[] {
  return Array.from({ length: count }, (_, at) => `n${at + 1}`);
}

/** A run being advanced and broken by hand, as a person would. */
export class Lab {
  readonly host = new InlineHost();
  readonly world: World;

  constructor(run: Run, observers: readonly Observer[] = []) {
    this.world = new World(resolveRun(run), this.host, observers);
  }

  get digest(): string {
    return this.world.trace.digest();
  }

  to(ms: number): this {
    advance(this.world, this.host, Math.round(ms * 1000));
    return this;
  }

  do(...actions: readonly FaultAction[]): this {
    for (const action of actions) this.world.inject(action);
    return this;
  }

  node(id: NodeId) {
    return this.world.slot(id).snapshot();
  }

  /** The only node with authority now; fails the test if there is not exactly one. */
  leader(): NodeId {
    const leaders = this.world.slots.filter((slot) => slot.hasAuthority(this.world.headUs));
    if (leaders.length !== 1) throw new Error(`${leaders.length} nodes have authority`);
    return leaders[0]!.id;
  }

  messages(): MessageRow[] {
    const { messages } = this.world.trace;
    return Array.from({ length: messages.length }, (_, id) => messages.row(id));
  }

  records(kind?: RecordKind): RecordRow[] {
    const { records } = this.world.trace;
    const all = Array.from({ length: records.length }, (_, id) => records.row(id));
    return kind === undefined ? all : all.filter((row) => row.kind === kind);
  }

  text(row: RecordRow): string {
    return this.world.trace.strings.text(row.text);
  }
}
