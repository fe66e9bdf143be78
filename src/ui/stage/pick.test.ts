import { describe, expect, test } from 'vitest';
import type { AnyProtocol } from '../../core/protocol';
import { Flights, pointOn } from './flight';
import { MessageLooks } from './message-looks';
import { messagePoint, pick, REACH, type Pickable } from './pick';
import { handleShares } from './handles';
import { stageLayout } from './layout';
import { ringLayout } from './ring';
import { heartbeat, links, messageTable, partsOf, PROTOCOL, send } from './test-kit';
import { castOf } from './cast';
import { offeredPairs } from './links';
import { pointOnWay, wayBetween } from './way';

const layout = ringLayout(3, 700, 600);
const flights = new Flights(layout);
const LINKS = [
  { a: 0, b: 1 },
  { a: 0, b: 2 },
  { a: 1, b: 2 },
];

function scene(messages = messageTable()): Pickable {
  const looks = new MessageLooks(messages, PROTOCOL as unknown as AnyProtocol);
  return { flights, messages, looks, timeUs: 500, links: LINKS };
}

const middle = (a: number, b: number) => ({
  x: (layout.places[a]!.x + layout.places[b]!.x) / 2,
  y: (layout.places[a]!.y + layout.places[b]!.y) / 2,
});
function halfway(from: number, to: number) {
  const point = { x: 0, y: 0 };
  pointOn(flights.between(from, to), 0.5, point);
  return point;
}

describe('pick', () => {
  test('a node, on it and on its arc', () => {
    const { x, y } = layout.places[1]!;
    expect(pick(scene(), { x, y }, REACH.mouse)).toEqual({ kind: 'node', index: 1 });
    expect(pick(scene(), { x: x + layout.nodeRadius + 5, y }, REACH.mouse)).toEqual({
      kind: 'node',
      index: 1,
    });
  });

  test('a link, on its line', () => {
    expect(pick(scene(), middle(0, 2), REACH.mouse)).toEqual({ kind: 'link', a: 0, b: 2 });
  });

  test('a message, where it is; the link, on its line beside the message', () => {
    const table = messageTable();
    const id = send(table, heartbeat(1), { from: 2, to: 1 });
    expect(pick(scene(table), halfway(2, 1), REACH.mouse)).toEqual({ kind: 'message', id });
    expect(pick(scene(table), middle(1, 2), REACH.touch)).toEqual({ kind: 'link', a: 1, b: 2 });
  });

  test('of two messages the nearer one', () => {
    const table = messageTable();
    const there = send(table, heartbeat(1), { from: 1, to: 2 });
    const back = send(table, heartbeat(1), { from: 2, to: 1 });
    expect(pick(scene(table), halfway(1, 2), REACH.touch)).toEqual({ kind: 'message', id: there });
    expect(pick(scene(table), halfway(2, 1), REACH.touch)).toEqual({ kind: 'message', id: back });
  });

  test('nothing, where nothing is', () => {
    expect(pick(scene(), { x: 5, y: 5 }, REACH.touch)).toBeNull();
    const centre = { x: 350, y: (layout.places[0]!.y + layout.places[1]!.y) / 2 + 40 };
    expect(pick({ ...scene(), links: [] }, centre, REACH.touch)).toBeNull();
  });

  test('nodes that overlap their margins: the nearer', () => {
    const crowd = new Flights(ringLayout(50, 380, 420));
    const [first, second] = [crowd.layout.places[0]!, crowd.layout.places[1]!];
    const point = { x: first.x + (second.x - first.x) * 0.55, y: first.y + (second.y - first.y) * 0.55 };
    expect(pick({ ...scene(), flights: crowd, links: [] }, point, REACH.mouse)).toEqual({
      kind: 'node',
      index: 1,
    });
  });
});

describe('messagePoint', () => {
  test('follows a message until it lands', () => {
    const table = messageTable();
    const id = send(table, heartbeat(1), { from: 0, to: 2 });
    const { x, y } = halfway(0, 2);
    expect(messagePoint(scene(table), id)).toEqual({ x, y });
    expect(messagePoint({ ...scene(table), timeUs: 1001 }, id)).toBeNull();
  });
});

describe('with a store and clients', () => {
  const parts = partsOf(4, { store: true, clients: 2 });
  const ids = ['n1', 'n2', 'n3', 'n4', 'store', 'c1', 'c2'];
  const layout = stageLayout(parts, 1020, 460);
  const offered = offeredPairs(links(ids), castOf(parts, {}), []);
  const busy = (messages = messageTable(ids)): Pickable => ({
    ...scene(messages),
    flights: new Flights(layout),
    links: offered,
  });

  test('each of them is found where it is, and not beyond its own edge', () => {
    layout.places.forEach(({ x, y, radius }, index) => {
      expect(pick(busy(), { x, y }, REACH.mouse)).toEqual({ kind: 'node', index });
      expect(pick(busy(), { x: x + radius + 5, y }, REACH.mouse)).toEqual({ kind: 'node', index });
      expect(pick(busy(), { x, y: y - radius - 7 }, REACH.mouse)).not.toMatchObject({ kind: 'node' });
    });
  });

  test('every link is found at its own handle, also where lines go around the store', () => {
    const shares = handleShares(layout, offered);
    offered.forEach(({ a, b }, at) => {
      const point = pointOnWay(wayBetween(layout, a, b), shares[at] ?? 0.5);
      expect(pick(busy(), point, REACH.mouse), `${ids[a]} – ${ids[b]}`).toEqual({ kind: 'link', a, b });
    });
  });

  test('a message between a client and a node, where it is drawn', () => {
    const table = messageTable(ids);
    const id = send(table, heartbeat(1), { from: 5, to: 1 });
    const point = messagePoint(busy(table), id)!;
    expect(pick({ ...busy(table), links: [] }, point, REACH.mouse)).toEqual({ kind: 'message', id });
  });
});
