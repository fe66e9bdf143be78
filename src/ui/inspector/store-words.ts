/** What the store holds, for reading: the key that says who leads comes first, and in words. */
import { instantText } from '../format';
import { storeContents } from '../../core/store/record';
import type { KvEntry } from '../../core/store/kv';
import type { DiskRecord } from '../../core/program';
import type { Words } from '../../core/protocol';
import type { ShownLease } from '../stage/lease';
import { durationText } from './durations';

/** In the store's own order, the lease key before all others. */
export function keysOf(disk: DiskRecord | null, leaseKey: string | undefined): readonly KvEntry[] {
  const { entries } = storeContents(disk);
  const isLease = ({ key }: KvEntry) => key === leaseKey;
  return [...entries.filter(isLease), ...entries.filter((entry) => !isLease(entry))];
}

/** What the lease key says at `timeUs`, by a right clock; `value` is null for a tombstone, `lease` where it names nobody. */
export function leaseSentence(
  value: string | null,
  lease: ShownLease | null,
  timeUs: number,
  { epoch }: Words,
): string {
  if (value === null) return 'Deleted: it names nobody.';
  if (lease === null) {
    return isJson(value) ? 'It names nobody: the lease was given back.' : 'Nobody can read this.';
  }
  const { holder, token, untilUs } = lease;
  const until = `until ${instantText(untilUs)}`;
  return timeUs < untilUs
    ? `${holder} leads with ${epoch} ${token}, ${until} (${durationText(untilUs - timeUs)} left)`
    : `${holder} led with ${epoch} ${token}, ${until} (over for ${durationText(timeUs - untilUs)})`;
}

/** Longer than this, a value is folded at first. */
const SHOWN_CHARACTERS = 200;

/** The beginning of a long value; the whole of a short one. */
export function beginning(value: string): string {
  return value.length <= SHOWN_CHARACTERS ? value : `${value.slice(0, SHOWN_CHARACTERS)}…`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
