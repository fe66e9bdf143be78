import { FAILURES, type Failure } from '../../check/lab/failover';

export const FAILURE_WORDS: Readonly<Record<Failure, string>> = {
  kill: 'is killed',
  cutOff: 'is cut off',
};

export const FAILURE_CHOICES: readonly { readonly id: Failure; readonly title: string }[] = FAILURES.map(
  (id) => ({
    id,
    title: FAILURE_WORDS[id],
  }),
);
