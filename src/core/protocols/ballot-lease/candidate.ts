/** A process that wants to lead, as its key in the store has it. */
import { assert } from '../../assert';
import type { BallotConfig } from './config';
import { nanosField, parseRecord, textField, wholeField } from '../../store/json-record';
import { isVersionstamp, NO_VERSIONSTAMP, type Versionstamp } from '../../store/versionstamp';

export interface Candidate {
  readonly processId: string;
  /** Any whole number; higher is preferred. */
  readonly priority: number;
  /** The candidate's own wall clock when it was last heard. */
  readonly lastHeartbeatNanos: bigint;
  /** Of its registration: candidates are listed in this order. */
  readonly versionstamp: Versionstamp;
}

/** Whether it was heard recently enough, as the reader's wall clock has it. A heartbeat from the future counts. */
export function isAlive(candidate: Candidate, config: BallotConfig, nowNanos: bigint): boolean {
  return nowNanos - candidate.lastHeartbeatNanos < config.candidateTimeoutNanos;
}

/** The process id is not in the value: the key says it. */
export function formatCandidate({ priority, lastHeartbeatNanos, versionstamp }: Candidate): string {
  assert(Number.isSafeInteger(priority), `a priority is a whole number, not ${priority}`);
  return JSON.stringify({ priority, lastHeartbeatNanos: String(lastHeartbeatNanos), versionstamp });
}

/** As `formatCandidate`, with the place where the store is to write the versionstamp. */
export function formatUnstamped(candidate: Omit<Candidate, 'versionstamp'>): {
  readonly value: string;
  readonly stampAt: number;
} {
  const value = formatCandidate({ ...candidate, versionstamp: NO_VERSIONSTAMP });
  return { value, stampAt: value.lastIndexOf(NO_VERSIONSTAMP) };
}

/** null: the text is no candidate. */
export function parseCandidate(processId: string, text: string): Candidate | null {
  const record = parseRecord(text);
  if (record === null) return null;
  const priority = wholeField(record, 'priority', Number.MIN_SAFE_INTEGER);
  const lastHeartbeatNanos = nanosField(record, 'lastHeartbeatNanos');
  const versionstamp = textField(record, 'versionstamp');
  if (priority === null || lastHeartbeatNanos === null) return null;
  if (versionstamp === null || !isVersionstamp(versionstamp)) return null;
  return { processId, priority, lastHeartbeatNanos, versionstamp };
}

/** In the order of registration. */
export function byVersionstamp(a: Candidate, b: Candidate): number {
  if (a.versionstamp === b.versionstamp) return 0;
  return a.versionstamp < b.versionstamp ? -1 : 1;
}
