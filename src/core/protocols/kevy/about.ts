import type { About } from '../../protocol';
import { EPOCH_WORDS } from '../../words';

export const KEVY: About = {
  id: 'kevy',
  title: 'kevy, as published',
  summary: 'Majority votes by offset and id, exactly as published: one cut link can give it two primaries.',
  words: EPOCH_WORDS,
};
