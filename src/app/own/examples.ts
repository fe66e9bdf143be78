/** Protocols to begin with: each a file that runs as it is, and says what to try. Their texts come when they are asked for. */

export interface Example {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly tries: string;
  /** What a hunt says of it, one sentence. */
  readonly finds: string;
  readonly source: () => Promise<string>;
}

const text = (loading: Promise<{ readonly default: string }>): Promise<string> =>
  loading.then((module) => module.default);

export const EXAMPLES: readonly Example[] = [
  {
    id: 'bully',
    title: 'Bully',
    tries: 'Kill the leader; then cut it off instead.',
    finds: 'Two leaders at once: an id says nothing about who can be reached.',
    source: () => text(import('./examples/bully.ts?raw')),
  },
  {
    id: 'ring',
    title: 'Ring',
    tries: 'Kill the leader, and watch the question go round.',
    finds: 'Two leaders at once, when a cut makes two rings of one.',
    source: () => text(import('./examples/ring.ts?raw')),
  },
  {
    id: 'votes',
    title: 'Votes',
    tries: 'Switch off “Remember votes”, then restart whoever voted.',
    finds:
      'Two winners in one epoch as soon as votes are forgotten, and a leader that does not know it was replaced.',
    source: () => text(import('./examples/votes.ts?raw')),
  },
  {
    id: 'raft-election',
    title: 'Raft’s election',
    tries: 'Kill the leader a few times: random timeouts settle most elections at the first try.',
    finds: 'Nothing, with its rules on; two votes in one term without “Durable votes”.',
    source: () => text(import('./examples/raft-election.ts?raw')),
  },
  {
    id: 'heartbeat-lease',
    title: 'A lease by heartbeats',
    tries: 'Cut the leader off: it stops by itself before another begins.',
    finds: 'Nothing, with its rules on; two leaders at once without “Wait out the lease”.',
    source: () => text(import('./examples/heartbeat-lease.ts?raw')),
  },
  {
    id: 'caution',
    title: 'Chandy’s caution',
    tries: 'Kill any node: nobody leads until it is back, and then it takes seconds.',
    finds: 'Nothing: it pays for that with time.',
    source: () => text(import('./examples/caution.ts?raw')),
  },
];
