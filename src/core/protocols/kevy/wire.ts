import type { KevyMessage } from '../../election/message';
import { KEVY_WIRE } from '../../election/wire';
import type { Codec } from '../../protocol';
import { makeCodec } from '../../wire/resp-codec';

export const kevyCodec: Codec<KevyMessage> = makeCodec<KevyMessage>(KEVY_WIRE);
