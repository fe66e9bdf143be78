/**
 * Twelve bytes that order commits, in the layout of FoundationDB: eight of the commit's version, two for its place in a
 * batch, two that are the user's. Here every commit is a batch of its own, so the last four are zero.
 *
 * Kept as 24 lower-case hex digits: they survive JSON, and their order as text is their order as bytes.
 */

export type Versionstamp = string;

/** Holds the place of a stamp in a value that is not committed yet. */
export const NO_VERSIONSTAMP: Versionstamp = '0'.repeat(24);

/** `version` is the store's own number of that commit, 1 … 2^53-1. */
export function versionstampOf(version: number): Versionstamp {
  return `${version.toString(16).padStart(16, '0')}00000000`;
}

export function isVersionstamp(text: string): text is Versionstamp {
  return /^[0-9a-f]{24}$/.test(text);
}
