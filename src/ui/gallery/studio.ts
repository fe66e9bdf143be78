/**
 * Makes pictures when the page has nothing better to do, one at a time, in the order in which they are asked for, and each
 * once: a gallery full of runs must open at once and scroll without a hitch.
 */
export class Studio<Subject extends object, Picture> {
  private readonly made = new Map<Subject, Promise<Picture>>();
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly make: (subject: Subject) => Picture | Promise<Picture>,
    private readonly whenIdle: (work: () => void) => void,
  ) {}

  /** Rejects with what `make` throws. */
  picture(subject: Subject): Promise<Picture> {
    const known = this.made.get(subject);
    if (known !== undefined) return known;
    const picture = new Promise<void>((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) this.whenIdle(this.next);
    }).then(() => this.make(subject));
    this.made.set(subject, picture);
    return picture;
  }

  private readonly next = (): void => {
    this.waiting.shift()?.();
    if (this.waiting.length > 0) this.whenIdle(this.next);
  };
}

/** At the latest after that: a busy page is still asked to show what somebody looks at. */
const LATEST_MS = 300;

export function whenIdle(work: () => void): void {
  // Not every browser has it.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: LATEST_MS });
  else setTimeout(work, 16);
}
