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
    ...view.nodes.flatMap(nodeTexts),
    ...storeTexts(view),
    ...(view.clients ?? []).map(clientText),
    `  ${view.inFlight} in flight, cut: ${cut.join(', ') || 'nothing'}`,
  ].join('\n');
}

/** The two moments of a transcript, the scenario's own and the end, as `momentText` wrote them. */
export function momentsOf(text: string): readonly string[] {
  return text.split('\n\n').filter((part) => part.startsWith('at '));
}

type NodeView = ClusterView['nodes'][number];

/** A line, and one more for each of the things that it does besides electing. */
function nodeTexts(node: NodeView): readonly string[] {
  const { register, exporting } = node;
  return [
    nodeText(node),
    ...(register === undefined ? [] : [registerText(register)]),
    ...(exporting === undefined ? [] : [exportText(exporting)]),
  ];
}

function registerText(register: NonNullable<NodeView['register']>): string {
  const { value, history, token, fence, fenced, serving, confirmed } = register;
  return `      copy ${[
    value || 'empty',
    `holds ${history || 'nothing'}`,
    `token ${token}`,
    `has seen ${fence}`,
    `refused ${fenced}`,
    serving ? 'serves' : 'does not serve',
    `confirmed ${confirmed || 'nothing'}`,
  ].join(', ')}`;
}

function exportText({ phase, round, outcome }: NonNullable<NodeView['exporting']>): string {
  return `      export ${phase}, round ${round}, outcome ${outcome}`;
}

/** With all its keys as they are there, so the lease too. */
function storeTexts({ store }: ClusterView): readonly string[] {
  if (store === undefined) return [];
  const keys = store.keys.map(
    ({ key, value, version }) => `      ${key} v${version} ${value ?? '(tombstone)'}`,
  );
  return [`  ${store.id}: ${store.status}`, ...keys];
}

type Reads = NonNullable<NonNullable<ClusterView['clients']>[number]['reads']>;

function clientText(client: NonNullable<ClusterView['clients']>[number]): string {
  const { id, status, kind: _kind, leader, leaderEpoch, writing, asked, note, ...counts } = client;
  const { longestGapMs = 0, lastAckMs = 0, reads, ...outcomes } = counts;
  return `  ${id}: ${[
    status,
    `write ${writing ?? 'none'}`,
    asked ? `asks ${asked}` : 'asks nobody',
    leader ? `believes in ${leader} of epoch ${leaderEpoch ?? '?'}` : 'knows no leader',
    ...Object.entries(outcomes).map(([name, count]) => `${name} ${count}`),
    `last answer at ${secondsText(lastAckMs)} of its clock`,
    `longest gap ${secondsText(longestGapMs)}`,
    ...(reads ? [readsText(reads)] : []),
    ...(note ? [`note: ${note}`] : []),
  ].join(', ')}`;
}

function readsText({ reading, open, answered, abandoned, last }: Reads): string {
  const told = last === null ? '' : `, told last by ${last.by}: ${last.history || 'no writes'}`;
  return `read ${reading}${open ? ' open' : ''}, ${answered} answered, ${abandoned} given up${told}`;
}

function nodeText(node: NodeView): string {
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

function authorityText({ authority, authorityUntilMs }: NodeView): string {
  if (!authority) return 'no authority';
  return authorityUntilMs === null
    ? 'authority without end'
    : `authority until ${secondsText(authorityUntilMs)}`;
}

function leadershipText({ leadership }: NodeView): string {
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
