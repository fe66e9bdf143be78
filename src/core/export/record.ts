/** What the key of an export lease holds: who won the latest round, until when, and what came of it. */
import { parseRecord, textField, wholeField } from '../store/json-record';

/** Times are whole seconds since the Unix epoch, each on the wall clock of whoever wrote it. */
export interface LeaseRecord {
  readonly holderId: string;
  readonly acquiredAtUnix: number;
  /** No other round begins before. */
  readonly expiresAtUnix: number;
  /** How far the export came, as hex; there once it is complete. */
  readonly completedCursorHex?: string;
  readonly completedAtUnix?: number;
}

export function formatLeaseRecord(record: LeaseRecord): string {
  return JSON.stringify(record);
}

/** null: the text is no record. */
export function parseLeaseRecord(text: string): LeaseRecord | null {
  const record = parseRecord(text);
  if (record === null) return null;
  const holderId = textField(record, 'holderId');
  const acquiredAtUnix = wholeField(record, 'acquiredAtUnix', Number.MIN_SAFE_INTEGER);
  const expiresAtUnix = wholeField(record, 'expiresAtUnix', Number.MIN_SAFE_INTEGER);
  if (holderId === null || acquiredAtUnix === null || expiresAtUnix === null) return null;
  const round = { holderId, acquiredAtUnix, expiresAtUnix };
  if (record['completedCursorHex'] === undefined && record['completedAtUnix'] === undefined) return round;
  const completedCursorHex = textField(record, 'completedCursorHex');
  const completedAtUnix = wholeField(record, 'completedAtUnix', Number.MIN_SAFE_INTEGER);
  if (completedCursorHex === null || !isHex(completedCursorHex) || completedAtUnix === null) return null;
  return { ...round, completedCursorHex, completedAtUnix };
}

export function isHex(text: string): boolean {
  return /^([0-9a-f]{2})*$/.test(text);
}
