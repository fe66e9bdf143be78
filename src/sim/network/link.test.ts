import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../core/program';
import { ALL_PROTOCOLS } from '../../core/everything';
import type { FieldKind, WireSpec } from '../../core/protocol';
import type { Network } from '../run';
import { simulate } from '../simulate';
import { runOf } from '../test-kit';
import { Link } from './link';

const USUAL: Network = { latencyMs: [20, 60], lossRatio: 0, duplicateRatio: 0 };
const linkOf = (network: Partial<Network> = {}) => new Link(0, 1, { ...USUAL, ...network }, 9);
const latencies = (link: Link, count: number) => Array.from({ length: count }, () => link.draw().latencyUs);

describe('a link', () => {
  test('draws latencies within its range, both ends included', () => {
    const link = linkOf({ latencyMs: [1, 1.003] });
    expect(new Set(latencies(link, 200))).toEqual(new Set([1000, 1001, 1002, 1003]));
    expect(new Set(latencies(linkOf({ latencyMs: [5, 5] }), 50))).toEqual(new Set([5000]));
  });

  test('draws the same latencies whatever the fate of its messages', () => {
    const calm = latencies(linkOf(), 300);
    expect(latencies(linkOf({ lossRatio: 1 }), 300)).toEqual(calm);
    expect(latencies(linkOf({ lossRatio: 0.4, duplicateRatio: 0.4 }), 300)).toEqual(calm);
    const duplicating = linkOf({ duplicateRatio: 1 });
    const withCopies = Array.from({ length: 300 }, () => {
      const { latencyUs } = duplicating.draw();
      duplicating.drawCopyLatencyUs();
      return latencyUs;
    });
    expect(withCopies).toEqual(calm);
  });

  test('loses and duplicates in proportion', () => {
    const link = linkOf({ lossRatio: 0.3, duplicateRatio: 0.1 });
    const draws = Array.from({ length: 10_000 }, () => link.draw());
    expect(draws.filter(({ lost }) => lost).length / 10_000).toBeCloseTo(0.3, 1);
    expect(draws.filter(({ duplicated }) => duplicated).length / 10_000).toBeCloseTo(0.1, 1);
  });

  test('is healed of all that was done to it', () => {
    const link = linkOf();
    expect([link.changed, link.heal()]).toEqual([false, false]);
    link.cut = true;
    link.corruptNext = true;
    link.change({ latencyMs: [1, 2], lossRatio: 0.5 });
    expect(link).toMatchObject({ changed: true, shortestUs: 1000 });
    expect(link.heal()).toBe(true);
    expect(link).toMatchObject({
      cut: false,
      corruptNext: false,
      changed: false,
      shortestUs: 20_000,
      network: USUAL,
    });
  });

  test('without any latency is refused: the bus could not look ahead', () => {
    expect(() => linkOf({ latencyMs: [0, 1] })).toThrow('latency');
    expect(() => linkOf({ latencyMs: [NaN, 1] })).toThrow('latency');
  });
});

/** Messages of every verb, as they really occur. */
function realMessages(protocol: string): WireMessage[] {
  const { trace } = simulate(runOf(5, { protocol, faults: [{ atMs: 400, kind: 'kill', node: 'n1' }] }), 3000);
  return Array.from({ length: trace.messages.length }, (_, id) => trace.messages.message(id));
}

const VALUES: Readonly<Record<FieldKind, unknown>> = {
  number: 7,
  text: 'n1',
  flag: 1,
  role: 'replica',
  entries: [{ term: 1, index: 1, data: 'c1#1' }],
};

const madeUp = (verb: string, fields: WireSpec[string]): WireMessage =>
  Object.fromEntries([['verb', verb], ...fields.map(([name, kind]) => [name, VALUES[kind]])]) as WireMessage;

describe.each(ALL_PROTOCOLS.map(({ id, codec }) => ({ id, codec })))(
  'a damaged frame of $id',
  ({ id, codec }) => {
    const sent = [...realMessages(id)];
    // What a short run has no occasion to say is said here.
    for (const verb of Object.keys(codec.spec)) {
      if (!sent.some((message) => message.verb === verb)) sent.push(madeUp(verb, codec.spec[verb]!));
    }

    test('is never accepted', () => {
      expect(new Set(sent.map(({ verb }) => verb)).size).toBe(Object.keys(codec.spec).length);
      fc.assert(
        fc.property(fc.nat(sent.length - 1), fc.nat(), (which, seed) => {
          const frame = codec.encode(sent[which]);
          const copy = frame.slice();
          const damaged = new Link(0, 1, USUAL, seed).damageFrame(frame);
          expect(frame).toEqual(copy);
          for (const { codec: any } of ALL_PROTOCOLS) expect(any.decode(damaged).ok).toBe(false);
        }),
        { numRuns: 3000 },
      );
    });

    test('is damaged in a different way each time', () => {
      const link = new Link(0, 1, USUAL, 1);
      const frame = codec.encode(sent[0]);
      expect(new Set(Array.from({ length: 20 }, () => link.damageFrame(frame).join())).size).toBeGreaterThan(
        15,
      );
    });
  },
);
