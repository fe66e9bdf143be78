/** What a store has on its disk: everything, in three fields that are replaced together. */
import type { DiskRecord, NodeId } from '../program';
import { textField, wholeField } from './json-record';
import type { KvReply } from './kv';
import { listOf, parseEntries, parseJson, recordOf, replyOf } from './parse';
import type { StoreState } from './memory-store';

/** What the store made of the latest write of one session. */
export interface LatestWrite {
  readonly from: NodeId;
  readonly session: number;
  readonly seq: number;
  readonly reply: KvReply;
}

/** Its texts are made when somebody reads them: a disk is written with every commit, and read after a restart. */
export function storeRecord(contents: StoreState, writes: readonly LatestWrite[]): DiskRecord {
  const record: DiskRecord = {
    version: contents.version,
    get entries() {
      return listText(contents.entries);
    },
    get sessions() {
      return listText(writes);
    },
  };
  written.set(record, { contents, writes });
  return record;
}

/** What was written here need not be read again. A record that was copied, or comes from elsewhere, is not in it. */
const written = new WeakMap<
  DiskRecord,
  { readonly contents: StoreState; readonly writes: readonly LatestWrite[] }
>();

/** Entries and writes never change, and most of them were on the disk before. */
const texts = new WeakMap<object, string>();

function listText(list: readonly object[]): string {
  let text = '';
  for (const item of list) {
    let own = texts.get(item);
    if (own === undefined) {
      own = JSON.stringify(item);
      texts.set(item, own);
    }
    text += text === '' ? own : `,${own}`;
  }
  return `[${text}]`;
}

/** The keys of a store by its disk, tombstones included. A disk that is empty, or is no store's, holds none. */
export function storeContents(record: DiskRecord | null): StoreState {
  return (record === null ? undefined : written.get(record))?.contents ?? readContents(record);
}

/** Who made the write of that number, as far as its session is remembered; null for the store's operator too. */
export function writerOf(record: DiskRecord | null, version: number): NodeId | null {
  if (record === null) return null;
  const writes = written.get(record)?.writes ?? writesIn(record);
  const made = writes.find(({ reply }) => reply.kind === 'written' && reply.version === version);
  return made?.from ?? null;
}

function readContents(record: DiskRecord | null): StoreState {
  const text = record === null ? null : textField(record, 'entries');
  const entries = (text === null ? null : parseEntries(text)) ?? [];
  const latest = record === null ? 0 : (wholeField(record, 'version', 0) ?? 0);
  // A version below one that was given out would give it out again.
  return { version: entries.reduce((highest, { version }) => Math.max(highest, version), latest), entries };
}

/** Of a disk that is empty, or is no store's: none. */
export function writesIn(record: DiskRecord | null): readonly LatestWrite[] {
  const text = record === null ? null : textField(record, 'sessions');
  return (text === null ? null : listOf(parseJson(text), writeOf)) ?? [];
}

function writeOf(value: unknown): LatestWrite | null {
  const record = recordOf(value);
  if (record === null) return null;
  const from = textField(record, 'from');
  const session = wholeField(record, 'session', 0);
  const seq = wholeField(record, 'seq', 0);
  const reply = replyOf(record['reply']);
  if (from === null || session === null || seq === null || reply === null) return null;
  return { from, session, seq, reply };
}
