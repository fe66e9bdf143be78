/** What a node believes, as lines to read. Its times are on its own clock, so only lengths of time are shown. */
import type { Inspection } from '../../app/session/state';
import type { LeaderState } from '../../core/leadership/leader-state';
import type { Fact, NodeId, PeerView } from '../../core/program';
import type { DiskRecord } from '../../core/program';
import type { Words } from '../../core/protocol';
import { durationText, momentText } from './durations';

export interface Line {
  readonly label: string;
  readonly text: string;
}

/** `clusterSize` tells how many votes there could be; 0 where nobody votes. */
export function beliefLines(
  { view, clock }: Inspection,
  node: NodeId,
  clusterSize: number,
  words: Words,
): Line[] {
  const { observation, votes, facts } = view;
  const { role, primary, authorityUntilUs, patienceUntilUs, votedEpoch, votedFor } = observation;
  const lines: Line[] = [
    { label: 'Leadership', text: leadershipText(observation.leadership, primary, words) },
    { label: 'Known primary', text: primary === null ? 'nobody' : primary === node ? 'itself' : primary },
    { label: 'Authority', text: authorityText(authorityUntilUs, clock.nowUs) },
  ];
  if (role === 'replica' && patienceUntilUs !== Infinity) {
    lines.push({ label: 'Patience ends', text: momentText(patienceUntilUs, clock.nowUs) });
  }
  if (votes.length > 0) {
    lines.push({ label: 'Votes', text: `${votes.join(', ')} (${votes.length} of ${clusterSize})` });
  }
  if (clusterSize > 0) {
    lines.push({
      label: 'Last vote given',
      text: votedEpoch === 0 ? 'none' : `${words.epoch} ${votedEpoch}, to ${votedFor ?? 'nobody'}`,
    });
  }
  lines.push({ label: 'Offset', text: String(observation.replOffset) });
  for (const fact of facts) if (fact.about === undefined) lines.push(factLine(fact, clock.nowUs));
  return lines;
}

/** What it says of something besides its election; nothing while nobody answers. */
export function linesAbout(about: Fact['about'], inspection: Inspection | null): Line[] {
  if (inspection === null) return [];
  const { view, clock } = inspection;
  return view.facts.filter((fact) => fact.about === about).map((fact) => factLine(fact, clock.nowUs));
}

/** `lines`, and of `more` those with labels of their own. */
export function withMore(lines: readonly Line[], more: readonly Line[]): Line[] {
  return [...lines, ...more.filter(({ label }) => lines.every((line) => line.label !== label))];
}

export function factLine(fact: Fact, nowUs: number): Line {
  const { label } = fact;
  if ('value' in fact) return { label, text: fact.value };
  if ('atUs' in fact) return momentLine(label, fact.atUs, nowUs);
  return { label, text: durationText(fact.durationMs * 1000) };
}

/** A label ends in the word that leads to an instant; what is shown is a length from now, which wants other words. */
function momentLine(label: string, atUs: number, nowUs: number): Line {
  const [preposition = '', word] = /,? (at|until|since)$/.exec(label) ?? [];
  const line = (text: string): Line => ({ label: label.slice(0, label.length - preposition.length), text });
  if (word === 'until' && Number.isFinite(atUs)) {
    return line(
      atUs > nowUs ? `for another ${durationText(atUs - nowUs)}` : `ended ${momentText(atUs, nowUs)}`,
    );
  }
  if (word === 'since' && atUs < nowUs) return line(`for ${durationText(nowUs - atUs)}`);
  return line(momentText(atUs, nowUs));
}

/** `primary`: the id of whom it follows; its address is a detail. */
export function leadershipText(state: LeaderState, primary: NodeId | null, words: Words): string {
  switch (state.kind) {
    case 'leader':
      return `leads, ${words.epoch} ${state.epoch}`;
    case 'follower': {
      const epoch = state.leaderEpoch === undefined ? '' : `, ${words.epoch} ${state.leaderEpoch}`;
      const address = state.leaderEndpoint;
      if (primary === null) return `follows ${address ?? 'a leader it cannot name'}${epoch}`;
      return `follows ${primary}${epoch}${address === undefined ? '' : ` · ${address}`}`;
    }
    case 'unknown':
      return 'knows of no leader';
    default:
      return state satisfies never;
  }
}

function authorityText(untilUs: number, nowUs: number): string {
  if (untilUs <= nowUs) return 'none';
  return untilUs === Infinity ? 'without an end' : `for another ${durationText(untilUs - nowUs)}`;
}

/** `never` for a peer that was not heard since this node's start. */
export const heardText = (peer: PeerView, nowUs: number): string =>
  peer.heardAtUs === null ? 'never' : momentText(peer.heardAtUs, nowUs);

export function diskLines(disk: DiskRecord | null): Line[] {
  return Object.entries(disk ?? {}).map(([label, value]) => ({
    label,
    text: value === null ? 'none' : String(value),
  }));
}
