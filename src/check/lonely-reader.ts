/** A misfortune of runs whose clients read: a leader that cannot know that it is none any more, and somebody to ask it. */
import type { Member } from '../core/system';
import type { RandomStream } from '../sim/random';
import { pick } from './pick';
import type { Timed } from './timed';

/**
 * One node is alone with one client, cut off from everybody else; of a store it hears no answer. Its wall clock is behind
 * by `skewMs` to twice that, so that whoever can read its lease takes it for over, and itself does not; 0: it is right.
 */
export function lonelyReader(
  luck: RandomStream,
  members: readonly Member[],
  skewMs: number,
): readonly Timed[] {
  const idsOf = (which: Member['part']) => members.filter(({ part }) => part === which).map(({ id }) => id);
  const away = pick(luck, idsOf('node'));
  const reader = pick(luck, idsOf('client'));
  const [store] = idsOf('store');
  const others = [...idsOf('node'), ...idsOf('client')].filter((id) => id !== away && id !== reader);
  const backMs = 200 + luck.below(6000) / 10;
  const offsetMs = -skewMs - luck.below(skewMs + 1);
  return [
    ...others.flatMap((id): Timed[] => [
      [0, { kind: 'cut', from: away, to: id }],
      [0, { kind: 'cut', from: id, to: away }],
      [backMs, { kind: 'heal', from: away, to: id }],
      [backMs, { kind: 'heal', from: id, to: away }],
    ]),
    ...(store === undefined
      ? []
      : ([
          [0, { kind: 'cut', from: store, to: away }],
          [backMs, { kind: 'heal', from: store, to: away }],
        ] satisfies Timed[])),
    ...(skewMs === 0 ? [] : ([[0, { kind: 'clock', node: away, offsetMs }]] satisfies Timed[])),
  ];
}
