/** The trace as a log for people: one line for what is worth reading, made once, as it happens. */
import type { RecordRow } from '../../sim/trace/record-table';
import { STATUSES } from '../../sim/trace/record-table';
import { momentOf } from '../../sim/trace/moment';
import type { Trace } from '../../sim/trace/trace';
import type { Violation } from '../../check/invariant';
import type { EventLine } from '../session/state';
import { faultText } from '../run/reader';
import { placeOf } from './landmarks';

/** What the page keeps at hand; the trace keeps everything. */
const MOST_LINES = 2000;

export class EventLog {
  /** Oldest first; replaced, never changed. */
  lines: readonly EventLine[] = [];
  private read = 0;
  private told = 0;

  constructor(private readonly trace: Trace) {}

  /** Takes in what was added to the trace since the last call, and the violations found since. */
  update(violations: readonly Violation[]): void {
    const fresh: EventLine[] = [];
    const { records } = this.trace;
    this.read = Math.max(this.read, records.firstKept);
    for (; this.read < records.length; this.read += 1) {
      const line = this.line(records.row(this.read));
      if (line !== null) fresh.push(line);
    }
    for (; this.told < violations.length; this.told += 1) {
      const violation = violations[this.told] as Violation;
      const line = this.violationLine(violation);
      const after = fresh.findIndex(({ id }) => id > line.id);
      fresh.splice(after === -1 ? fresh.length : after, 0, line);
    }
    if (fresh.length > 0) this.lines = [...this.lines, ...fresh].slice(-MOST_LINES);
  }

  private line(row: RecordRow): EventLine | null {
    const node = this.trace.nodes[row.node] ?? null;
    const text = this.trace.strings.text(row.text);
    const line = (tag: string, epoch: number, sentence: string): EventLine => ({
      id: row.id,
      atUs: row.atUs,
      tag,
      node,
      epoch,
      text: sentence,
    });
    switch (row.kind) {
      case 'event': {
        const tab = text.indexOf('\t');
        return line(text.slice(0, tab), row.a, `${node} ${text.slice(tab + 1)}`);
      }
      case 'fault':
        return line('fault', 0, faultText(this.trace, row.id));
      case 'status':
        return STATUSES[row.a] === 'crashed' ? line('crash', 0, `${node} crashed: ${text}`) : null;
      case 'rejected': {
        if (row.a < this.trace.messages.firstKept) return null;
        const message = this.trace.messages.row(row.a);
        return line('rejected', 0, `${node} dropped a damaged frame from ${message.from} (${text})`);
      }
      case 'dropped': {
        if (row.a < this.trace.messages.firstKept) return null;
        const message = this.trace.messages.row(row.a);
        return line('drop', 0, `${message.verb} ${message.from} → ${message.to} never arrives`);
      }
      default:
        return null;
    }
  }

  private violationLine(violation: Violation): EventLine {
    const place = placeOf(violation);
    const { records } = momentOf(this.trace, place);
    return {
      // Between two records, those of the step that broke it and what comes next, and apart from another violation there.
      id: records - 0.5 + this.told / 100,
      atUs: violation.atUs,
      tag: 'violation',
      node: violation.witnesses.at(-1) ?? null,
      epoch: 0,
      text: violation.text.replace(/\.$/, ''),
      invariant: violation.invariant,
      place,
    };
  }
}
