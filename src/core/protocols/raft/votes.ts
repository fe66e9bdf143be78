/** The answers to one request for votes: the first of each voter counts. */

export type Verdict = 'won' | 'lost' | 'open';

export class Votes {
  private readonly answers = new Map<number, boolean>();

  clear(): void {
    this.answers.clear();
  }

  save(): readonly (readonly [voter: number, granted: boolean])[] {
    return [...this.answers];
  }

  restore(answers: readonly (readonly [voter: number, granted: boolean])[]): void {
    this.answers.clear();
    for (const [voter, granted] of answers) this.answers.set(voter, granted);
  }

  record(voter: number, granted: boolean): void {
    if (!this.answers.has(voter)) this.answers.set(voter, granted);
  }

  /** Of `size` voters, `quorum` must agree. */
  verdict(size: number, quorum: number): Verdict {
    let yes = 0;
    for (const granted of this.answers.values()) if (granted) yes += 1;
    if (yes >= quorum) return 'won';
    const silent = size - this.answers.size;
    return yes + silent < quorum ? 'lost' : 'open';
  }

  /** Who agreed, in the order of their answers. */
  get granted(): readonly number[] {
    return [...this.answers].flatMap(([voter, granted]) => (granted ? [voter] : []));
  }
}
