import type { About } from '../../protocol';

export const RAFT: About = {
  id: 'raft',
  title: 'Raft',
  summary: 'Terms, votes and a replicated log, message for message as etcd runs them.',
  words: { epoch: 'term', epochs: 'terms' },
};
