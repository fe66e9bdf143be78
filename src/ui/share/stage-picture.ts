/** The stage at one instant as a part of a picture: its geometry and shapes, in the inks of paper. */
import { candidacyOf } from '../../app/now/situation';
import { FROZEN_PATTERN } from '../../app/share/bands';
import { epochInk, PAPER, PICTURE_WIDTH, type Block } from '../../app/share/paper';
import { round, svgElement, svgText } from '../../app/share/svg-element';
import { quorumSize } from '../../core/election/majority';
import type { AnyProtocol } from '../../core/protocol';
import type { Settings } from '../../sim/settings';
import type { Trace } from '../../sim/trace/trace';
import { hasAuthority, nodesIn, type NodeSnapshot, type Snapshot } from '../../sim/view';
import { authorityLeft, patienceSpent } from '../stage/arcs';
import { castOf } from '../stage/cast';
import { clockText } from '../stage/clock-words';
import { arcGap, markSize } from '../stage/draw';
import { Flights, headingOn, pointOn, progress } from '../stage/flight';
import { labelSpot, satelliteSpot } from '../stage/label';
import { stageLayout } from '../stage/layout';
import { leaseLeft, leaseOn, leaseText, type ShownLease } from '../stage/lease';
import { linkShape, lineStyle, meshPath, offeredPairs } from '../stage/links';
import { markPath } from '../stage/mark-path';
import { MessageLooks } from '../stage/message-looks';
import { burstPath, crossPath, crownPath, diamondPath } from '../stage/node-paths';
import { pipRadius, pipSpots } from '../stage/pips';
import { PARCEL_PATH, parcelScale } from '../stage/parcel';
import type { Place } from '../stage/place';
import { clientPath, storePath, storeRimsPath } from '../stage/satellite-paths';
import { believedLeader, isDown, isExporting, registerWords } from '../stage/words';

export interface StageSight {
  readonly protocol: AnyProtocol;
  readonly trace: Trace;
  readonly snapshot: Snapshot;
  /** In force at that instant. */
  readonly settings: Settings;
  /** Who broke a rule at that instant; they are the only red there is. */
  readonly witnesses: readonly string[];
}

const HEIGHT = 640;
const DASHES = { open: '', slow: '7 4', lossy: '2 4', closed: '' } as const;

export function stageBlock(sight: StageSight): Block {
  const { protocol, trace, snapshot, settings } = sight;
  const cast = castOf(trace.parts, protocol);
  const flights = new Flights(
    stageLayout(trace.parts, PICTURE_WIDTH, HEIGHT, trace.parts.includes('client')),
  );
  const { layout } = flights;
  const links = offeredPairs(snapshot.links, cast, []).map((pair) => {
    const { line, bars, arrow } = linkShape(layout, pair, 0.5);
    const style = lineStyle(pair, settings.network);
    const look = { fill: 'none', stroke: style === 'open' ? PAPER.line : PAPER.strong };
    const dash = DASHES[style] === '' ? {} : { 'stroke-dasharray': DASHES[style] };
    const marks = bars + arrow;
    return (
      svgElement('path', { d: line, ...look, ...dash }) +
      (marks === ''
        ? ''
        : svgElement('path', { d: marks, fill: 'none', stroke: PAPER.text, 'stroke-width': 2 }))
    );
  });
  const mesh =
    links.length > 0
      ? ''
      : svgElement('path', { d: meshPath(layout, cast), fill: 'none', stroke: PAPER.line });
  const members = snapshot.nodes.map((member, index) => {
    const place = layout.places[index]!;
    const at = { transform: `translate(${round(place.x)} ${round(place.y)})` };
    return svgElement('g', at, shapeOf(sight, member, place)) + wordsOf(sight, layout, member, index);
  });
  const drawing = [mesh, ...links, ...messagesOf(sight, flights), ...members].join('');
  return { drawing, height: HEIGHT };
}

function messagesOf({ protocol, trace, snapshot }: StageSight, flights: Flights): string[] {
  const { messages } = trace;
  const looks = new MessageLooks(messages, protocol);
  const size = markSize(flights.layout.nodeRadius);
  const point = { x: 0, y: 0 };
  const heading = { x: 0, y: 0 };
  const marks: string[] = [];
  messages.eachInFlight(snapshot.timeUs, (id, from, to, _verb, sentUs, endUs) => {
    if (looks.hasEnded(id, endUs, snapshot.timeUs)) return;
    const look = looks.of(id);
    const flight = flights.between(from, to);
    const share = progress(look.stillborn, sentUs, look.plannedEndUs, snapshot.timeUs);
    pointOn(flight, share, point);
    headingOn(flight, share, heading);
    const degrees = (Math.atan2(heading.y, heading.x) * 180) / Math.PI + 90;
    const ink = epochInk(look.epoch);
    const where = `translate(${round(point.x)} ${round(point.y)}) rotate(${round(degrees)})`;
    const fill = look.duplicate ? { fill: PAPER.surface, stroke: ink } : { fill: ink };
    marks.push(svgElement('path', { d: markPath(look.mark, size), transform: where, ...fill }));
    if (look.damaged) {
      const slash = `M${round(-size * 1.7)},${round(-size * 1.7)}L${round(size * 1.7)},${round(size * 1.7)}`;
      marks.push(svgElement('path', { d: slash, transform: where, stroke: ink, 'stroke-width': 2 }));
    }
  });
  return marks;
}

/** Around the origin: what a member is, how it fares, and the arc of its authority or of its patience. */
function shapeOf(sight: StageSight, member: NodeSnapshot, { radius }: Place): string {
  const { timeUs } = sight.snapshot;
  const { role, status, part } = member;
  const ink = part === 'node' ? epochInk(member.epoch) : PAPER.muted;
  const parts: string[] = [];
  if (sight.witnesses.includes(member.id)) {
    parts.push(circle(radius + 12, { fill: 'none', stroke: PAPER.danger, 'stroke-width': 3 }));
  }
  const isRound = part === 'node' && role !== 'candidate';
  const outline =
    part === 'store' ? storePath(radius) : part === 'client' ? clientPath(radius) : diamondPath(radius);
  const body = (look: Readonly<Record<string, string | number>>): string =>
    isRound ? circle(radius, look) : svgElement('path', { d: outline, ...look });
  if (isDown(status)) {
    const gone = { fill: PAPER.surface, stroke: PAPER.strong, 'stroke-width': 1.5 };
    parts.push(status === 'crashed' ? svgElement('path', { d: burstPath(radius), ...gone }) : body(gone));
    const cross = { fill: 'none', stroke: PAPER.muted, 'stroke-width': 2.5 };
    parts.push(svgElement('path', { d: crossPath(radius * 0.34), ...cross }));
    return parts.join('');
  }
  const isPrimary = part === 'node' && role === 'primary';
  parts.push(body({ fill: isPrimary ? ink : PAPER.surface, stroke: ink, 'stroke-width': 2.5 }));
  if (part === 'store')
    parts.push(svgElement('path', { d: storeRimsPath(radius), fill: 'none', stroke: ink }));
  if (status === 'frozen') parts.push(body({ fill: `url(#${FROZEN_PATTERN})`, 'fill-opacity': '0.6' }));
  const middle = { 'text-anchor': 'middle', 'font-weight': 650 };
  if (part === 'store') parts.push(leaseArc(sight, radius));
  if (part === 'client' && radius >= 11) parts.push(svgText(member.id, 0, 4.5, middle));
  if (part !== 'node') return parts.join('');
  const letter = { primary: 'P', candidate: 'C', replica: 'R' }[role];
  const fontSize = Math.max(13, Math.round(radius * 0.77));
  const fill = isPrimary ? PAPER.surface : ink;
  if (radius >= 8)
    parts.push(svgText(letter, 0, fontSize * 0.36, { ...middle, 'font-size': fontSize, fill }));
  const left = authorityLeft(member, timeUs);
  parts.push(
    left > 0
      ? arc(radius, left, { stroke: ink, 'stroke-width': 3.5 })
      : arc(radius, patienceSpent(member, timeUs), { stroke: PAPER.muted, 'stroke-width': 1.75 }),
  );
  if (isExporting(member)) parts.push(parcel(radius));
  const hasCrown = role === 'primary' || left > 0;
  if (hasCrown) {
    parts.push(
      svgElement('path', {
        d: crownPath(Math.min(20, Math.max(11, radius * 0.68))),
        transform: `translate(0 ${round(-(radius + arcGap(radius) + 4))})`,
        fill: hasAuthority(member, timeUs) ? ink : PAPER.surface,
        stroke: ink,
        'stroke-width': 1.5,
      }),
    );
  }
  return parts.join('') + votesOf(sight, member, radius);
}

/** Around the store: what is left of the lease that it keeps, in the colour of its epoch. */
function leaseArc(sight: StageSight, radius: number): string {
  const { snapshot } = sight;
  const lease = shownLease(sight);
  if (lease === null) return '';
  const left = leaseLeft(lease, nodesIn(snapshot), snapshot.timeUs);
  return arc(radius, left, { stroke: epochInk(lease.token), 'stroke-width': 3 });
}

function shownLease({ protocol, snapshot, trace }: StageSight): ShownLease | null {
  return leaseOn(snapshot.nodes[trace.parts.indexOf('store')]?.disk ?? null, protocol.store);
}

/** At the edge of a node that works on an export. */
function parcel(radius: number): string {
  const away = round((radius + 3) * Math.SQRT1_2);
  const outline = { fill: PAPER.surface, stroke: PAPER.text, 'stroke-width': 1.5 };
  return svgElement(
    'g',
    { transform: `translate(${away} ${away}) scale(${parcelScale(radius)})` },
    circle(9, { fill: PAPER.surface }) + svgElement('path', { d: PARCEL_PATH, ...outline }),
  );
}

/** A dot for each vote that a candidate needs, filled once it was given. Through a store nobody is voted for. */
function votesOf({ protocol, snapshot, settings }: StageSight, member: NodeSnapshot, radius: number): string {
  if (protocol.store !== undefined || member.role !== 'candidate' || member.status !== 'up') return '';
  const nodes = nodesIn(snapshot);
  const { epoch, votes } = candidacyOf(member, nodes);
  const needed = quorumSize(nodes.length, settings.safeguards['majorityQuorum'] ?? true);
  const distance = radius + arcGap(radius) + 2;
  const ink = epochInk(epoch);
  return pipSpots(needed, distance)
    .map(({ x, y }, at) => {
      const fill = at < votes ? ink : PAPER.surface;
      return svgElement('circle', { cx: x, cy: y, r: pipRadius(needed, distance), fill, stroke: ink });
    })
    .join('');
}

/** In as many lines as the layout has room for. */
function wordsOf(
  sight: StageSight,
  layout: ReturnType<typeof stageLayout>,
  member: NodeSnapshot,
  index: number,
): string {
  const { protocol } = sight;
  const { words } = protocol;
  const { id, status, part } = member;
  const clock = clockText(member);
  if (part === 'node') {
    const { x, y, anchor, rotation } = labelSpot(layout, index);
    const state = status === 'up' ? `${words.epoch} ${member.epoch}` : status;
    const register = registerWords(member);
    const lines =
      layout.labelling === 'roomy' || layout.labelling === 'full'
        ? [id, clock === '' ? state : `${state} · ${clock}`]
        : [
            layout.labelling === 'terse'
              ? id
              : `${id} ${status === 'up' ? `${words.epoch.charAt(0)}${member.epoch}` : status}`,
          ];
    if (layout.labelling === 'full' && register !== null) {
      lines.push(`${register.offset} · ${words.epoch} ${register.token}`);
    }
    const turn = rotation === 0 ? {} : { transform: `rotate(${round(rotation)} ${round(x)} ${round(y)})` };
    return lines
      .map((line, at) => {
        const look = at === 0 ? { 'font-weight': 600 } : { fill: PAPER.muted };
        return svgText(line, x, y + 17 * at, { 'text-anchor': anchor, ...look, ...turn, ...ON_LINES });
      })
      .join('');
  }
  const { x, y, anchor, room } = satelliteSpot(layout, index);
  const said = ((): string => {
    if (isDown(status)) return `${id} ${status}`;
    if (part === 'client') return `→ ${believedLeader(member) ?? '?'}`;
    if (protocol.store === undefined) return id;
    return leaseText(shownLease(sight), sight.snapshot.timeUs, words, room === 'half');
  })();
  if (room === 'none') return '';
  return svgText(clock === '' ? said : `${said} · ${clock}`, x, y, {
    'text-anchor': anchor,
    fill: PAPER.muted,
    ...ON_LINES,
  });
}

/** Words stay readable where lines pass behind them. */
const ON_LINES = { stroke: PAPER.surface, 'stroke-width': 4, 'paint-order': 'stroke' };

const circle = (r: number, look: Readonly<Record<string, string | number>>): string =>
  svgElement('circle', { r, ...look });

/** From the top, to the right; nothing for a share of 0. */
function arc(nodeRadius: number, share: number, look: Readonly<Record<string, string | number>>): string {
  if (share <= 0) return '';
  const r = nodeRadius + arcGap(nodeRadius);
  const round360 = { fill: 'none', ...look };
  if (share >= 1) return circle(r, round360);
  const angle = 2 * Math.PI * share;
  const end = `${round(r * Math.sin(angle))},${round(-r * Math.cos(angle))}`;
  return svgElement('path', {
    d: `M0,${round(-r)}A${round(r)},${round(r)},0,${share > 0.5 ? 1 : 0},1,${end}`,
    ...round360,
  });
}
