/**
 * Which writes a copy of the register holds: a set of numbers per client, as text that is small while clients write in
 * order: `c1:1-16,18 c2:1-9`. Clients in the order of code units, intervals ascending and apart. Empty: no writes.
 *
 * With it a retry is told from a new write, and a copy that lacks a write from one that has it.
 *
 * Bounded: beyond `INTERVALS_MAX` intervals of one client the oldest gap is closed, so that the set then claims some
 * old writes that it never had. That is harmless: a gap is a write that its client gave up, `INTERVALS_MAX` gaps ago.
 * The client never asks for it again, and a late copy of that request, answered by mistake, is one that it ignores. A
 * write that somebody else acknowledged before it was lost has been missed when that copy was taken, long before.
 */
import { assert } from '../assert';
import type { NodeId } from '../program';

/** Intervals of one client, that is, gaps left by writes without an outcome: each costs seconds to come by. */
export const INTERVALS_MAX = 64;

/** How many writes `missing` names unless it is told. */
const MISSING_MAX = 20;

/** First and last number of each interval in turn, ascending, with gaps between them. */
type Intervals = number[];
export type History = Map<NodeId, Intervals>;

const CLIENT = /^[^\s:,#]+$/;
const INTERVAL = /^([1-9]\d{0,15})(?:-([1-9]\d{0,15}))?$/;

/** null: the text is no history, or not in its one form. */
export function parseHistory(text: string): History | null {
  const history: History = new Map();
  if (text === '') return history;
  let last = '';
  for (const part of text.split(' ')) {
    const colon = part.indexOf(':');
    if (colon < 0) return null;
    const client = part.slice(0, colon);
    const intervals = parseIntervals(part.slice(colon + 1));
    if (intervals === null || !CLIENT.test(client) || client <= last) return null;
    history.set(client, intervals);
    last = client;
  }
  return history;
}

export function formatHistory(history: History): string {
  const clients = [...history.keys()].sort();
  return clients.map((client) => `${client}:${formatIntervals(history.get(client)!)}`).join(' ');
}

/**
 * Adds one write; `number` is a whole number from 1. What the history has already stays the very same text. `most` bounds
 * the intervals of the client.
 */
export function withWrite(
  history: string,
  client: NodeId,
  number: number,
  most: number = INTERVALS_MAX,
): string {
  assert(Number.isSafeInteger(number) && number >= 1, `writes are numbered from 1, not ${number}`);
  assert(CLIENT.test(client), `"${client}" cannot stand in a history`);
  const [from, to] = placeOf(history, client);
  if (from < 0) return inserted(history, client, number);
  // Nearly always it is the number after the last one.
  const lastFrom = lastIntervalFrom(history, from, to);
  const dash = history.indexOf('-', lastFrom);
  const single = dash < 0 || dash >= to;
  const first = Number(history.slice(lastFrom, single ? to : dash));
  const last = single ? first : Number(history.slice(dash + 1, to));
  if (number === last + 1) return `${history.slice(0, lastFrom)}${first}-${number}${history.slice(to)}`;
  if (number >= first && number <= last) return history;
  const intervals = expectIntervals(history.slice(from, to));
  addInterval(intervals, number, number);
  return history.slice(0, from) + formatIntervals(bounded(intervals, most)) + history.slice(to);
}

export function hasWrite(history: string, client: NodeId, number: number): boolean {
  const [from, to] = placeOf(history, client);
  return from >= 0 && covers(expectIntervals(history.slice(from, to)), number, number);
}

/** The highest number that it has of this client; 0 for none. */
export function highestWrite(history: string, client: NodeId): number {
  const [from, to] = placeOf(history, client);
  if (from < 0) return 0;
  const lastFrom = lastIntervalFrom(history, from, to);
  const dash = history.indexOf('-', lastFrom);
  return Number(history.slice(dash < 0 || dash >= to ? lastFrom : dash + 1, to));
}

/** Whether `big` has every write that `small` has. */
export function includesHistory(big: string, small: string): boolean {
  if (big === small || small === '') return true;
  const held = lookUp(big);
  for (const [client, intervals] of lookUp(small)) {
    const own = held.get(client);
    if (own === undefined) return false;
    for (let i = 0; i < intervals.length; i += 2) {
      if (!covers(own, intervals[i]!, intervals[i + 1]!)) return false;
    }
  }
  return true;
}

/** All writes that either has. */
export function unionOf(a: string, b: string): string {
  if (includesHistory(a, b)) return a;
  const union = expectHistory(a);
  for (const [client, intervals] of expectHistory(b)) {
    const own = union.get(client) ?? [];
    for (let i = 0; i < intervals.length; i += 2) addInterval(own, intervals[i]!, intervals[i + 1]!);
    union.set(client, bounded(own, INTERVALS_MAX));
  }
  return formatHistory(union);
}

/** The writes of `small` that `big` lacks, as `c1#17`, in order; no more than `limit` of them. */
export function missingWrites(big: string, small: string, limit = MISSING_MAX): string[] {
  const missing: string[] = [];
  if (includesHistory(big, small)) return missing;
  const held = lookUp(big);
  for (const [client, intervals] of lookUp(small)) {
    const own = held.get(client) ?? [];
    for (let i = 0; i < intervals.length; i += 2) {
      let number = intervals[i]!;
      while (number <= intervals[i + 1]!) {
        if (missing.length >= limit) return missing;
        // Skips what is held in one go: an interval may be long.
        const heldTo = endOfCover(own, number);
        if (heldTo < 0) missing.push(writeName(client, number++));
        else number = heldTo + 1;
      }
    }
  }
  return missing;
}

/** What write `number` of this client makes the value of the register. */
export function writeName(client: NodeId, number: number): string {
  return `${client}#${number}`;
}

/** Where the intervals of `client` stand; −1 if it has none. */
function placeOf(history: string, client: NodeId): readonly [from: number, to: number] {
  const key = `${client}:`;
  let at = history.startsWith(key) ? 0 : history.indexOf(` ${key}`);
  if (at < 0) return [-1, -1];
  if (history[at] === ' ') at += 1;
  const end = history.indexOf(' ', at);
  return [at + key.length, end < 0 ? history.length : end];
}

function lastIntervalFrom(history: string, from: number, to: number): number {
  const comma = history.lastIndexOf(',', to - 1);
  return comma < from ? from : comma + 1;
}

/** The first write of a client. */
function inserted(history: string, client: NodeId, number: number): string {
  const parsed = expectHistory(history);
  parsed.set(client, [number, number]);
  return formatHistory(parsed);
}

function parseIntervals(text: string): Intervals | null {
  const intervals: Intervals = [];
  for (const part of text.split(',')) {
    const match = INTERVAL.exec(part);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    const previous = intervals[intervals.length - 1] ?? -1;
    const oneForm = match[2] === undefined || first < last;
    if (!oneForm || !Number.isSafeInteger(last) || first <= previous + 1) return null;
    intervals.push(first, last);
  }
  return intervals;
}

function formatIntervals(intervals: Intervals): string {
  let text = '';
  for (let i = 0; i < intervals.length; i += 2) {
    const [first, last] = [intervals[i]!, intervals[i + 1]!];
    text += `${i === 0 ? '' : ','}${first}${last === first ? '' : `-${last}`}`;
  }
  return text;
}

/** Where it ends that `intervals` hold `number` and what follows it; −1 if they do not hold it. */
function endOfCover(intervals: readonly number[], number: number): number {
  for (let i = intervals.length - 2; i >= 0; i -= 2) {
    if (intervals[i]! <= number) return intervals[i + 1]! >= number ? intervals[i + 1]! : -1;
  }
  return -1;
}

function covers(intervals: readonly number[], first: number, last: number): boolean {
  return endOfCover(intervals, first) >= last;
}

/** Merges with whatever touches it. */
function addInterval(intervals: Intervals, first: number, last: number): void {
  let from = 0;
  while (from < intervals.length && intervals[from + 1]! < first - 1) from += 2;
  let to = from;
  let [low, high] = [first, last];
  for (; to < intervals.length && intervals[to]! <= last + 1; to += 2) {
    low = Math.min(low, intervals[to]!);
    high = Math.max(high, intervals[to + 1]!);
  }
  intervals.splice(from, to - from, low, high);
}

/** Closes the oldest gaps. */
function bounded(intervals: Intervals, most: number): Intervals {
  const surplus = intervals.length / 2 - most;
  // The last of the first interval up to the first of the last one to be joined.
  if (surplus > 0) intervals.splice(1, 2 * surplus);
  return intervals;
}

type ReadonlyHistory = ReadonlyMap<NodeId, readonly number[]>;

/** The same few histories are compared again and again while a write goes round. */
const lookedUp = new Map<string, ReadonlyHistory>();
const LOOKED_UP_MAX = 64;

export function isHistory(text: string): boolean {
  return lookedUp.has(text) || parseHistory(text) !== null;
}

/** For reading only. */
function lookUp(text: string): ReadonlyHistory {
  let history = lookedUp.get(text);
  if (history === undefined) {
    history = expectHistory(text);
    if (lookedUp.size >= LOOKED_UP_MAX) lookedUp.clear();
    lookedUp.set(text, history);
  }
  return history;
}

function expectHistory(text: string): History {
  const history = parseHistory(text);
  assert(history !== null, `"${text}" is no history`);
  return history;
}

function expectIntervals(text: string): Intervals {
  const intervals = parseIntervals(text);
  assert(intervals !== null, `"${text}" are no intervals`);
  return intervals;
}
