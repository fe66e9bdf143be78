/**
 * Throws unless `condition` holds. For invariants, whose breach is a bug here: what comes from outside is refused with a
 * value instead. A node that throws is shown as crashed with this very message, so it says what broke.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
