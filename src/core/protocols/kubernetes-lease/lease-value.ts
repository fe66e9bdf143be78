/** A Lease as the store keeps it: the fields of its spec as JSON, times in microseconds since the Unix epoch. */
import { parseRecord, textField, wholeField } from '../../store/json-record';
import { TextMemory } from '../../store/text-memory';
import { BLANK_RECORD, type LeaseRecord } from './record';

export function formatLease(record: LeaseRecord): string {
  return JSON.stringify({
    holderIdentity: record.holder,
    leaseDurationSeconds: record.leaseDurationSeconds,
    acquireTime: record.acquireTimeUs,
    renewTime: record.renewTimeUs,
    leaseTransitions: record.transitions,
  });
}

/**
 * What an elector reads out of whatever is there. A field that nobody set, or that holds something else, counts as not
 * set, which is what becomes of a Lease that somebody else wrote over.
 */
export const parseLease = (text: string): LeaseRecord => leases.read(text);

const leases = new TextMemory<LeaseRecord>((text) => {
  const fields = parseRecord(text);
  if (fields === null) return BLANK_RECORD;
  const lowest = Number.MIN_SAFE_INTEGER;
  return {
    holder: textField(fields, 'holderIdentity') ?? '',
    leaseDurationSeconds: wholeField(fields, 'leaseDurationSeconds', 0) ?? 0,
    acquireTimeUs: wholeField(fields, 'acquireTime', lowest),
    renewTimeUs: wholeField(fields, 'renewTime', lowest),
    transitions: wholeField(fields, 'leaseTransitions', 0) ?? 0,
  };
});
