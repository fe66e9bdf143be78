import type { About } from '../../protocol';

export const KUBERNETES: About = {
  id: 'kubernetes-lease',
  title: 'Kubernetes lease',
  summary:
    'The lease that controllers elect by, as client-go runs it: each waits on its own clock, and three numbers decide.',
  words: { epoch: 'transition', epochs: 'transitions' },
};
