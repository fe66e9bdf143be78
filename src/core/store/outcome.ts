/** What a lease operation gives: its value, or the name of what stood in its way. */
import type { KvErrorName } from './kv';

export type Outcome<T> = { readonly ok: true; readonly value: T } | LeaseFailure;

export interface LeaseFailure {
  readonly ok: false;
  readonly error: LeaseErrorName;
  /** A sentence for people. */
  readonly message: string;
}

export type LeaseErrorName =
  | KvErrorName
  /** Present, but not what belongs there. */
  | 'SerializationError'
  /** Others were first again and again; nothing was written. Worth another try later. */
  | 'Contended'
  /** The election has no config yet. */
  | 'NotInitialized'
  /** The config says that nobody is to be elected. */
  | 'ElectionDisabled'
  /** A heartbeat of a candidate that is not registered. */
  | 'ProcessNotFound'
  /** A claim by a candidate that is not registered. */
  | 'UnregisteredCandidate';

/** Thrown inside an operation to leave it; `settle` makes it a value again, so no caller ever sees it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly error: LeaseErrorName,
    message: string,
  ) {
    super(message);
  }
}
