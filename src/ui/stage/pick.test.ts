import { describe, expect, test } from 'vitest';
import type { AnyProtocol } from '../../core/protocol';
import { Flights, pointOn } from './flight';
import { MessageLooks } from './message-looks';
import { distanceToSegment, messagePoint, pick, REACH, type Pickable } from './pick';
import { ringLayout } from './ring';
import { heartbeat, messageTable, PROTOCOL, send } from './test-kit';

const ring = ringLayout(3, 700, 600);
const flights = new Flights(ring);
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
  x: (ring.nodes[a]!.x + ring.nodes[b]!.x) / 2,
  y: (ring.nodes[a]!.y + ring.nodes[b]!.y) / 2,
});
function halfway(from: number, to: number) {
  const point = { x: 0, y: 0 };
  pointOn(flights.between(from, to), 0.5, point);
  return point;
}

describe('pick', () => {
  test('a node, on it and on its arc', () => {
    const { x, y } = ring.nodes[1]!;
    expect(pick(scene(), { x, y }, REACH.mouse)).toEqual({ kind: 'node', index: 1 });
    expect(pick(scene(), { x: x + ring.nodeRadius + 5, y }, REACH.mouse)).toEqual({ kind: 'node', index: 1 });
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
    const centre = { x: 350, y: (ring.nodes[0]!.y + ring.nodes[1]!.y) / 2 + 40 };
    expect(pick({ ...scene(), links: [] }, centre, REACH.touch)).toBeNull();
  });

  test('nodes that overlap their margins: the nearer', () => {
    const crowd = new Flights(ringLayout(50, 380, 420));
    const [first, second] = [crowd.ring.nodes[0]!, crowd.ring.nodes[1]!];
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

test('distanceToSegment is that to the nearer end, beyond the ends', () => {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
  ];
  expect(distanceToSegment({ x: 5, y: 3 }, from, to)).toBe(3);
  expect(distanceToSegment({ x: 14, y: 3 }, from, to)).toBe(5);
  expect(distanceToSegment({ x: 3, y: 4 }, from, from)).toBe(5);
});
