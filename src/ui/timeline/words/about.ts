/** What a thing on the timeline is, in words: for the tooltip, and for those who do not see the picture. */
import type { Words } from '../../../core/protocol';
import type { AnyProtocol } from '../../../core/protocol';
import { faultWords } from '../../../sim/fault-words';
import type { MessageRow } from '../../../sim/trace/message-table';
import { secondsText } from '../../format';
import { durationText } from '../../inspector/durations';
import type { Interval, Stretch } from '../recorded/lane-history';
import type { TimelineIndex } from '../recorded/timeline-index';
import type { Target } from '../target';
import { beliefText, clientText, clockText, doubleText, leaseText, overlapText, roundText } from './beside';

export interface About {
  /** A sentence without its full stop. */
  readonly what: string;
  /** When, and what became of it. */
  readonly when: string;
  /** What else is to be said of it, a line each. */
  readonly more?: readonly string[];
  /** Two leaders at once, and what came of it. */
  readonly alarm?: readonly string[];
}

/** `headUs` is how far that branch was run. */
export function about(index: TimelineIndex, protocol: AnyProtocol, target: Target, headUs: number): About {
  const { trace } = index;
  switch (target.kind) {
    case 'message': {
      const row = trace.messages.row(target.id);
      const copy = row.duplicate ? ', a copy' : '';
      return {
        what: protocol.describe(trace.messages.message(target.id)),
        when: `${row.from} → ${row.to}${copy} · sent ${at(row.sentUs)}, ${ending(row, headUs)}`,
      };
    }
    case 'event':
      return { what: eventText(index, target.record), when: at(index.events.of(target.record).atUs) };
    case 'fault':
      return {
        what: faultWords(index.trace, target.record),
        when: `${at(index.faults.of(target.record).atUs)} · done from outside`,
      };
    case 'violation':
      return { what: `Safety violated: ${target.line.text}`, when: at(target.line.atUs) };
    case 'name':
      return { what: trace.nodes[target.node] ?? '', when: 'click to select it' };
    case 'lane': {
      const { node } = target;
      const timeUs = Math.min(target.timeUs, headUs);
      const stretch = index.lanes[node]!.stretchAt(timeUs);
      const overlaps = index.beside?.overlaps.at(timeUs, node) ?? [];
      return {
        what: `${trace.nodes[node]}: ${memberText(index, node, timeUs, timeUs)}`,
        when: `${spanText(stretch, headUs)} · click to go to ${at(Math.max(0, timeUs))}`,
        ...(index.beside !== null && {
          more: besideTexts(index, node, timeUs),
          alarm: overlaps.map((overlap) => overlapText(index, overlap, index.violations, headUs)),
        }),
      };
    }
    case 'exports': {
      const timeUs = Math.min(target.timeUs, headUs);
      const { exports } = index.beside!;
      const tries = exports.at(timeUs);
      const doubles = new Set(tries.flatMap(({ id }) => exports.doubleOf(id) ?? []));
      return {
        what: tries.length === 0 ? 'Nobody is at an export' : roundText(index, tries[0]!, headUs),
        when: `click to go to ${at(Math.max(0, timeUs))}`,
        more: [
          ...tries.slice(1).map((one) => roundText(index, one, headUs)),
          ...[...doubles].map((double) => doubleText(index, double, headUs)),
        ],
      };
    }
    default:
      return target satisfies never;
  }
}

/** What a program reported, its node's id included. */
export function eventText({ trace, events }: TimelineIndex, record: number): string {
  const { node, text } = events.of(record);
  const line = trace.strings.text(text);
  return `${trace.nodes[node]} ${line.slice(line.indexOf('\t') + 1)}`;
}

/**
 * What a member is just after `timeUs`, of authority at `authorityUs`: of a node its role, of the others whether they are
 * there.
 */
export function memberText(
  { lanes, trace, words }: TimelineIndex,
  node: number,
  timeUs: number,
  authorityUs: number,
): string {
  const stretch = lanes[node]!.stretchAt(timeUs);
  if (trace.parts[node] === 'node') return stretchText(stretch, lanes[node]!.authorityAt(authorityUs), words);
  const { status, startUs } = stretch;
  if (status === 'forgotten') return stretchText(stretch, null, words);
  return status === 'killed' && startUs === 0 ? 'not running' : status;
}

/** What else there is to say of a member: whom it believes in, what it holds or went through, its clock. */
export function besideTexts(index: TimelineIndex, node: number, timeUs: number): readonly string[] {
  const { beside, trace, lanes } = index;
  if (beside === null) return [];
  const { status } = lanes[node]!.stretchAt(timeUs);
  const alive = status === 'up' || status === 'frozen';
  const work = beside.exports.at(timeUs).find((one) => one.node === node) ?? null;
  return [
    trace.parts[node] === 'store' ? leaseText(index, timeUs) : null,
    alive ? beliefText(index, node, timeUs) : null,
    alive ? clientText(beside, node, timeUs) : null,
    work === null ? null : `${work.workUs <= timeUs ? 'works on' : 'tries for'} export round ${work.round}`,
    clockText(beside, node, timeUs),
  ].filter((text) => text !== null);
}

/** `primary, epoch 3, has authority`, `killed`, `frozen as replica, epoch 2`. */
export function stretchText(
  { role, status, epoch }: Stretch,
  authority: Interval | null,
  words: Words,
): string {
  const authorised = authority === null ? '' : ', has authority';
  switch (status) {
    case 'killed':
    case 'crashed':
      return epoch === 0 ? 'not running' : status;
    case 'forgotten':
      return 'not kept any more: whoever goes there has it replayed';
    case 'frozen':
      return `frozen as ${role}, ${words.epoch} ${epoch}${authorised}`;
    case 'up':
      return epoch === 0 ? 'starting' : `${role}, ${words.epoch} ${epoch}${authorised}`;
    default:
      return status satisfies never;
  }
}

function spanText({ startUs, endUs }: Stretch, headUs: number): string {
  return endUs > headUs ? `since ${at(startUs)}` : `${secondsText(startUs)} to ${at(endUs)}`;
}

function ending({ stillborn, fate, sentUs, endUs }: MessageRow, headUs: number): string {
  switch (fate) {
    case 'inFlight':
      return endUs >= headUs ? 'still in the air' : `arrived ${at(endUs)} at a frozen node and waits there`;
    case 'delivered':
      return `arrived ${at(endUs)} after ${durationText(endUs - sentUs)}`;
    case 'lost':
      return 'lost on the way';
    case 'cut':
      return stillborn ? 'lost: the link was cut' : `lost when the link was cut, ${at(endUs)}`;
    case 'down':
      return `arrived ${at(endUs)} where nobody was`;
    case 'rejected':
      return `arrived damaged ${at(endUs)}, refused`;
    case 'dropped':
      return `taken out of the air ${at(endUs)}`;
    default:
      return fate satisfies never;
  }
}

const at = (us: number): string => `${secondsText(us)} s`;
