/** What a thing on the timeline is, in words: for the tooltip, and for those who do not see the picture. */
import type { AnyProtocol } from '../../../core/protocol';
import { describeFault } from '../../../sim/fault-words';
import type { MessageRow } from '../../../sim/trace/message-table';
import { secondsText } from '../../format';
import { durationText } from '../../inspector/durations';
import type { Interval, Stretch } from '../recorded/lane-history';
import type { TimelineIndex } from '../recorded/timeline-index';
import type { Target } from '../target';

export interface About {
  /** A sentence without its full stop. */
  readonly what: string;
  /** When, and what became of it. */
  readonly when: string;
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
        what: describeFault(index.faultOf(target.record)),
        when: `${at(index.faults.of(target.record).atUs)} · done from outside`,
      };
    case 'violation':
      return { what: `Safety violated: ${target.line.text}`, when: at(target.line.atUs) };
    case 'name':
      return { what: trace.nodes[target.node] ?? '', when: 'click to select it' };
    case 'lane': {
      const lane = index.lanes[target.node]!;
      const timeUs = Math.min(target.timeUs, headUs);
      const stretch = lane.stretchAt(timeUs);
      return {
        what: `${trace.nodes[target.node]}: ${stretchText(stretch, lane.authorityAt(timeUs))}`,
        when: `${spanText(stretch, headUs)} · click to go to ${at(Math.max(0, timeUs))}`,
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

/** `primary, epoch 3, has authority`, `killed`, `frozen as replica, epoch 2`. */
export function stretchText({ role, status, epoch }: Stretch, authority: Interval | null): string {
  const authorised = authority === null ? '' : ', has authority';
  switch (status) {
    case 'killed':
    case 'crashed':
      return epoch === 0 ? 'not running' : status;
    case 'forgotten':
      return 'not kept any more: whoever goes there has it replayed';
    case 'frozen':
      return `frozen as ${role}, epoch ${epoch}${authorised}`;
    case 'up':
      return epoch === 0 ? 'starting' : `${role}, epoch ${epoch}${authorised}`;
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
