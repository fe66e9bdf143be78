/**
 * Work of the page's own thread, cut into slices: the page has its turn between them, anybody can call it off, and it ends
 * with a sentence where it takes too long. Time is the page's, so a test decides what is long.
 */
export interface Pace {
  readonly requestFrame: (callback: (nowMs: number) => void) => void;
  readonly nowMs: () => number;
}

/** Asked between pieces of work: null to go on at once, else what to wait for. Throws where the work is to end. */
export type Breathe = () => Promise<void> | null;

/** Through all of a work that says after each slice what to wait for, and null in the end. */
export async function toItsEnd(goOn: () => Promise<void> | null): Promise<void> {
  for (let breath = goOn(); breath !== null; breath = goOn()) await breath;
}

/** Nobody wants it any more: whoever called it off needs not be told. */
export class GivenUp extends Error {}

/** Leaves the rest of a frame to the page. */
const SLICE_MS = 10;
/** Of work alone, without the page's own in between. */
export const LONGEST_WORK_MS = 20_000;

export class Slices {
  /** In the slices before this one. */
  private doneMs = 0;
  private beganMs: number;
  private ended: Error | null = null;
  private goOn: (() => void) | null = null;

  /** `tooLong` makes the sentence for what takes more than `mostMs`. */
  constructor(
    private readonly pace: Pace,
    private readonly tooLong: () => Error,
    private readonly mostMs = LONGEST_WORK_MS,
  ) {
    this.beganMs = pace.nowMs();
  }

  get workedMs(): number {
    return this.doneMs;
  }

  readonly breathe: Breathe = () => {
    if (this.ended !== null) throw this.ended;
    const sliceMs = this.pace.nowMs() - this.beganMs;
    if (sliceMs < SLICE_MS) return null;
    this.doneMs += sliceMs;
    if (this.doneMs > this.mostMs) throw this.tooLong();
    return new Promise<void>((resolve) => {
      this.goOn = resolve;
      this.pace.requestFrame(() => resolve());
    }).then(() => {
      this.beganMs = this.pace.nowMs();
    });
  };

  /** The work ends with this where it breathes next, at once if it waits: a hidden page has no frames. */
  callOff(why: Error): void {
    this.ended = why;
    this.goOn?.();
  }
}
