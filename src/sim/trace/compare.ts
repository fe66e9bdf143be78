/** Where two accounts of what began as one run part. */
import type { MessageRow } from './message-table';
import type { RecordRow } from './record-table';
import type { Trace } from './trace';

/**
 * Two traces of the same nodes and protocol, read side by side. What was found equal is not read again, so asking after
 * every growth of one of them costs only the growth.
 */
export class TraceComparison {
  private records: number;
  private messages: number;

  /** What either of them has forgotten is taken for equal: it lies before any fork that could still be told apart. */
  constructor(
    readonly a: Trace,
    readonly b: Trace,
  ) {
    this.records = Math.max(a.records.firstKept, b.records.firstKept);
    this.messages = Math.max(a.messages.firstKept, b.messages.firstKept);
  }

  /**
   * The time of the first record or message at which they differ; null while one is only the beginning of the other.
   */
  divergesAtUs(): number | null {
    const { a, b } = this;
    const times: number[] = [];
    const recordCount = Math.min(a.records.length, b.records.length);
    for (; this.records < recordCount; this.records += 1) {
      const left = a.records.row(this.records);
      const right = b.records.row(this.records);
      if (this.sameRecord(left, right)) continue;
      times.push(left.atUs, right.atUs);
      break;
    }
    const messageCount = Math.min(a.messages.length, b.messages.length);
    for (; this.messages < messageCount; this.messages += 1) {
      const left = a.messages.row(this.messages);
      const right = b.messages.row(this.messages);
      if (sameSending(left, right)) continue;
      times.push(left.sentUs, right.sentUs);
      break;
    }
    return times.length === 0 ? null : Math.min(...times);
  }

  private sameRecord(left: RecordRow, right: RecordRow): boolean {
    return (
      left.atUs === right.atUs &&
      left.kind === right.kind &&
      left.node === right.node &&
      left.a === right.a &&
      left.b === right.b &&
      this.a.strings.text(left.text) === this.b.strings.text(right.text)
    );
  }
}

/** What became of a message is told by the records. */
function sameSending(left: MessageRow, right: MessageRow): boolean {
  return (
    left.sentUs === right.sentUs &&
    left.from === right.from &&
    left.to === right.to &&
    left.verb === right.verb &&
    left.stillborn === right.stillborn
  );
}
