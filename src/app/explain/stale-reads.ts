/** What a read that broke *no stale read* was told, and when that was acknowledged which it missed. */
import type { Violation } from '../../check/invariant';
import type { WireMessage } from '../../core/program';
import { duration } from '../../core/words';
import { instantText } from '../../sim/instant-words';
import { FATES } from '../../sim/trace/message-table';
import type { Trace } from '../../sim/trace/trace';
import { behind } from './account';
import { placeOf } from './landmarks';
import { Ledger } from './ledger';

const DELIVERED = FATES.indexOf('delivered');

/** Sentences; none for a violation of another kind. */
export function staleReadAt(trace: Trace, violation: Violation): readonly string[] {
  if (violation.invariant !== 'noStaleRead') return [];
  const ledger = new Ledger(trace);
  ledger.update();
  const read = ledger.staleUntil(placeOf(violation)).at(-1);
  if (read === undefined) return [];
  const { client, number, by, begunUs, endedUs, history, missed } = read;
  const told = history === '' ? 'no write at all' : `the writes ${history}`;
  return [
    `${client} asked for read ${number} at ${instantText(begunUs)}, and ${duration(endedUs - begunUs)} later ${by} had told it of ${told}.`,
    ...acknowledgement(trace, violation, missed[0]!),
  ];
}

/** None where it is not recorded any more. */
function acknowledgement(trace: Trace, violation: Violation, write: string): readonly string[] {
  const { messages, nodes } = trace;
  const [client, number] = write.split('#') as [string, string];
  const place = nodes.indexOf(client);
  let found: number | null = null;
  messages.each(
    messages.firstKept,
    behind(trace, violation).messages,
    (id, _from, to, _verb, _sentUs, _endUs, fate) => {
      if (found !== null || to !== place || fate !== DELIVERED) return;
      const message = messages.message(id) as WireMessage & { readonly number?: number };
      if (message.verb === 'WROTE' && message.number === Number(number)) found = id;
    },
  );
  if (found === null) return [];
  const { from, endUs } = messages.row(found);
  return [`${from} had acknowledged ${write} to ${client} at ${instantText(endUs)}.`];
}
