/** Where the records of one election are; several elections can share a store. */

export interface BallotKeys {
  readonly config: string;
  readonly leader: string;
  /** All candidates are below it. */
  readonly candidates: string;
}

export function ballotKeys(election: string): BallotKeys {
  return {
    config: `${election}/config`,
    leader: `${election}/leader`,
    candidates: `${election}/candidates/`,
  };
}

export function candidateKey(keys: BallotKeys, processId: string): string {
  return keys.candidates + processId;
}
