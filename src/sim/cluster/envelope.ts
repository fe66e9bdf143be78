import type { Input } from '../node/step';

/** A message or command on its way, with what the bus needs to route it. */
export interface Envelope extends Input {
  readonly fromIndex: number;
  readonly toIndex: number;
  /** Cut off or dropped: it stays in the queue and is passed over. */
  gone: boolean;
  /** It reached a frozen node and waits there, or is about to be taken in: no longer on its link. */
  arrived: boolean;
  readonly damaged: boolean;
  /** Tells commands of one instant apart, which share an `id`: the number of faults before. */
  readonly order: number;
}
