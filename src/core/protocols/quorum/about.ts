import type { About } from '../../protocol';
import { EPOCH_WORDS } from '../../words';

export const QUORUM: About = {
  id: 'quorum',
  title: 'Quorum',
  summary: 'One durable vote per epoch, and a primary that acts only while a majority grants it a lease.',
  words: EPOCH_WORDS,
};
