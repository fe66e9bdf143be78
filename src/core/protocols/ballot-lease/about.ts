import type { About } from '../../protocol';

export const BALLOT: About = {
  id: 'ballot-lease',
  title: 'Ballot lease',
  summary: 'A lease in a shared store: it relies on wall clocks, and on its ballot where these disagree.',
  words: { epoch: 'ballot', epochs: 'ballots' },
};
