/** What a run has besides its election, in words: belief against truth, two leaders at once, clocks, export rounds. */
import type { EventLine } from '../../../app/session/state';
import type { Words } from '../../../core/protocol';
import type { FaultAction } from '../../../sim/run';
import { count, secondsText } from '../../format';
import { durationText } from '../../inspector/durations';
import type { Beside, Fencing } from '../recorded/beside';
import type { Double, RoundOutcome, RoundTry } from '../recorded/export-history';
import type { Overlap } from '../recorded/overlaps';
import type { TimelineIndex } from '../recorded/timeline-index';

const at = (us: number): string => `${secondsText(us)} s`;

/** What the store says at an instant: `n2 holds the lease with ballot 7 until 12.345 s`. */
export function leaseText({ beside, words }: TimelineIndex, timeUs: number): string | null {
  const state = beside?.lease?.stateAt(timeUs) ?? null;
  if (state === null) return null;
  switch (state.kind) {
    case 'free':
      return 'nobody holds the lease';
    case 'unreadable':
      return 'the lease cannot be read';
    case 'forgotten':
      return null;
    case 'held': {
      const { holder, token, untilUs } = state;
      return untilUs > timeUs
        ? `${holder} holds the lease with ${words.epoch} ${token} until ${at(untilUs)}`
        : `nobody holds the lease: that of ${holder} with ${words.epoch} ${token} was over at ${at(untilUs)}`;
    }
    default:
      return state satisfies never;
  }
}

/** Whom a node or a client takes for the leader, unless it is itself; null for nobody. */
export function beliefText(index: TimelineIndex, node: number, timeUs: number): string | null {
  const { leader, epoch } = index.beside!.beliefs[node]!.beliefAt(timeUs);
  if (leader < 0 || leader === node) return null;
  return `thinks ${index.trace.nodes[leader]} leads${epoch > 0 ? ` (${index.words.epoch} ${epoch})` : ''}`;
}

/** `12 writes acknowledged, 9 reads answered, 1 refused, 2 unanswered; none acknowledged for 1.2 s`. */
export function clientText({ clients }: Beside, node: number, timeUs: number): string | null {
  const client = clients[node];
  if (client == null) return null;
  const acknowledged = client.countUpTo('acknowledged', timeUs);
  const reads = client.countUpTo('read', timeUs);
  const others = (['refused', 'unanswered', 'abandoned'] as const)
    .map(
      (answer) => [client.countUpTo(answer, timeUs), answer === 'abandoned' ? 'given up' : answer] as const,
    )
    .filter(([times]) => times > 0)
    .map(([times, words]) => `${times} ${words}`);
  const waits = client.waitAt(timeUs);
  return [
    [
      `${count(acknowledged, 'write')} acknowledged`,
      ...(reads === 0 ? [] : [`${count(reads, 'read')} answered`]),
      ...others,
    ].join(', '),
    ...(waits === null ? [] : [`none acknowledged for ${durationText(timeUs - waits)}`]),
  ].join('; ');
}

/** `its wall clock is 12.0 s ahead, and its clocks run at 1.02× true time`; null for one that is right. */
export function clockText({ clocks }: Beside, node: number, timeUs: number): string | null {
  const clock = clocks[node]!;
  const aheadUs = clock.aheadUs(timeUs);
  const rate = clock.rateAt(timeUs);
  const parts = [
    ...(Math.abs(aheadUs) < 1000
      ? []
      : [`its wall clock is ${durationText(Math.abs(aheadUs))} ${aheadUs > 0 ? 'ahead' : 'behind'}`]),
    ...(rate === 1 ? [] : [`its clocks run at ${rate}× true time`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** By how much a fault set a clock, for a sign: `+12 s`, `−350 ms`, `×1.02`. */
export function skewText({ offsetMs, rate }: Extract<FaultAction, { kind: 'clock' }>): string {
  const parts: string[] = [];
  if (offsetMs !== undefined) {
    const size = Math.abs(offsetMs);
    const sign = offsetMs < 0 ? '−' : '+';
    parts.push(offsetMs === 0 ? '±0' : sign + (size < 1000 ? `${size} ms` : `${size / 1000} s`));
  }
  if (rate !== undefined) parts.push(`×${rate}`);
  return parts.join(' ');
}

/** `n1 (ballot 2) and n2 (ballot 3) may both act as the leader from 5.148 s to 6.493 s: token 3 refused 2 stale writes`. */
export function overlapText(
  index: TimelineIndex,
  overlap: Overlap,
  violations: readonly EventLine[],
  headUs: number,
): string {
  const { a, b, startUs, endUs } = overlap;
  const named = (node: number): string =>
    `${index.trace.nodes[node]} (${index.words.epoch} ${index.lanes[node]!.stretchAt(startUs).epoch})`;
  const until = endUs < headUs ? `to ${at(endUs)}` : 'on';
  const saved = index.beside!.hasRegister
    ? `: ${fencingText(index.beside!.fencingOf(overlap, violations), index.words)}`
    : '';
  return `${named(a)} and ${named(b)} may both act as the leader from ${at(startUs)} ${until}${saved}`;
}

/** What the writes of a deposed leader came to. */
export function fencingText(fencing: Fencing, { epoch }: Words): string {
  switch (fencing.kind) {
    case 'pierced':
      return 'fencing off: stale write got through';
    case 'lost':
      return 'an acknowledged write was lost';
    case 'untested':
      return 'no stale write came';
    case 'held':
      return `${epoch} ${fencing.token} refused ${count(fencing.refused, 'stale write')}`;
    default:
      return fencing satisfies never;
  }
}

/** `n3 worked on round 176722561 from 10.560 s to 12.631 s and completed it`. */
export function roundText({ trace }: TimelineIndex, one: RoundTry, headUs: number): string {
  const { node, round, startUs, workUs, endUs, outcome } = one;
  const id = trace.nodes[node]!;
  const isOver = endUs < headUs;
  if (workUs === Infinity) {
    return isOver
      ? `${id} tried for round ${round} at ${at(startUs)}: ${TRIED[outcome]}`
      : `${id} tries for round ${round} since ${at(startUs)}`;
  }
  return isOver
    ? `${id} worked on round ${round} from ${at(workUs)} to ${at(endUs)} and ${WORKED[outcome]}`
    : `${id} works on round ${round} since ${at(workUs)}`;
}

const TRIED: Readonly<Record<RoundOutcome, string>> = {
  none: 'nothing came of it',
  held: 'it was held',
  done: 'it was done',
  unpublished: 'nothing was published',
  abandoned: 'it gave up',
  failed: 'it failed',
  unreachable: 'the store did not answer',
  killed: 'its process went',
};

const WORKED: Readonly<Record<RoundOutcome, string>> = {
  none: 'nothing is known of its end',
  held: 'did not complete it',
  done: 'completed it',
  unpublished: 'could not publish it: the lease was no longer its own',
  abandoned: 'abandoned it',
  failed: 'failed',
  unreachable: 'could not reach the store',
  killed: 'was gone before it was done',
};

/** `double: n1 and n2 were at work at once on round 176722561 from 12.345 s to 13.000 s`. */
export function doubleText({ trace, beside }: TimelineIndex, double: Double, headUs: number): string {
  const { exports } = beside!;
  const [first, second] = [exports.of(double.first), exports.of(double.second)];
  const both = `${trace.nodes[first.node]} and ${trace.nodes[second.node]}`;
  const same = first.round === second.round;
  const rounds = same ? `round ${first.round}` : `rounds ${first.round} and ${second.round}`;
  if (double.startUs === double.endUs) return `double: ${both} each did ${rounds}`;
  const until = double.endUs < headUs ? `to ${at(double.endUs)}` : 'on';
  const twice = double.twice ? ', and both did it to the end' : '';
  return `double: ${both} were at work at once on ${rounds} from ${at(double.startUs)} ${until}${twice}`;
}
