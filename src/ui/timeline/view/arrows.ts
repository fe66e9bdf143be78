/** The messages in view as lines between lanes: from where and when they left to where and when they ended. */
import type { MarkShape } from '../../../core/protocol';
import type { MessageLooks } from '../../stage/message-looks';
import type { TimelineIndex } from '../recorded/timeline-index';
import type { Detail } from './detail';
import { laneOf, type Layout, type SideIndex } from './layout';
import { xOf, type TimeView } from './time-view';

export interface Arrow {
  readonly id: number;
  readonly side: SideIndex;
  readonly from: number;
  readonly to: number;
  readonly sentUs: number;
  readonly endUs: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** `arrives`: its node took it in; `ends`: it never got there, or in no state to be read; `flies`: not over yet. */
  readonly ending: 'arrives' | 'ends' | 'flies';
  readonly mark: MarkShape;
  /** −1 for none. */
  readonly epoch: number;
  readonly duplicate: boolean;
  readonly damaged: boolean;
  /** Of the verb that is sent most of all. */
  readonly chatter: boolean;
}

export interface ArrowSource {
  readonly side: SideIndex;
  readonly index: TimelineIndex;
  readonly looks: MessageLooks;
  readonly headUs: number;
  /** How long a message takes on average: how far one came that was taken out of the air is not recorded. */
  readonly meanLatencyUs: number;
}

export function arrowsIn(
  source: ArrowSource,
  detail: Detail,
  view: TimeView,
  width: number,
  layout: Layout,
): readonly Arrow[] {
  const arrows: Arrow[] = [];
  const add = (id: number): void => {
    const arrow = arrowOf(source, id, view, width, layout);
    if (arrow.x2 >= 0) arrows.push(arrow);
  };
  switch (detail.arrows) {
    case 'all':
      for (let id = detail.first; id < detail.end; id += 1) add(id);
      return arrows;
    case 'notable':
      source.index.eachNotable(detail.first, detail.end, add);
      return arrows;
    case 'none':
      return arrows;
    default:
      return detail.arrows satisfies never;
  }
}

/** A lost message is drawn halfway, as on the stage: where the network lost it nobody knows. */
const LOST_AT = 0.5;

export function arrowOf(
  { side, index, looks, headUs, meanLatencyUs }: ArrowSource,
  id: number,
  view: TimeView,
  width: number,
  layout: Layout,
): Arrow {
  const { nodes, messages } = index.trace;
  const row = messages.row(id);
  const look = looks.of(id);
  const fate = looks.endingOf(id);
  const from = nodes.indexOf(row.from);
  const to = nodes.indexOf(row.to);
  const takenOut = !row.stillborn && (fate === 'cut' || fate === 'dropped');
  const plannedUs = takenOut
    ? Math.max(look.plannedEndUs, row.sentUs + meanLatencyUs, row.sentUs + (row.endUs - row.sentUs) / 0.9)
    : row.endUs;
  const endUs = Math.min(row.stillborn ? row.sentUs + (plannedUs - row.sentUs) * LOST_AT : row.endUs, headUs);
  const share = plannedUs === row.sentUs ? 1 : (endUs - row.sentUs) / (plannedUs - row.sentUs);
  const y1 = laneOf(layout, side, from).centre;
  return {
    id,
    side,
    from,
    to,
    sentUs: row.sentUs,
    endUs,
    x1: xOf(view, width, row.sentUs),
    y1,
    x2: xOf(view, width, endUs),
    y2: y1 + (laneOf(layout, side, to).centre - y1) * share,
    ending: endingOf(row.stillborn, fate, row.endUs, headUs),
    mark: look.mark,
    epoch: look.epoch,
    duplicate: row.duplicate,
    damaged: row.damaged,
    chatter: index.isChatter(row.verb),
  };
}

function endingOf(
  stillborn: boolean,
  fate: ReturnType<MessageLooks['endingOf']>,
  endUs: number,
  headUs: number,
): Arrow['ending'] {
  if (!stillborn && endUs >= headUs && fate === 'inFlight') return 'flies';
  // One that waits at a frozen node has arrived all the same.
  return fate === 'delivered' || fate === 'inFlight' ? 'arrives' : 'ends';
}
