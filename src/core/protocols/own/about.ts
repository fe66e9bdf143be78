import type { About } from '../../protocol';
import { EPOCH_WORDS } from '../../words';

export const OWN: About = {
  id: 'own',
  title: 'Your own',
  summary: 'A protocol that you write: one file, run, broken and hunted like the others.',
  words: EPOCH_WORDS,
};
