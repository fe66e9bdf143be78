/**
 * Until when it could have been avoided: the last instant, to the microsecond, at which it helps to make everything whole
 * and to do nothing to it any more. Only what happens at that instant can have made the difference, so that is told.
 */
import type { Violation } from '../../check/invariant';
import { listed } from '../../core/words';
import type { World } from '../../sim/cluster/world';
import type { FaultAction } from '../../sim/run';
import { FATES, type MessageRow } from '../../sim/trace/message-table';
import { runUntil, type Recorded } from '../session/past';
import type { Happening } from './account';
import type { LastChance, Step } from './explanation';
import type { Futures } from './futures';
import { undoing, withDrops } from './undoing';

const CUT = FATES.indexOf('cut');
const DOWN = FATES.indexOf('down');
/** Of what was done at that instant, so much is tried for what made it so. */
const MOST_TURNS = 3;
const MOST_LOSSES = 8;

/** `never` where it does not help at the start either; null where that would take too long to find out. */
export async function lastChance(
  recorded: Recorded,
  violation: Violation,
  futures: Futures,
  happenings: readonly Happening[],
): Promise<LastChance | 'never' | null> {
  const helpsAt = (atUs: number): Promise<boolean | null> =>
    futures.avoids({ run: runUntil(recorded.run, atUs), fromUs: atUs, then: { atUs, act: makeWhole } });
  const atStart = await helpsAt(0);
  if (atStart !== true) return atStart === null ? null : 'never';
  let untilUs = 0;
  // Once it is broken nothing helps.
  let lateUs = violation.atUs + 1;
  while (lateUs - untilUs > 1) {
    const middleUs = Math.floor((untilUs + lateUs) / 2);
    const helps = await helpsAt(middleUs);
    if (helps === null) return null;
    if (helps) untilUs = middleUs;
    else lateUs = middleUs;
  }
  const turn = await turnAt(recorded, futures, happenings, untilUs);
  return { untilUs, then: turn ?? (await lossAt(recorded, futures, untilUs)) };
}

/** A step at that instant, or a deed right after it, without which a microsecond later would have been soon enough. */
async function turnAt(
  { run, trace }: Recorded,
  futures: Futures,
  happenings: readonly Happening[],
  untilUs: number,
): Promise<Step | null> {
  const lateUs = untilUs + 1;
  const turns = happenings.filter(({ atUs, tag }) => atUs === (tag === 'fault' ? lateUs : untilUs));
  for (const turn of turns.reverse().slice(0, MOST_TURNS)) {
    const other = undoing(runUntil(run, lateUs), trace, turn);
    if (other === null) continue;
    const { atUs, node, text } = turn;
    if (await futures.avoids({ ...other, then: { atUs: lateUs, act: makeWhole } }))
      return { atUs, node, text };
  }
  return null;
}

/**
 * What was sent at that instant and was lost because something was not whole: the one message that made the difference, or
 * all of them. Had they been lost all the same, it would not have helped.
 */
async function lossAt({ run, trace }: Recorded, futures: Futures, untilUs: number): Promise<Step | null> {
  const { messages } = trace;
  const lost: MessageRow[] = [];
  const first = Math.max(messages.firstKept, messages.countSentBefore(untilUs));
  messages.each(
    first,
    messages.countSentBefore(untilUs + 1),
    (id, _from, _to, _verb, _sentUs, _endUs, fate) => {
      if (fate === CUT || fate === DOWN) lost.push(messages.row(id));
    },
  );
  if (lost.length === 0) return null;
  for (const some of [...lost.slice(0, MOST_LOSSES).map((one) => [one]), lost]) {
    const ids = some.map(({ id }) => id);
    const other = { run: withDrops(runUntil(run, untilUs), untilUs + 1, ids), fromUs: untilUs };
    if ((await futures.avoids({ ...other, then: { atUs: untilUs, act: makeWhole } })) !== false) continue;
    const [{ from }] = some as [MessageRow];
    const isOne = some.every((one) => one.from === from);
    const what = isOne
      ? `what ${from} sent ${listed(some.map(({ to }) => to))}`
      : 'all that was sent over cut links';
    return { atUs: untilUs, node: isOne ? from : null, text: `${what} at that instant was lost` };
  }
  return null;
}

/** Every link, node and clock of a world, as it stands. */
function makeWhole(world: World): void {
  const healing: FaultAction[] = [{ kind: 'healAll' }];
  for (const { id: node, status, clock, wallOffsetMs } of world.slots) {
    if (status === 'frozen') healing.push({ kind: 'thaw', node });
    if (status === 'killed' || status === 'crashed') healing.push({ kind: 'restart', node, disk: 'kept' });
    if (clock.rate !== 1 || wallOffsetMs !== 0) healing.push({ kind: 'clock', node, rate: 1, offsetMs: 0 });
  }
  for (const action of healing) world.inject(action);
}
