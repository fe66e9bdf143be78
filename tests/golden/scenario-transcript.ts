/**
 * A scenario as text: what is seen at its moment and at its end, each with the digest of all that led there, and what
 * happened in between. Text, so that whoever changes a rule can read in a diff what became different.
 */
import { resolve } from 'node:path';
import type { Scenario } from '../../src/app/scenarios';
import { telling } from '../../src/app/scenarios/test-kit';
import { simulate, type ClusterView } from '../../src/sim';

export const TRANSCRIPTS = resolve(import.meta.dirname, 'scenarios');

export const fileOf = ({ id }: Scenario): string => `${id}.txt`;

export function transcript(scenario: Scenario): string {
  const { lines, violations } = telling(scenario);
  const moments = [scenario.lookAtMs, scenario.untilMs].map((atMs) => {
    const { view, digest } = simulate(scenario.run, atMs);
    return momentText(view, digest);
  });
  const happened = [
    ...lines.map(({ atMs, node, tag, text }) => ({ atMs, text: `${node ?? `(${tag})`} ${text}` })),
    ...violations.map(({ atUs, invariant, text }) => ({ atMs: atUs / 1000, text: `(${invariant}) ${text}` })),
  ].sort((a, b) => a.atMs - b.atMs);
  return [
    `${scenario.title}\nTo accept what the code does now: UPDATE_GOLDEN=1 npm run test:golden`,
    ...moments,
    happened.map(({ atMs, text }) => `${secondsText(atMs).padStart(10)}  ${text}`).join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

/** Everything that a view says; equal texts are equal views. */
export function momentText(view: ClusterView, digest: string): string {
  const cut = view.links.filter((link) => link.cut).map(({ from, to }) => `${from} → ${to}`);
  return [
    `at ${secondsText(view.timeMs)} s, ${view.protocol}, digest ${digest}`,
    ...view.nodes.map(nodeText),
    `  ${view.inFlight} in flight, cut: ${cut.join(', ') || 'nothing'}`,
  ].join('\n');
}

/** The two moments of a transcript, the scenario's own and the end, as `momentText` wrote them. */
export function momentsOf(text: string): readonly string[] {
  return text.split('\n\n').filter((part) => part.startsWith('at '));
}

function nodeText(node: ClusterView['nodes'][number]): string {
  const { id, status, role, epoch, primary, replOffset } = node;
  return `  ${id}: ${[
    status,
    role,
    `epoch ${epoch}`,
    `knows ${primary ?? 'no primary'}`,
    authorityText(node),
    `offset ${replOffset}`,
    leadershipText(node),
  ].join(', ')}`;
}

function authorityText({ authority, authorityUntilMs }: ClusterView['nodes'][number]): string {
  if (!authority) return 'no authority';
  return authorityUntilMs === null
    ? 'authority without end'
    : `authority until ${secondsText(authorityUntilMs)}`;
}

function leadershipText({ leadership }: ClusterView['nodes'][number]): string {
  switch (leadership.kind) {
    case 'leader':
      return `leads epoch ${leadership.epoch}`;
    case 'follower':
      return `follows ${leadership.leaderEndpoint ?? 'somebody'} of epoch ${leadership.leaderEpoch ?? '?'}`;
    case 'unknown':
      return 'knows no leader';
  }
}

/** To the microsecond: that is how exact virtual time is. */
const secondsText = (ms: number): string => (ms / 1000).toFixed(6);
