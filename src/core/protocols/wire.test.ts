import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../program';
import type { Codec, WireSpec } from '../protocol';
import { makeCodec } from '../wire/resp-codec';
import { kevyCodec } from './kevy/wire';
import { quorumCodec } from './quorum/wire';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const errorOf = (frame: string, codec: Codec = kevyCodec) => {
  const decoded = codec.decode(bytesOf(frame));
  return decoded.ok ? 'no error' : decoded.error;
};
/** A frame as any RESP writer would make it: the simple second implementation. */
const frameOf = (...elements: string[]) =>
  `*${elements.length}\r\n` + elements.map((element) => `$${element.length}\r\n${element}\r\n`).join('');

/** Any message of a protocol, made from its table. */
function messageOf(spec: WireSpec, noneField: string | null): fc.Arbitrary<WireMessage> {
  const number = fc.oneof(fc.maxSafeNat(), fc.nat(20), fc.constant(Number.MAX_SAFE_INTEGER));
  const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    // Long enough to outgrow any buffer that is kept.
    fc.nat(4000).map((length) => 'x'.repeat(length)),
  );
  const role = fc.constantFrom('primary', 'replica', 'candidate');
  const entry = fc.record({ term: fc.nat(), index: fc.nat(), data: fc.string({ maxLength: 20 }) });
  const entries = fc.array(entry, { maxLength: 3 });
  const verbs = Object.entries(spec).map(([verb, fields]) =>
    fc.record({
      verb: fc.constant(verb),
      ...Object.fromEntries(
        fields.map(([name, kind]) => {
          const value = name === noneField ? fc.oneof(number, fc.constant(-1)) : number;
          const flag = fc.constantFrom(0, 1);
          return [name, { number: value, flag, role, text, entries }[kind]];
        }),
      ),
    }),
  );
  return fc.oneof(...verbs);
}

describe.each([
  ['kevy', kevyCodec as Codec, null],
  ['quorum', quorumCodec as Codec, 'echo'],
])('%s codec', (_name, codec, noneField) => {
  const message = messageOf(codec.spec, noneField);

  test('decodes what it encodes, and says where the next frame begins', () => {
    fc.assert(
      fc.property(message, fc.uint8Array({ maxLength: 30 }), (sent, behind) => {
        const frame = codec.encode(sent);
        const stream = Uint8Array.from([...frame, ...behind]);
        expect(codec.decode(stream)).toEqual({ ok: true, message: sent, consumed: frame.length });
      }),
    );
  });

  test('writes the frame that any RESP writer would', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const fields = sent as unknown as Record<string, unknown>;
        const values = codec.spec[sent.verb]!.map(([name]) => String(fields[name]));
        const elements = [sent.verb, ...values].map((value) => Buffer.from(value, 'utf8').toString('latin1'));
        expect(Buffer.from(codec.encode(sent)).toString('latin1')).toBe(frameOf(...elements));
      }),
    );
  });

  test('every prefix of a frame is Truncated', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const frame = codec.encode(sent);
        for (let end = 0; end < frame.length; end++) {
          expect(codec.decode(frame.subarray(0, end))).toEqual({ ok: false, error: 'Truncated' });
        }
      }),
    );
  });

  test('no damage makes it throw, or claim more bytes than there are', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(message, damage, (sent, changes) => {
        const frame = codec.encode(sent);
        for (const [at, value] of changes) frame[at % frame.length] = value;
        const decoded = codec.decode(frame);
        if (decoded.ok) expect(decoded.consumed).toBeLessThanOrEqual(frame.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('random bytes do not make it throw', () => {
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('*$\r\n0123456789-+HB')), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
        codec.decode(Uint8Array.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is refused', () => {
  test('the frames of the other protocol', () => {
    const hb = { verb: 'HB', epoch: 1, nodeId: 'n1', role: 'primary', replOffset: 0 } as const;
    const kevyFrame = kevyCodec.encode(hb);
    const quorumFrame = quorumCodec.encode({ ...hb, dataEpoch: 1, promised: 2, sentAt: 3, echo: -1 });
    expect(quorumCodec.decode(kevyFrame)).toEqual({ ok: false, error: 'WrongShape' });
    expect(kevyCodec.decode(quorumFrame)).toEqual({ ok: false, error: 'WrongShape' });
  });

  test.each([
    ['an inline command', 'PING\r\n', 'Bad'],
    ['a nested array', '*3\r\n*1\r\n', 'Bad'],
    ['a null bulk string', '*3\r\n$-1\r\n', 'Bad'],
    ['a huge bulk string', '*3\r\n$536870913\r\n', 'Bad'],
    ['a length beyond all numbers', `*3\r\n$${'9'.repeat(400)}\r\n`, 'Bad'],
    ['a huge array', '*1048577\r\n', 'Bad'],
    ['an array that is merely long', '*1048576\r\n$2\r\nHB\r\n', 'Truncated'],
    ['no length', '*3\r\n$\r\n', 'Bad'],
    ['a sign and no length', '*3\r\n$-\r\n', 'Bad'],
    ['a lone line feed', '*3\n', 'Bad'],
    ['a carriage return alone', '*3\r$', 'Bad'],
    ['an empty array', '*0\r\n', 'WrongShape'],
    ['a null array', '*-1\r\n', 'WrongShape'],
    ['a verb alone', frameOf('HB'), 'WrongShape'],
    ['an unknown verb', frameOf('PING', '1', 'n1'), 'WrongShape'],
    ['an empty verb', frameOf('', '1', 'n1'), 'WrongShape'],
    ['a verb that differs in more than case', frameOf('ACCEP4', '1', 'n1'), 'WrongShape'],
    ['too many fields', frameOf('ACCEPT', '1', 'n1', 'n2'), 'WrongShape'],
    ['an empty number', frameOf('ACCEPT', '', 'n1'), 'BadNumeric'],
    ['a plus alone', frameOf('ACCEPT', '+', 'n1'), 'BadNumeric'],
    ['a negative number', frameOf('ACCEPT', '-1', 'n1'), 'BadNumeric'],
    ['a fraction', frameOf('ACCEPT', '1.0', 'n1'), 'BadNumeric'],
    ['a number of spaces', frameOf('ACCEPT', ' 1', 'n1'), 'BadNumeric'],
    ['2^53', frameOf('ACCEPT', '9007199254740992', 'n1'), 'BadNumeric'],
    ['2^64', frameOf('ACCEPT', '18446744073709551616', 'n1'), 'BadNumeric'],
    ['an unknown role', frameOf('HB', '1', 'n1', 'leader', '0'), 'BadRole'],
    ['both, the number first', frameOf('HB', 'x', 'n1', 'leader', '0'), 'BadNumeric'],
    ['both, the role first', frameOf('HB', '1', 'n1', 'leader', 'x'), 'BadRole'],
    ['text that is not UTF-8', frameOf('ACCEPT', '1', '\xff'), 'Bad'],
  ])('%s', (_what, frame, error) => {
    expect(errorOf(frame)).toBe(error);
  });

  test('none (-1) anywhere but in the echo', () => {
    const hb = (promised: string, echo: string) =>
      frameOf('HB', '1', 'n1', 'replica', '0', '1', promised, '5', echo);
    expect(errorOf(hb('1', '-1'), quorumCodec)).toBe('no error');
    expect(errorOf(hb('-1', '-1'), quorumCodec)).toBe('BadNumeric');
    expect(errorOf(hb('1', '-2'), quorumCodec)).toBe('BadNumeric');
    expect(errorOf(hb('1', '-'), quorumCodec)).toBe('BadNumeric');
  });
});

describe('a flag, the last field of an offer and an accept of quorum', () => {
  const accept = (...pre: string[]) => errorOf(frameOf('ACCEPT', '7', 'n1', ...pre), quorumCodec);

  test('is 0 or 1', () => {
    expect([accept('0'), accept('1'), accept('+01')]).toEqual(['no error', 'no error', 'no error']);
    expect([accept('2'), accept('-1'), accept(''), accept('x')]).toEqual(
      Array.from({ length: 4 }, () => 'BadNumeric'),
    );
    expect(() => quorumCodec.encode({ verb: 'ACCEPT', epoch: 7, accepterId: 'n1', pre: 2 as never })).toThrow(
      /cannot carry pre 2/,
    );
  });

  test('makes the frames of the two protocols strangers to each other', () => {
    expect(accept()).toBe('WrongShape');
    expect(errorOf(frameOf('ACCEPT', '7', 'n1', '0'))).toBe('WrongShape');
    expect(errorOf(frameOf('OFFER', '7', 'n1', '3', '2', '1'), quorumCodec)).toBe('no error');
    expect(errorOf(frameOf('OFFER', '7', 'n1', '3', '2'), quorumCodec)).toBe('WrongShape');
  });
});

describe('what is let through', () => {
  test('verbs and roles in any case, a NUL in a text, a plus before a number, leading zeros', () => {
    const decoded = kevyCodec.decode(bytesOf(frameOf('hB', '+007', 'n\0', 'PrImArY', '9007199254740991')));
    expect(decoded).toMatchObject({
      ok: true,
      message: { verb: 'HB', epoch: 7, nodeId: 'n\0', role: 'primary', replOffset: Number.MAX_SAFE_INTEGER },
    });
  });
});

describe('encode throws on what no receiver could read', () => {
  test.each([
    ['a negative epoch', -1],
    ['a fraction', 1.5],
    ['2^53', 2 ** 53],
    ['no number', NaN],
  ])('%s', (_what, epoch) => {
    expect(() => kevyCodec.encode({ verb: 'ACCEPT', epoch, accepterId: 'n1' })).toThrow(/cannot carry epoch/);
  });

  test('a field that is missing or of another type', () => {
    const broken = (fields: object) => () => kevyCodec.encode({ verb: 'ACCEPT', ...fields } as never);
    expect(broken({ epoch: '1', accepterId: 'n1' })).toThrow(/cannot carry epoch 1/);
    expect(broken({ epoch: 1 })).toThrow(/cannot carry accepterId undefined/);
    expect(broken({ epoch: 1, accepterId: 1 })).toThrow(/cannot carry accepterId 1/);
  });

  test('an unknown verb', () => {
    const codec = makeCodec<WireMessage>({ PING: [] });
    expect(Buffer.from(codec.encode({ verb: 'PING' })).toString()).toBe(frameOf('PING'));
    expect(() => codec.encode({ verb: 'PONG' })).toThrow(/no verb PONG/);
  });
});
