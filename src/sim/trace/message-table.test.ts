import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../core/program';
import type { WireSpec } from '../../core/protocol';
import { ALL_PROTOCOLS } from '../../core/everything';
import { Lab, runOf } from '../test-kit';
import { FATES, MessageTable } from './message-table';
import { StringTable } from './strings';

const NODES = ['a', 'b', 'c'];

/** Any message that the wire specification allows. */
function messages(spec: WireSpec): fc.Arbitrary<WireMessage> {
  const values = {
    number: fc.oneof(fc.constantFrom(-1, 0, 2 ** 53 - 1), fc.maxSafeNat()),
    text: fc.string(),
    role: fc.constantFrom('primary', 'replica', 'candidate'),
    flag: fc.constantFrom(0, 1),
    entries: fc.array(fc.record({ term: fc.nat(), index: fc.nat(), data: fc.string() }), { maxLength: 3 }),
  };
  return fc.oneof(
    ...Object.entries(spec).map(([verb, fields]) =>
      fc
        .tuple(...fields.map(([, kind]) => values[kind]))
        .map((tuple) =>
          Object.fromEntries([['verb', verb], ...fields.map(([name], at) => [name, tuple[at]])]),
        ),
    ),
  ) as fc.Arbitrary<WireMessage>;
}

describe.each(ALL_PROTOCOLS.map(({ id, codec }) => ({ id, codec })))('messages of $id', ({ codec }) => {
  test('come back as they were sent', () => {
    fc.assert(
      fc.property(fc.array(messages(codec.spec), { maxLength: 20 }), (sent) => {
        const table = new MessageTable(NODES, codec.spec, new StringTable());
        sent.forEach((message, at) => table.append(message, 0, 1, at, at + 5, 'inFlight', false, false));
        expect(table.length).toBe(sent.length);
        expect(sent.map((_, id) => table.message(id))).toEqual(sent);
      }),
    );
  });
});

const spec: WireSpec = { PING: [] };

interface Flight {
  readonly from: number;
  readonly sentUs: number;
  readonly flightUs: number;
  readonly fate: number;
  readonly endsEarlyUs: number | null;
}

const flights: fc.Arbitrary<readonly Flight[]> = fc
  .array(
    fc.record({
      from: fc.nat(2),
      sentUs: fc.nat(300),
      flightUs: fc.integer({ min: 1, max: 60 }),
      fate: fc.nat(FATES.length - 1),
      endsEarlyUs: fc.option(fc.nat(200)),
    }),
    { maxLength: 60 },
  )
  .map((all) => all.sort((a, b) => a.sentUs - b.sentUs));

function tableOf(all: readonly Flight[]): MessageTable {
  const table = new MessageTable(NODES, spec, new StringTable());
  for (const { from, sentUs, flightUs, fate, endsEarlyUs } of all) {
    const id = table.append(
      { verb: 'PING' },
      from,
      (from + 1) % 3,
      sentUs,
      sentUs + flightUs,
      'inFlight',
      false,
      false,
    );
    const earlyUs = sentUs + Math.min(endsEarlyUs ?? flightUs, flightUs);
    if (endsEarlyUs !== null) table.endEarly(id, earlyUs, FATES[fate]!);
    else table.settle(id, FATES[fate]!);
  }
  return table;
}

describe('what is in the air', () => {
  test('is what a look at every row finds, newest first', () => {
    fc.assert(
      fc.property(flights, fc.integer({ min: -5, max: 400 }), (all, timeUs) => {
        const table = tableOf(all);
        const found: number[] = [];
        table.eachInFlight(timeUs, (id, from, to, verb, sentUs, endUs) => {
          found.push(id);
          expect({ from: NODES[from], to: NODES[to], verb, sentUs, endUs }).toEqual({
            from: table.row(id).from,
            to: table.row(id).to,
            verb: 0,
            sentUs: table.row(id).sentUs,
            endUs: table.row(id).endUs,
          });
        });
        const naive = all
          .map((_, id) => id)
          .filter((id) => table.row(id).sentUs < timeUs && timeUs <= table.row(id).endUs);
        expect(found).toEqual(naive.reverse());
      }),
      { numRuns: 500 },
    );
  });

  test('leaves the air when it arrives, though a frozen node takes it later', () => {
    const lab = new Lab(runOf(3))
      .to(500)
      .do({ kind: 'freeze', node: 'n1' })
      .to(900)
      .do({ kind: 'thaw', node: 'n1' });
    lab.to(1000);
    const flightsUs = lab.messages().map(({ sentUs, endUs }) => endUs - sentUs);
    expect(Math.max(...flightsUs)).toBeLessThanOrEqual(8000);
  });
});

describe('rows', () => {
  test('say what became of a message', () => {
    const table = new MessageTable(NODES, spec, new StringTable());
    table.append({ verb: 'PING' }, 0, 2, 10, 20, 'lost', true, false);
    table.append({ verb: 'PING' }, 2, 1, 11, 21, 'inFlight', false, true);
    table.endEarly(1, 15, 'dropped');
    expect(table.row(0)).toEqual({
      id: 0,
      from: 'a',
      to: 'c',
      verb: 'PING',
      sentUs: 10,
      endUs: 20,
      fate: 'lost',
      stillborn: true,
      duplicate: true,
      damaged: false,
    });
    expect(table.row(1)).toMatchObject({
      from: 'c',
      to: 'b',
      endUs: 15,
      fate: 'dropped',
      stillborn: false,
      damaged: true,
    });
  });

  test('of one link come newest first, and not beyond the moment or the limit', () => {
    fc.assert(
      fc.property(flights, fc.nat(300), fc.integer({ min: 1, max: 5 }), (all, timeUs, limit) => {
        const table = tableOf(all);
        const naive = all
          .map((_, id) => table.row(id))
          .filter((row) => row.from === 'b' && row.to === 'c' && row.sentUs <= timeUs)
          .reverse()
          .slice(0, limit);
        expect(table.lastOnLink('b', 'c', timeUs, limit)).toEqual(naive);
      }),
    );
  });
});
