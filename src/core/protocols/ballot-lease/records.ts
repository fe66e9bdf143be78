/** The records of one election as one transaction read them, each parsed when it is asked for. */
import { parseCandidate, type Candidate } from './candidate';
import { parseConfig, type BallotConfig } from './config';
import { candidateKey, type BallotKeys } from './keys';
import { slotOf, type LeaderSlot } from './leader';
import type { KvEntry } from '../../store/kv';
import { Refusal, type LeaseErrorName } from '../../store/outcome';
import { entryIn, type Snapshot } from '../../store/transaction';

export interface CandidateRecord {
  readonly key: string;
  /** null: it cannot be read. */
  readonly candidate: Candidate | null;
}

export class BallotRecords {
  constructor(
    private readonly keys: BallotKeys,
    private readonly snapshot: Snapshot,
  ) {}

  maybeConfig(): BallotConfig | null {
    const text = this.textOf(this.keys.config);
    if (text === null) return null;
    const config = parseConfig(text);
    if (config === null) throw unreadable(this.keys.config, 'write a config to repair it');
    return config;
  }

  config(): BallotConfig {
    const config = this.maybeConfig();
    if (config === null) throw new Refusal('NotInitialized', 'This election has no config yet.');
    return config;
  }

  enabledConfig(): BallotConfig {
    const config = this.config();
    if (!config.electionEnabled)
      throw new Refusal('ElectionDisabled', 'The config has this election switched off.');
    return config;
  }

  /** `missing`: what it is called, in this operation, that there is none. */
  candidate(processId: string, missing: LeaseErrorName): Candidate {
    const key = candidateKey(this.keys, processId);
    const text = this.textOf(key);
    if (text === null) throw new Refusal(missing, `${processId} is not registered as a candidate.`);
    const candidate = parseCandidate(processId, text);
    if (candidate === null) throw unreadable(key, `${processId} has to register again`);
    return candidate;
  }

  /** All of them, if the transaction read them all. */
  candidates(): readonly CandidateRecord[] {
    const { candidates: prefix } = this.keys;
    return this.snapshot.flatMap(({ key, value }) => {
      if (value === null || !key.startsWith(prefix)) return [];
      return [{ key, candidate: parseCandidate(key.slice(prefix.length), value) }];
    });
  }

  leaderEntry(): KvEntry | null {
    return entryIn(this.snapshot, this.keys.leader);
  }

  readableSlot(): Exclude<LeaderSlot, { readonly kind: 'unreadable' }> {
    const slot = slotOf(this.leaderEntry());
    if (slot.kind === 'unreadable') throw unreadable(this.keys.leader, 'the next claim repairs it');
    return slot;
  }

  private textOf(key: string): string | null {
    return entryIn(this.snapshot, key)?.value ?? null;
  }
}

function unreadable(key: string, repair: string): Refusal {
  return new Refusal('SerializationError', `"${key}" holds something else than its record; ${repair}.`);
}
