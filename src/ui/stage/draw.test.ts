import { describe, expect, test } from 'vitest';
import type { AnyProtocol } from '../../core/protocol';
import type { MessageTable } from '../../sim/trace/message-table';
import { drawScene, markSize, type Scene } from './draw';
import { Flights, pointOn } from './flight';
import { MessageLooks } from './message-looks';
import type { Palette } from './palette';
import { stageLayout } from './layout';
import { ringLayout } from './ring';
import {
  heartbeat,
  messageTable,
  node,
  offer,
  partsOf,
  PROTOCOL,
  recordingPen,
  send,
  type Note,
} from './test-kit';

const palette: Palette = {
  epochs: ['e0', 'e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7'],
  text: 'text',
  muted: 'muted',
  line: 'line',
  surface: 'surface',
};
const flights = new Flights(ringLayout(3, 600, 500));

function draw(messages: MessageTable, change: Partial<Scene> = {}): Note[] {
  const looks = new MessageLooks(messages, PROTOCOL as unknown as AnyProtocol);
  const scene: Scene = {
    flights,
    palette,
    nodes: [],
    messages,
    looks,
    timeUs: 500,
    afterglowUs: 0,
    highlighted: -1,
    focus: -1,
    lease: null,
    ...change,
  };
  const { pen, notes } = recordingPen();
  drawScene(pen, scene);
  return notes;
}

const calls = (notes: readonly Note[], what: string) => notes.filter((note) => note.what === what);
const values = (notes: readonly Note[], property: string) =>
  calls(notes, `=${property}`).map(({ args }) => args[0]);
const fills = (notes: readonly Note[]) =>
  notes.flatMap((note, at) =>
    note.what === 'fill' ? [notes.slice(0, at).findLast(({ what }) => what === '=fillStyle')?.args[0]] : [],
  );

describe('messages', () => {
  test('nothing in the air, nothing drawn', () => {
    expect(calls(draw(messageTable()), 'fill')).toHaveLength(0);
  });

  test('a message is where its time has brought it, in the colour of its epoch', () => {
    const table = messageTable();
    send(table, heartbeat(11), { from: 1, to: 2 });
    const notes = draw(table);
    const spot = { x: 0, y: 0 };
    pointOn(flights.between(1, 2), 0.5, spot);
    expect(calls(notes, 'translate').map(({ args }) => args)).toEqual([[spot.x, spot.y]]);
    expect(fills(notes)).toEqual(['e3']);
  });

  test('one without an epoch is grey', () => {
    const table = messageTable();
    send(table, { verb: 'PING' });
    expect(fills(draw(table))).toEqual(['muted']);
  });

  test('chatter comes first, what decides something on top of it', () => {
    const table = messageTable();
    send(table, offer(4));
    send(table, heartbeat(2));
    expect(fills(draw(table))).toEqual(['e2', 'e4']);
  });

  test('what has landed, or is yet to be sent, is not there', () => {
    const table = messageTable();
    send(table, heartbeat(1), { endUs: 499 });
    send(table, heartbeat(1), { sentUs: 501, endUs: 900 });
    expect(calls(draw(table), 'translate')).toHaveLength(0);
  });

  test('one that is lost fades before the middle', () => {
    const table = messageTable();
    send(table, heartbeat(1), { fate: 'lost' });
    const early = values(draw(table, { timeUs: 100 }), 'globalAlpha')[0] as number;
    const late = draw(table, { timeUs: 990 });
    expect(early).toBeGreaterThan(0.95);
    expect(values(late, 'globalAlpha')[0]).toBeLessThan(0.3);
    const spot = { x: 0, y: 0 };
    pointOn(flights.between(0, 1), 0.495, spot);
    expect(calls(late, 'translate')[0]?.args).toEqual([spot.x, spot.y]);
  });

  test('a copy is hollow, a damaged one is struck through', () => {
    const table = messageTable();
    send(table, heartbeat(1), { duplicate: true });
    const copy = draw(table);
    expect(fills(copy)).toEqual(['surface']);
    expect(calls(copy, 'lineTo')).toHaveLength(0);
    const other = messageTable();
    send(other, heartbeat(1), { damaged: true });
    expect(calls(draw(other), 'lineTo')).toHaveLength(1);
  });

  test('the one in hand has a halo', () => {
    const table = messageTable();
    const id = send(table, heartbeat(1));
    expect(values(draw(table), 'strokeStyle')).not.toContain('text');
    expect(values(draw(table, { highlighted: id }), 'strokeStyle')).toContain('text');
  });

  test('with a node in focus the messages of others step back', () => {
    const table = messageTable();
    send(table, heartbeat(1), { from: 0, to: 1 });
    send(table, heartbeat(1), { from: 1, to: 2 });
    // The newest is drawn first.
    expect(values(draw(table, { focus: 0 }), 'globalAlpha')).toEqual([0.18, 1]);
  });
});

describe('endings', () => {
  test('a message that was dropped leaves a fading cross where it was', () => {
    const table = messageTable();
    const id = send(table, heartbeat(1));
    const looks = new MessageLooks(table, PROTOCOL as unknown as AnyProtocol);
    // It has been seen on its way before it ended.
    looks.of(id);
    table.endEarly(id, 250, 'dropped');
    const fresh = draw(table, { looks, timeUs: 250, afterglowUs: 200 });
    const old = draw(table, { looks, timeUs: 440, afterglowUs: 200 });
    const gone = draw(table, { looks, timeUs: 451, afterglowUs: 200 });
    expect(calls(fresh, 'translate')).toHaveLength(0);
    const spot = { x: 0, y: 0 };
    pointOn(flights.between(0, 1), 0.25, spot);
    const [x, y] = calls(fresh, 'moveTo')[0]?.args as [number, number];
    expect(Math.hypot(x - spot.x, y - spot.y)).toBeLessThan(8);
    expect(values(fresh, 'globalAlpha')).toEqual([1]);
    expect(values(old, 'globalAlpha')[0]).toBeLessThan(0.1);
    expect(calls(gone, 'moveTo')).toHaveLength(0);
  });

  test('one that arrived leaves nothing', () => {
    const table = messageTable();
    const id = send(table, heartbeat(1), { endUs: 400 });
    table.settle(id, 'delivered');
    expect(calls(draw(table, { timeUs: 450, afterglowUs: 200 }), 'stroke')).toHaveLength(0);
  });

  test('one that waits for a frozen node leaves nothing either', () => {
    const table = messageTable();
    send(table, heartbeat(1), { endUs: 400 });
    expect(calls(draw(table, { timeUs: 450, afterglowUs: 200 }), 'stroke')).toHaveLength(0);
  });
});

describe('arcs', () => {
  const sweep = (notes: readonly Note[]) =>
    calls(notes, 'arc').map(({ args }) => ((args[4] as number) - (args[3] as number)) / (2 * Math.PI));

  test('authority is a heavy arc in the colour of the epoch, over its track', () => {
    const primary = node({ role: 'primary', epoch: 2, authorityUntilUs: 800, authoritySpanUs: 600 });
    const notes = draw(messageTable(), { nodes: [primary] });
    expect(sweep(notes)).toEqual([1, expect.closeTo(0.5)]);
    expect(values(notes, 'strokeStyle')).toEqual(['line', 'e2']);
  });

  test('patience is a fine grey one', () => {
    const waiting = node({ patienceFromUs: 400, patienceUntilUs: 800 });
    const notes = draw(messageTable(), { nodes: [waiting] });
    expect(sweep(notes)).toEqual([1, expect.closeTo(0.25)]);
    expect(values(notes, 'strokeStyle')).toEqual(['line', 'muted']);
  });

  test('what is left of the lease is around the store, in the colour of its ballot', () => {
    const satellites = new Flights(stageLayout(partsOf(3, { store: true }), 600, 500));
    const notes = draw(messageTable(), { flights: satellites, lease: { place: 3, left: 0.25, epoch: 13 } });
    const store = satellites.layout.places[3]!;
    expect(sweep(notes)).toEqual([1, expect.closeTo(0.25)]);
    expect(values(notes, 'strokeStyle')).toEqual(['line', 'e5']);
    expect(calls(notes, 'arc')[1]?.args.slice(0, 2)).toEqual([store.x, store.y]);
    expect(draw(messageTable(), { flights: satellites, lease: { place: 3, left: 0, epoch: 13 } })).toEqual(
      draw(messageTable(), { flights: satellites }),
    );
  });

  test('nobody else has one', () => {
    expect(calls(draw(messageTable(), { nodes: [node(), node({ status: 'killed' })] }), 'arc')).toHaveLength(
      0,
    );
  });
});

test('marks shrink with the nodes, and stay visible', () => {
  expect(markSize(26)).toBe(5.5);
  expect(markSize(6)).toBe(2.6);
});
