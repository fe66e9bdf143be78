import type { About } from '../../protocol';

export const KEVY: About = {
  id: 'kevy',
  title: 'kevy, as published',
  summary: 'Majority votes by offset and id, exactly as published: one cut link can give it two primaries.',
};
