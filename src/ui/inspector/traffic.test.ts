import { expect, test } from 'vitest';
import { heartbeat, IDS, messageTable, send } from '../stage/test-kit';
import { fateText, linkTraffic } from './traffic';

test('splits the messages of a link into those in the air and those that ended', () => {
  const table = messageTable();
  const late = send(table, heartbeat(1), { from: 0, to: 1, sentUs: 0, endUs: 900 });
  const soon = send(table, heartbeat(1), { from: 1, to: 0, sentUs: 0, endUs: 600 });
  send(table, heartbeat(1), { from: 0, to: 2, sentUs: 0, endUs: 900 });
  const first = send(table, heartbeat(1), { from: 0, to: 1, sentUs: 0, endUs: 100, fate: 'lost' });
  const second = send(table, heartbeat(1), { from: 1, to: 0, sentUs: 0, endUs: 200 });
  table.settle(second, 'delivered');
  send(table, heartbeat(1), { from: 0, to: 1, sentUs: 700, endUs: 900 });

  const { inFlight, ended } = linkTraffic(table, IDS, 'n1', 'n2', 500, 8);
  expect(inFlight.map(({ id }) => id)).toEqual([soon, late]);
  expect(ended.map(({ id, fate }) => [id, fate])).toEqual([
    [second, 'delivered'],
    [first, 'lost'],
  ]);
  expect(linkTraffic(table, IDS, 'n2', 'n1', 500, 1).ended).toHaveLength(1);
});

test('every fate has its words', () => {
  const fates = ['inFlight', 'delivered', 'lost', 'cut', 'down', 'rejected', 'dropped'] as const;
  expect(new Set(fates.map(fateText)).size).toBe(fates.length);
});
