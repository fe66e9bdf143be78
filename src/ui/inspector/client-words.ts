/** A client's account of itself, as lines to read. */
import type { Words } from '../../core/protocol';
import type { ClientObservation, ReadsObservation } from '../../core/service';
import type { Line } from './beliefs';
import { durationText } from './durations';

export function cacheLines(
  { leader, leaderEpoch, writing, asked, note, reads }: ClientObservation,
  words: Words,
): Line[] {
  const epoch = leaderEpoch === null ? '' : `, ${words.epoch} ${leaderEpoch}`;
  return [
    { label: 'cached leader', text: leader === null ? 'none' : `${leader}${epoch}` },
    presentLine(writing, asked, reads),
    ...(note === '' ? [] : [{ label: 'last trouble', text: note }]),
  ];
}

function presentLine(
  writing: number,
  asked: ClientObservation['asked'],
  reads: ClientObservation['reads'],
): Line {
  const text = asked === null ? 'asks nobody now' : `asked ${asked}`;
  if (reads?.open === true) return { label: `read ${reads.reading}`, text };
  return writing === 0 ? { label: 'writes', text: 'none begun yet' } : { label: `write ${writing}`, text };
}

export function readLines({ answered, abandoned, last }: ReadsObservation, { epoch }: Words): Line[] {
  const lines: Line[] = [
    { label: 'answered', text: String(answered) },
    { label: 'given up', text: countText(abandoned, 'nobody answered') },
  ];
  if (last === null) return lines;
  const { number, begunUs, endedUs, by, history, value } = last;
  return [
    ...lines,
    {
      label: `read ${number}`,
      text: `${value === '' ? 'no write yet' : value}, from ${by} with ${epoch} ${last.epoch}`,
    },
    { label: 'took', text: durationText(endedUs - begunUs) },
    { label: 'writes in it', text: history === '' ? 'none' : history },
  ];
}

export function writeLines(client: ClientObservation): Line[] {
  return [
    { label: 'acknowledged', text: String(client.acknowledged) },
    { label: 'refused', text: countText(client.refused, 'the leader could not') },
    { label: 'misdirected', text: countText(client.misdirected, 'asked who does not lead') },
    { label: 'unanswered', text: countText(client.unanswered, 'nobody replied in time') },
    { label: 'given up', text: countText(client.abandoned, 'outcome unknown') },
    { label: 'longest unavailability', text: durationText(client.longestGapUs) },
  ];
}

export function hintLines(client: ClientObservation): Line[] {
  return [
    { label: 'followed', text: String(client.followed) },
    { label: 'stale', text: countText(client.stale, 'older than what it knows') },
    { label: 'rejected', text: countText(client.rejected, 'not to be trusted') },
    { label: 'no leader yet', text: countText(client.noLeaderYet, 'who was asked knew none') },
  ];
}

const countText = (count: number, meaning: string): string => (count === 0 ? '0' : `${count} · ${meaning}`);
