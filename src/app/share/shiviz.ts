/**
 * A log for ShiViz (https://bestchai.bitbucket.io/shiviz/), which draws who could have known what. A file of its format
 * has the expression that parses it in the first line, one that separates executions (here none) in the second, and
 * then an entry for each event with its vector clock.
 *
 * Only events count that are in the excerpt: a message from before it arrives without its sender's past.
 */
import { STATUSES } from '../../sim/trace/record-table';
import { checkSize, messagesIn, type Excerpt } from './excerpt';
import { instantText } from '../../sim/instant-words';

const PARSER = String.raw`(?<time>\d+\.\d+ s) (?<event>.*)\n(?<host>\S+) (?<clock>\{.*\})`;

interface Happening {
  readonly atUs: number;
  readonly node: number;
  readonly text: string;
  /** The message that was sent or received here, if that is what happened. */
  readonly sends?: number;
  readonly receives?: number;
}

/** Throws a sentence if there is too much of it. */
export function shivizLog(excerpt: Excerpt): string {
  checkSize(excerpt);
  const { nodes } = excerpt.trace;
  const clocks = nodes.map(() => nodes.map(() => 0));
  const stamps = new Map<number, readonly number[]>();
  const lines = happeningsOf(excerpt).map(({ atUs, node, text, sends, receives }) => {
    const clock = clocks[node]!;
    clock[node]! += 1;
    if (receives !== undefined) {
      stamps.get(receives)?.forEach((time, at) => (clock[at] = Math.max(clock[at]!, time)));
    }
    if (sends !== undefined) stamps.set(sends, [...clock]);
    const known = clock.flatMap((time, at) => (time > 0 ? [[nodes[at]!, time]] : []));
    const stamp = JSON.stringify(Object.fromEntries(known));
    return `${instantText(atUs)} ${text.replace(/\s+/g, ' ')}\n${nodes[node]!} ${stamp}`;
  });
  return [PARSER, '', ...lines, ''].join('\n');
}

/** By time and node; at one instant a node first hears, then makes up its mind, then speaks. */
function happeningsOf(excerpt: Excerpt): Happening[] {
  return [...recorded(excerpt), ...sent(excerpt)].sort((a, b) => a.atUs - b.atUs || a.node - b.node);
}

function recorded({ trace, protocol, fromUs, toUs }: Excerpt): Happening[] {
  const happenings: Happening[] = [];
  const end = trace.records.countBefore(toUs);
  for (let id = trace.records.countBefore(fromUs); id < end; id += 1) {
    const { atUs, kind, node, a, text: textId } = trace.records.row(id);
    const text = trace.strings.text(textId);
    switch (kind) {
      case 'delivered': {
        const { from } = trace.messages.row(a);
        const words = protocol.describe(trace.messages.message(a));
        happenings.push({ atUs, node, text: `receives from ${from} ${words}`, receives: a });
        break;
      }
      case 'rejected': {
        const { from } = trace.messages.row(a);
        const refusal = `refuses a damaged frame from ${from}: ${text}`;
        happenings.push({ atUs, node, text: refusal, receives: a });
        break;
      }
      case 'event':
        happenings.push({ atUs, node, text: text.slice(text.indexOf('\t') + 1) });
        break;
      case 'status':
        happenings.push({
          atUs,
          node,
          text: text === '' ? `is ${STATUSES[a]}` : `is ${STATUSES[a]}: ${text}`,
        });
        break;
      default:
    }
  }
  return happenings;
}

function sent(excerpt: Excerpt): Happening[] {
  const { trace, protocol, fromUs } = excerpt;
  return messagesIn(excerpt)
    .filter(({ sentUs }) => sentUs >= fromUs)
    .map(({ id, from, to, sentUs }) => ({
      atUs: sentUs,
      node: trace.nodes.indexOf(from),
      text: `sends to ${to} ${protocol.describe(trace.messages.message(id))}`,
      sends: id,
    }));
}
