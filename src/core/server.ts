/**
 * A node that does more than elect: an elector, and beside it a copy of the register and an exporter, as far as the run
 * has them. Each of them is a part of its own; here is only how a step goes round them and how their effects, disks and
 * timers become one.
 *
 * The elector decides alone who leads. The register follows it, and tells it where the data stands. Where the protocol
 * replicates a log, the register is what comes of that: it asks the log, and hears from it.
 */
import type { Exporter, ExporterState } from './export/exporter';
import type { ExportsPack, RegisterPack, ServerPack } from './pack';
import type { LogWrite } from './log';
import type { LogRegister, LogRegisterState } from './register/log-register';
import type { StoreAnswer } from './store/message';
import type {
  Clock,
  Command,
  DiskRecord,
  Effect,
  Fact,
  NodeId,
  Observation,
  Program,
  ProgramView,
  WireMessage,
} from './program';
import type { AnyProtocol, Boot, WireSpec } from './protocol';
import type { RegisterMessage } from './register/message';
import type { Replica, RegisterState } from './register/replica';
import { REGISTER_PREFIX } from './register/replica-state';
import type { ServerObservation } from './service';

export interface ServerState {
  readonly elector: unknown;
  readonly electorRecord: DiskRecord | null;
  readonly register: RegisterState | null;
  readonly logRegister: LogRegisterState | null;
  readonly exporter: ExporterState | null;
}

type Effects = readonly Effect[];

const NOTHING: Effects = Object.freeze([]);

export class ServerProgram implements Program<WireMessage, ServerState> {
  private readonly elector: Program;
  private readonly electorWire: WireSpec;
  private readonly registerWire: WireSpec;
  /** At most one of the two. */
  private readonly replica: Replica | null;
  private readonly logRegister: LogRegister | null;
  private readonly exporter: Exporter | null;
  private electorRecord: DiskRecord | null;
  private registerRecord: DiskRecord | null;
  private inner: Observation | null = null;
  private shown: Observation | null = null;
  private service: ServerObservation | null = null;

  /** A fresh process if `state` is absent, else one that goes on from there. */
  constructor(
    protocol: AnyProtocol,
    parts: { readonly register: RegisterPack | null; readonly exports: ExportsPack | null },
    boot: Boot,
    state?: ServerState,
  ) {
    this.electorWire = protocol.codec.spec;
    const records = splitRecord(boot.disk);
    this.electorRecord = state === undefined ? records.elector : state.electorRecord;
    const ownBoot: Boot = { ...boot, disk: this.electorRecord };
    this.elector = state === undefined ? protocol.create(ownBoot) : protocol.restore(ownBoot, state.elector);
    const { register } = parts;
    const replicatesLog = protocol.replicatesLog === true;
    this.replica = replicatesLog
      ? null
      : (register?.createReplica(boot, protocol, records.register, state?.register ?? undefined) ?? null);
    this.logRegister = replicatesLog
      ? (register?.createLogRegister(boot, protocol, state?.logRegister ?? undefined) ?? null)
      : null;
    this.registerWire = (replicatesLog ? register?.throughLog : register)?.wire ?? {};
    this.registerRecord = this.replica?.record() ?? null;
    this.exporter = parts.exports?.createExporter(boot, state?.exporter ?? undefined) ?? null;
  }

  onMessage(from: NodeId, message: WireMessage, clock: Clock): Effects {
    if (this.replica !== null && message.verb in this.registerWire) {
      const own = this.replica.onMessage(from, message as RegisterMessage, this.elector.observe(), clock);
      return this.endStep([], own, clock);
    }
    if (this.logRegister !== null && message.verb in this.registerWire) {
      const observed = this.elector.observe();
      const asked = this.logRegister.onMessage(from, message as RegisterMessage, observed, clock);
      return this.endStep(asked === null ? NOTHING : this.elector.onCommand(asked, clock), [], clock);
    }
    if (
      this.exporter !== null &&
      message.verb === 'ANSWER' &&
      this.exporter.expects(message as StoreAnswer)
    ) {
      return this.exporter.onAnswer(message as StoreAnswer, clock);
    }
    // An answer of the store that nobody waits for any more is nothing to an elector that knows no store.
    if (!(message.verb in this.electorWire)) return NOTHING;
    return this.endStep(this.elector.onMessage(from, message, clock), [], clock);
  }

  onWake(clock: Clock): Effects {
    // Each of them wakes when anything is due, and does nothing that is not: a clock that was set may have made it so.
    const electors = this.elector.onWake(clock);
    const registers = this.replica?.onWake(this.elector.observe(), clock) ?? [];
    const exporters = this.exporter?.onWake(clock) ?? [];
    const effects = this.endStep(electors, registers, clock);
    return exporters.length === 0 ? effects : [...effects, ...exporters];
  }

  onCommand(command: Command, clock: Clock): Effects {
    if (command.kind === 'export') return this.exporter?.onCommand(command, clock) ?? NOTHING;
    if (command.kind === 'replOffset' && this.replica !== null) {
      return this.endStep([], this.replica.onCommand(command, this.elector.observe()), clock);
    }
    return this.endStep(this.elector.onCommand(command, clock), [], clock);
  }

  nextWakeUs(): number {
    return Math.min(
      this.elector.nextWakeUs(),
      this.replica?.nextWakeUs() ?? Infinity,
      this.exporter?.nextWakeUs() ?? Infinity,
    );
  }

  observe(): Observation {
    const inner = this.elector.observe();
    const register = (this.replica ?? this.logRegister)?.observe() ?? null;
    const exporting = this.exporter?.observe() ?? null;
    const sameService =
      this.service !== null && this.service.register === register && this.service.exporting === exporting;
    if (this.shown !== null && this.inner === inner && sameService) return this.shown;
    this.inner = inner;
    if (!sameService) this.service = { kind: 'server', register, exporting };
    this.shown = { ...inner, service: this.service as ServerObservation };
    return this.shown;
  }

  view(clock: Clock): ProgramView {
    const view = this.elector.view(clock);
    const facts: readonly Fact[] = [
      ...view.facts,
      ...((this.replica ?? this.logRegister)?.facts() ?? []).map((fact): Fact => ({
        ...fact,
        about: 'register',
      })),
      ...(this.exporter?.facts() ?? []).map((fact): Fact => ({ ...fact, about: 'exports' })),
    ];
    return { ...view, observation: this.observe(), facts };
  }

  save(): ServerState {
    return {
      elector: this.elector.save(),
      electorRecord: this.electorRecord,
      register: this.replica?.save() ?? null,
      logRegister: this.logRegister?.save() ?? null,
      exporter: this.exporter?.save() ?? null,
    };
  }

  /** The elector may have won or lost by its step, the register may stand elsewhere: each is told of the other. */
  private endStep(electors: Effects, registers: Effects, clock: Clock): Effects {
    if (this.logRegister !== null) return this.endLogStep(electors, this.logRegister);
    if (this.replica === null) return electors;
    const followed = this.replica.follow(this.elector.observe(), clock);
    let told: Effects = [];
    const { replOffset, dataEpoch } = this.elector.observe();
    if (this.replica.offset !== replOffset || (dataEpoch !== 0 && this.replica.dataEpoch !== dataEpoch)) {
      const { offset: value, dataEpoch: dated } = this.replica;
      told = this.elector.onCommand({ kind: 'replOffset', value, dataEpoch: dated }, clock);
    }
    // What the register has to keep may change without a word to anybody: an offset that was set by hand.
    const sameRecord = this.replica.record() === this.registerRecord;
    const quiet = registers.length + followed.length + told.length === 0;
    if (quiet && sameRecord && !hasPersist(electors)) return electors;
    return this.withOneRecord([...electors, ...registers, ...followed, ...told]);
  }

  /** The log keeps its own disk: what the register sends comes after that. */
  private endLogStep(electors: Effects, register: LogRegister): Effects {
    const others: Effect[] = [];
    for (const effect of electors) {
      if (effect.kind === 'apply' || effect.kind === 'readable' || effect.kind === 'dropped')
        register.take(effect);
      else others.push(effect);
    }
    const registers = register.endStep(this.elector.observe());
    if (others.length === electors.length && registers.length === 0) return electors;
    return [...others, ...registers];
  }

  /** Two parts, one disk: what a step wrote is one record, and on the disk before anything leaves. */
  private withOneRecord(effects: Effects): Effects {
    const others: Effect[] = [];
    let written = false;
    let log: LogWrite | undefined;
    for (const effect of effects) {
      if (effect.kind !== 'persist') {
        others.push(effect);
        continue;
      }
      written = true;
      this.electorRecord = effect.record;
      log ??= effect.log;
    }
    const record = this.replica?.record() ?? null;
    if (record !== this.registerRecord) {
      written = true;
      this.registerRecord = record;
    }
    if (!written) return others;
    const merged = mergedRecord(this.electorRecord, this.registerRecord);
    return [{ kind: 'persist', record: merged, ...(log !== undefined && { log }) }, ...others];
  }
}

/** Field by field, the elector's first: two spreads in one literal cost five times as much, and this is done at each write. */
function mergedRecord(elector: DiskRecord | null, register: DiskRecord | null): DiskRecord {
  const merged: Record<string, DiskRecord[string]> = {};
  for (const name in elector) merged[name] = elector[name]!;
  for (const name in register) merged[name] = register[name]!;
  return merged;
}

const hasPersist = (effects: Effects): boolean => effects.some(({ kind }) => kind === 'persist');

/** Null for a part that has nothing on the disk. */
function splitRecord(disk: DiskRecord | null): { elector: DiskRecord | null; register: DiskRecord | null } {
  const elector: Record<string, DiskRecord[string]> = {};
  const register: Record<string, DiskRecord[string]> = {};
  for (const [name, value] of Object.entries(disk ?? {})) {
    (name.startsWith(REGISTER_PREFIX) ? register : elector)[name] = value;
  }
  const orNull = (record: Record<string, DiskRecord[string]>): DiskRecord | null =>
    Object.keys(record).length === 0 ? null : record;
  return { elector: orNull(elector), register: orNull(register) };
}

export const serverPack: ServerPack = {
  createServer: (elector, parts, boot, state) => new ServerProgram(elector, parts, boot, state as never),
};
