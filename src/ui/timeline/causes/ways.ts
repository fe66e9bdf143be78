import type { Cone } from './cone';

/** Whether a message that was delivered is on a way to the event. */
export const leadsTo = (cone: Cone, to: number, endUs: number): boolean => endUs <= cone.pastUntilUs[to]!;

/** Whether a message is on a way from the event. */
export const comesOf = (cone: Cone, from: number, sentUs: number): boolean =>
  sentUs >= cone.futureFromUs[from]!;
