import { expect, test } from 'vitest';
import type { EventLine } from '../../../app/session/state';
import { recordedSide } from '../test-kit';
import { coneOf, placeToShow, selectionOf } from './chosen';

const { index } = recordedSide(3, 2000, {
  faults: [
    { atMs: 1000, kind: 'kill', node: 'n2' },
    { atMs: 1200, kind: 'cut', from: 'n3', to: 'n1' },
    { atMs: 1400, kind: 'healAll' },
  ],
});
const { trace } = index;
const fault = (place: number) => ({ kind: 'fault', side: 0, record: index.faults.at(place).record }) as const;

test('a message is about its link, and its future begins where it lands', () => {
  const id = 40;
  const row = trace.messages.row(id);
  const [from, to] = [row.from, row.to].map((node) => trace.nodes.indexOf(node)) as [number, number];
  const target = { kind: 'message', side: 0, id } as const;
  expect(placeToShow(index, target)).toBe(row.sentUs + 1);
  const { a, b } = selectionOf(index, target) as { a: string; b: string };
  expect([a, b]).toEqual([row.from, row.to].sort());
  const cone = coneOf(index, target);
  expect(cone.pastUntilUs[from]).toBe(row.sentUs);
  expect(cone.futureFromUs[to]).toBe(row.endUs);
  // Its sender goes on, but not because of it, until an answer comes back.
  expect(cone.futureFromUs[from]).toBeGreaterThan(row.endUs);
});

test('an event is about its node', () => {
  const { record, node, atUs } = index.events.at(3);
  const target = { kind: 'event', side: 0, record } as const;
  expect(placeToShow(index, target)).toBe(atUs + 1);
  expect(selectionOf(index, target)).toEqual({ kind: 'node', node: trace.nodes[node] });
  const cone = coneOf(index, target);
  expect([cone.pastUntilUs[node], cone.futureFromUs[node]]).toEqual([atUs, atUs]);
});

test('a fault comes from outside: it has no past, and a future at whom it struck', () => {
  expect(selectionOf(index, fault(0))).toEqual({ kind: 'node', node: 'n2' });
  expect(selectionOf(index, fault(1))).toEqual({ kind: 'link', a: 'n1', b: 'n3' });
  expect(selectionOf(index, fault(2))).toBeNull();
  const cone = coneOf(index, fault(1));
  expect([...cone.pastUntilUs]).toEqual([-Infinity, -Infinity, -Infinity]);
  expect(cone.futureFromUs[0]).toBe(1_200_000);
  expect(cone.futureFromUs[2]).toBe(1_200_000);
  expect([...coneOf(index, fault(2)).futureFromUs]).toEqual([1_400_000, 1_400_000, 1_400_000]);
});

test('a violation is what led all its witnesses there', () => {
  const line: EventLine = {
    id: 1,
    atUs: 900_000,
    tag: 'violation',
    node: 'n3',
    epoch: 0,
    text: 'two leaders',
  };
  const target = { kind: 'violation', side: 0, line } as const;
  expect(selectionOf(index, target)).toEqual({ kind: 'node', node: 'n3' });
  const cone = coneOf(index, target, ['n1', 'n3']);
  expect([cone.pastUntilUs[0], cone.pastUntilUs[2]]).toEqual([900_000, 900_000]);
  expect(cone.pastUntilUs[1]).toBeLessThan(900_000);
});
