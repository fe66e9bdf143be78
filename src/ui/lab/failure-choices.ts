import type { Failure } from '../../check/lab/failover';

export const FAILURE_CHOICES: readonly { readonly id: Failure; readonly title: string }[] = [
  { id: 'kill', title: 'is killed' },
  { id: 'cutOff', title: 'is cut off' },
];
