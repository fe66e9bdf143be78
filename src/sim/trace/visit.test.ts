import { describe, expect, test } from 'vitest';
import { Lab, runOf } from '../test-kit';
import { FATES } from './message-table';
import { RECORD_KINDS } from './record-table';

/** Some faults too: their records are flagged, and the flag must not show in the kind. */
const lab = new Lab(runOf(3))
  .to(400)
  .do({ kind: 'kill', node: 'n1' }, { kind: 'cut', from: 'n2', to: 'n3' })
  .to(900);
const { trace } = lab.world;

describe('visiting without rows', () => {
  test('records come as their rows say', () => {
    const visited: unknown[] = [];
    trace.records.each(10, trace.records.length, (id, kind, atUs, node, a, b, text) =>
      visited.push({ id, kind: RECORD_KINDS[kind], atUs, node, a, b, text }),
    );
    expect(visited).toEqual(lab.records().slice(10));
    expect(lab.records('fault')).toHaveLength(2);
  });

  test('messages come as their rows say', () => {
    const { nodes, messages } = trace;
    const verbs = Object.keys(lab.world.protocol.codec.spec);
    const visited: unknown[] = [];
    messages.each(5, 60, (id, from, to, verb, sentUs, endUs, fate) =>
      visited.push({
        id,
        from: nodes[from],
        to: nodes[to],
        verb: verbs[verb],
        sentUs,
        endUs,
        fate: FATES[fate],
      }),
    );
    const rows = lab.messages().slice(5, 60);
    expect(visited).toEqual(
      rows.map(({ id, from, to, verb, sentUs, endUs, fate }) => ({
        id,
        from,
        to,
        verb,
        sentUs,
        endUs,
        fate,
      })),
    );
  });
});

test.each([
  [0, 0],
  [0, 20_000],
  [399_000, 401_000],
  [100_000, 100_000],
  [-50, -10],
  [880_000, 5_000_000],
])('what was in the air between %i and %i is among the rows that are named', (fromUs, untilUs) => {
  const [first, end] = trace.messages.inAirBetween(fromUs, untilUs);
  const inAir = lab.messages().filter(({ sentUs, endUs }) => sentUs <= untilUs && endUs >= fromUs);
  for (const { id } of inAir) expect(id >= first && id < end).toBe(true);
  // And not many others: none was sent later, or so early that no flight takes that long.
  for (const { sentUs } of lab.messages().slice(first, end)) {
    expect(sentUs).toBeLessThanOrEqual(untilUs);
    expect(sentUs).toBeGreaterThanOrEqual(fromUs - 8_000);
  }
});
