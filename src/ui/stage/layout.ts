/**
 * Where everybody is: the nodes on their ring, the store in its middle, the clients outside, where the box leaves the
 * ring the most room. All of it is plain numbers, in CSS pixels.
 */
import type { Part } from '../../core/service';
import { satelliteSpot } from './label';
import type { Labelling, Layout, Place } from './place';
import { FEW, ringLayout, type RingNeeds } from './ring';

/** How much wider than high a ring with company may be, the best first. */
const STRETCHES = [1.3, 1.7, 2.2, 2.8] as const;
const STORE_RADIUS = 20;
const SMALL_STORE_RADIUS = 12;
/** A square of 13 px text. */
const CLIENT_RADIUS = 15;
/** What a column of clients takes from the width, and a row of them, with the words under it, from the height. */
const COLUMN = 92;
const ROW = 78;
/** From the outer edge of such a strip to the middle of its clients. */
const COLUMN_INSET = 46;
const ROW_INSET = 44;
const CLIENT_SPACING = 96;
/** Closer than this there is no room for words under them. */
const TIGHT = 62;
/** Of a spacing, half the side of a client: its words need the rest. */
const CLIENT_SHARE = 0.27;
/** What the words of a node take at its side. */
const WORDS: Readonly<Record<Labelling, number>> = { full: 132, roomy: 80, line: 76, radial: 66, terse: 38 };

/**
 * `parts` as a run has them: at least one node, then the store and the clients, if there are any. `thirdLine`: the nodes
 * have something to say in one. What the store says matters more than that, and more than a ring that is close to round.
 */
export function stageLayout(
  parts: readonly Part[],
  width: number,
  height: number,
  thirdLine = false,
): Layout {
  const nodes = parts.filter((part) => part === 'node').length;
  if (nodes === parts.length) return ringLayout(nodes, width, height);
  const stretches = nodes > FEW ? STRETCHES.slice(0, 1) : STRETCHES;
  let best: Layout | null = null;
  for (const words of thirdLine ? (['full', 'roomy', 'line'] as const) : (['roomy', 'line'] as const)) {
    for (const stretch of stretches) {
      const layout = layoutFor(parts, width, height, { words, company: true, stretch });
      if (layout.labelling !== words && words !== 'line') continue;
      const room = roomForLease(layout);
      if (room === WHOLE) return layout;
      if (best === null || room > roomForLease(best)) best = layout;
    }
  }
  return best ?? layoutFor(parts, width, height, { words: 'line', company: true, stretch: STRETCHES[0] });
}

const WHOLE = 2;

function roomForLease(layout: Layout): number {
  const store = layout.places.findIndex(({ part }) => part === 'store');
  if (store < 0) return WHOLE;
  return { two: WHOLE, one: WHOLE, half: 1, none: 0 }[satelliteSpot(layout, store).room];
}

function layoutFor(parts: readonly Part[], width: number, height: number, needs: RingNeeds): Layout {
  const nodes = parts.filter((part) => part === 'node').length;
  const clients = parts.filter((part) => part === 'client').length;
  const ring = (ringWidth: number, ringHeight: number): Layout => {
    const layout = ringLayout(nodes, ringWidth, ringHeight, needs);
    return parts.includes('store') ? withStore(layout) : layout;
  };
  if (clients === 0) return ring(width, height);
  const columns = clients > 1 && height / clients < TIGHT ? 2 : 1;
  const beside = ring(Math.max(1, width - columns * COLUMN), height);
  const above = ring(width, Math.max(1, height - ROW));
  return roomOf(beside) >= roomOf(above)
    ? withColumns(beside, clients, columns, width)
    : withRow(above, clients, height);
}

/** Fuller words are worth more than larger nodes, and these more than distance. */
function roomOf({ labelling, nodeRadius, places }: Layout): number {
  const [first, next] = places;
  const apart =
    first === undefined || next === undefined ? 0 : Math.hypot(first.x - next.x, first.y - next.y);
  return 1e6 * WORDS[labelling] + 1e4 * Math.round(nodeRadius) + apart;
}

/** In the middle; a node that is alone there makes way. */
function withStore(ring: Layout): Layout {
  const { centre, nodeRadius, width } = ring;
  const aside = ring.places.length > 1 ? 0 : Math.min(110, width * 0.2);
  const nodes = aside === 0 ? ring.places : ring.places.map((place) => ({ ...place, x: place.x - aside }));
  const store = { x: centre.x + aside, y: centre.y };
  const nearest = Math.min(...nodes.map(({ x, y }) => Math.hypot(x - store.x, y - store.y)));
  const free = nearest - nodeRadius;
  const radius = Math.max(4, Math.min(SMALL_STORE_RADIUS, free * 0.5), Math.min(STORE_RADIUS, free * 0.25));
  return { ...ring, places: [...nodes, { ...store, part: 'store', radius, outX: 0, outY: 1 }] };
}

/**
 * Clients in a column at the left, or, where that would be too tight, in one on either side; not further away than the
 * words between need, and all of it in the middle of the width.
 */
function withColumns(ring: Layout, clients: number, columns: number, width: number): Layout {
  const words = ring.nodeRadius + WORDS[ring.labelling];
  const left = Math.min(...ring.places.map(({ x }) => x)) - words;
  const right = Math.max(...ring.places.map(({ x }) => x)) + words;
  const free = Math.max(0, (width - (right - left) - columns * COLUMN) / 2);
  const shift = free + COLUMN - left;
  const atLeft = Math.ceil(clients / columns);
  return {
    ...ring,
    width,
    centre: { x: ring.centre.x + shift, y: ring.centre.y },
    places: [
      ...ring.places.map((place) => ({ ...place, x: place.x + shift })),
      ...columnOf(ring, atLeft, free + COLUMN_INSET),
      ...columnOf(ring, clients - atLeft, right + shift + COLUMN - COLUMN_INSET),
    ],
  };
}

function columnOf({ centre, height }: Layout, clients: number, x: number): Place[] {
  const spacing = Math.min(CLIENT_SPACING, height / Math.max(1, clients));
  // Under each client is a word; that counts when they stand close.
  const lift = spacing < CLIENT_SPACING ? 6 : 0;
  const half = (spacing * clients) / 2;
  const middle = Math.min(Math.max(centre.y, half), height - half);
  return placesOfClients(clients, spacing, (along) => ({ x, y: middle + along - lift }));
}

function withRow(ring: Layout, clients: number, height: number): Layout {
  const spacing = Math.min(CLIENT_SPACING, ring.width / clients);
  const y = Math.max(height - ROW_INSET, height / 2);
  const row = placesOfClients(clients, spacing, (along) => ({ x: ring.width / 2 + along, y }));
  return { ...ring, height, places: [...ring.places, ...row] };
}

/** `spot` is given the distance from the middle of the strip. */
function placesOfClients(
  count: number,
  spacing: number,
  spot: (along: number) => { readonly x: number; readonly y: number },
): Place[] {
  const radius = Math.max(4, Math.min(CLIENT_RADIUS, spacing * CLIENT_SHARE));
  return Array.from({ length: count }, (_, at) => ({
    ...spot((at - (count - 1) / 2) * spacing),
    part: 'client',
    radius,
    outX: 0,
    outY: 1,
  }));
}
