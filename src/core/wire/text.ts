/**
 * Text that spells JSON may go about as the value that it spells: in one thread nobody needs the text but those who keep
 * an account of it. Such a value is plain data and, like every part of a message, never changed.
 */
export type TextOrData = string | object;

/** As it stands on the wire and in the trace. */
export const textOf = (value: TextOrData): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
