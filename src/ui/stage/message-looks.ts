/** What the stage needs to know of each message, read from the trace once: rows are allocated, and frames are many. */
import type { AnyProtocol, MarkShape } from '../../core/protocol';
import type { Fate, MessageTable } from '../../sim/trace/message-table';

export interface MessageLook {
  readonly mark: MarkShape;
  /** −1 for a message without an epoch. */
  readonly epoch: number;
  readonly stillborn: boolean;
  readonly duplicate: boolean;
  readonly damaged: boolean;
  /** When it was to arrive, as planned when it was first looked at: the trace forgets that once it ends early. */
  readonly plannedEndUs: number;
}

/** Enough for all that is in the air at once in the largest cluster; older ones are simply read again. */
const KEPT = 16_384;

export class MessageLooks {
  private readonly looks = new Map<number, MessageLook>();
  private readonly endings = new Map<number, Fate>();
  private readonly marks: ReadonlyMap<string, MarkShape>;
  private readonly epochFields: ReadonlyMap<string, string | null>;

  constructor(
    private readonly messages: MessageTable,
    protocol: AnyProtocol,
  ) {
    this.marks = new Map(protocol.verbs.map(({ verb, mark }) => [verb, mark]));
    this.epochFields = new Map(
      Object.keys(protocol.codec.spec).map((verb) => [verb, epochField(protocol, verb)]),
    );
  }

  of(id: number): MessageLook {
    const known = this.looks.get(id);
    if (known !== undefined) return known;
    if (this.looks.size >= KEPT) this.looks.clear();
    const { verb, stillborn, duplicate, damaged, endUs } = this.messages.row(id);
    const look: MessageLook = {
      mark: this.marks.get(verb) ?? 'dot',
      epoch: this.epochOf(id, verb),
      stillborn,
      duplicate,
      damaged,
      plannedEndUs: endUs,
    };
    this.looks.set(id, look);
    return look;
  }

  /**
   * Whether a message that is in the air, or was a moment ago, has come to its end. What arrives at this very instant
   * has yet to do so; what was taken out of the air is gone at once.
   */
  hasEnded(id: number, endUs: number, timeUs: number): boolean {
    if (endUs !== timeUs) return endUs < timeUs;
    const fate = this.endingOf(id);
    return fate === 'cut' || fate === 'dropped';
  }

  /** Its fate as the trace has it: `inFlight` after its end for one that waits at a node that stands still. */
  endingOf(id: number): Fate {
    const known = this.endings.get(id);
    if (known !== undefined) return known;
    if (this.endings.size >= KEPT) this.endings.clear();
    const { fate } = this.messages.row(id);
    // Only the end is for ever.
    if (fate !== 'inFlight') this.endings.set(id, fate);
    return fate;
  }

  private epochOf(id: number, verb: string): number {
    const field = this.epochFields.get(verb);
    if (field === undefined || field === null) return -1;
    const value = (this.messages.message(id) as unknown as Readonly<Record<string, unknown>>)[field];
    return typeof value === 'number' ? value : -1;
  }
}

/** The first number on the wire that is called an epoch, or a token, which is one: that the message speaks for. */
export function epochField({ codec }: AnyProtocol, verb: string): string | null {
  const field = codec.spec[verb]?.find(([name, kind]) => kind === 'number' && /(epoch|^token)$/i.test(name));
  return field === undefined ? null : field[0];
}
