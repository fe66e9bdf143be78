/** A text that is no protocol: the sentence says where. */
export class SourceError extends Error {
  override readonly name = 'Error';

  /** `line` is from 1; null where it is not known. */
  constructor(what: string, line: number | null) {
    super(`source${line === null ? '' : ` (line ${line})`}: ${what}`);
  }
}
