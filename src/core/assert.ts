/**
 * Throws unless `condition` holds. For invariants, whose breach is a bug here: what comes from outside is refused with a
 * value instead. A node that throws is shown as crashed with this very message, so it says what broke.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) failAssertion(message);
}

/** For where it is asked so often that even the words of the message, made in vain, would cost too much. */
export function failAssertion(message: string): never {
  throw new Error(`assertion failed: ${message}`);
}
