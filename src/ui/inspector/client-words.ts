/** A client's account of itself, as lines to read. */
import type { Words } from '../../core/protocol';
import type { ClientObservation } from '../../core/service';
import type { Line } from './beliefs';
import { durationText } from './durations';

export function cacheLines(
  { leader, leaderEpoch, writing, asked, note }: ClientObservation,
  words: Words,
): Line[] {
  const epoch = leaderEpoch === null ? '' : `, ${words.epoch} ${leaderEpoch}`;
  return [
    { label: 'cached leader', text: leader === null ? 'none' : `${leader}${epoch}` },
    writing === 0
      ? { label: 'writes', text: 'none begun yet' }
      : { label: `write ${writing}`, text: asked === null ? 'asks nobody now' : `asked ${asked}` },
    ...(note === '' ? [] : [{ label: 'last trouble', text: note }]),
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
