/** One frame a line: what decoding it gives and, with `encodes`, that encoding that message gives these very bytes. */
import type { KevyMessage } from '../../src/core/election/message';
import { KEVY_WIRE } from '../../src/core/election/wire';
import { kevyCodec } from '../../src/core/protocols/kevy/wire';
import { expectSame, type Replay } from './golden-file';

/** Numbers are decimal strings there, since the published ones have 64 bits. */
type GoldenMessage = Readonly<Record<string, string>>;

interface WireCase {
  readonly hex: string;
  readonly encodes?: GoldenMessage;
  readonly message?: GoldenMessage;
  readonly consumed?: number;
  readonly error?: string;
}

export const replayWire: Replay = (line, where) => {
  const { hex, encodes, message, consumed, error } = line as WireCase;
  const frame = Uint8Array.from(Buffer.from(hex, 'hex'));

  const decoded = kevyCodec.decode(frame);
  const actual = decoded.ok
    ? { message: toGolden(decoded.message), consumed: decoded.consumed }
    : { error: decoded.error };
  const expected = error === undefined ? { message, consumed } : { error };
  expectSame(where, `decode(${hex})`, actual, expected);

  if (encodes !== undefined) {
    const encoded = Buffer.from(kevyCodec.encode(fromGolden(encodes))).toString('hex');
    expectSame(where, `encode(${JSON.stringify(encodes)})`, encoded, hex);
  }
};

function toGolden(message: KevyMessage): GoldenMessage {
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, String(value)]));
}

function fromGolden(message: GoldenMessage): KevyMessage {
  const fields = KEVY_WIRE[message['verb']!]!.map(([name, kind]) => {
    const text = message[name]!;
    return [name, kind === 'number' ? Number(text) : text] as const;
  });
  return { verb: message['verb'], ...Object.fromEntries(fields) } as unknown as KevyMessage;
}
