/**
 * What a run may have beside its protocol comes in packs: with clients a register, with exports an exporter, a store for
 * whatever needs one. A pack adds settings, safeguards and verbs, and programs to run; it is loaded with the first run that
 * has it.
 */
import type { Exporter, ExporterState } from './export/exporter';
import type { DiskRecord, NodeId, Program, WireMessage } from './program';
import type {
  AnyProtocol,
  Boot,
  Config,
  ConfigField,
  SafeguardField,
  VerbLook,
  WireSpec,
  Words,
} from './protocol';
import type * as Histories from './register/history';
import type { LogRegister, LogRegisterState } from './register/log-register';
import type { Replica, RegisterState } from './register/replica';
import type { LogWatcher } from './replicated-log/watcher';
import type { RegisterWatcher } from './register/watch/watcher';
import type { StoreState } from './store/memory-store';

export interface Pack {
  readonly config: readonly ConfigField[];
  readonly safeguards: readonly SafeguardField[];
  /** As a protocol's: a sentence that names the field and the fix, or null. */
  checkConfig(config: Config): string | null;
  /** As a protocol's. */
  concerns?(config: Config, latencyMs: readonly [least: number, most: number]): readonly string[];
  readonly wire: WireSpec;
  /** Number fields that may be −1 for "none". */
  readonly noneFields: readonly string[];
  readonly verbs: readonly VerbLook[];
  /** Any of its own messages, in the words of the protocol beside it. */
  describe(message: WireMessage, words: Words): string;
  /** The member that it adds to the cluster: a fresh process, or one that goes on from `state`. */
  createMember?(boot: Boot, words: Words, state?: unknown): Program;
}

export interface StorePack extends Pack {
  /** What a store's disk holds. */
  contents(disk: DiskRecord | null): StoreState;
  /** Who made the write of that number; null where that is forgotten, or it was the store's operator. */
  writerOf(disk: DiskRecord | null, version: number): NodeId | null;
}

export interface RegisterPack extends Pack {
  /** What is known of two copies of the register by the writes that are in them. */
  readonly histories: Pick<typeof Histories, 'includesHistory' | 'missingWrites'>;
  /** Each from the start of a run, or from where it was saved. */
  readonly watchers: {
    readonly lostWrites: (saved?: unknown) => RegisterWatcher;
    readonly staleReads: (saved?: unknown) => RegisterWatcher;
    readonly staleWrites: (saved?: unknown) => RegisterWatcher;
  };
  /** What there is of it beside a protocol that replicates a log. */
  readonly throughLog: Pack;
  createLogRegister(boot: Boot, elector: Pick<AnyProtocol, 'words'>, state?: LogRegisterState): LogRegister;
  createReplica(
    boot: Boot,
    elector: Pick<AnyProtocol, 'electsByOffset' | 'readsByAuthority' | 'words'>,
    record: DiskRecord | null,
    state?: RegisterState,
  ): Replica;
}

/** What looks after logs that are replicated. */
export interface LogPack {
  readonly watchers: {
    readonly [Name in 'logMatching' | 'leaderCompleteness' | 'appliedAgree']: (saved?: unknown) => LogWatcher;
  };
}

export interface ExportsPack extends Pack {
  createExporter(boot: Boot, state?: ExporterState): Exporter;
}

/** An elector, and beside it what there is of the two. */
export interface ServerPack {
  createServer(
    elector: AnyProtocol,
    parts: { readonly register: RegisterPack | null; readonly exports: ExportsPack | null },
    boot: Boot,
    state?: unknown,
  ): Program;
}
