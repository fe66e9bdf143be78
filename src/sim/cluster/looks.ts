/**
 * When observers look without anything having happened. An observer names the instant; the world decides that time
 * goes on all the same: each looks at most once at an instant, at whole microseconds, and never at what has passed.
 *
 * An observer is asked at the start, after each fault, after each step of which it was told, and after its own look; at
 * no other time, so that how often it is asked does not depend on how time is cut into windows.
 */

/** Who may want to look at a world, `W`. */
export interface Onlooker<W> {
  /**
   * The instant at which it wants to look although nothing may happen then; Infinity for none. One that has passed means
   * as soon as something has happened.
   */
  nextLookUs?(): number;
  /** Called at that instant, after the faults that are due then and before anything else at it, and once only. */
  look?(world: W): void;
}

interface Looker<W> {
  readonly observer: Required<Onlooker<W>>;
  atUs: number;
}

export class Looks<W> {
  /** The next instant at which anybody looks; Infinity for none. */
  nextUs = Infinity;
  private readonly lookers: readonly Looker<W>[];

  constructor(observers: readonly Onlooker<W>[]) {
    this.lookers = observers
      .filter((observer) => observer.nextLookUs !== undefined && observer.look !== undefined)
      .map((observer) => ({ observer: observer as Looker<W>['observer'], atUs: Infinity }));
  }

  /** Something has happened: whoever wants to look, even at what is past, does so at `fromUs` or later. */
  ask(fromUs: number): void {
    if (this.lookers.length === 0) return;
    for (const one of this.lookers) one.atUs = Math.max(wishOf(one), fromUs);
    this.plan();
  }

  /** Lets those look whose instant has come: `nextUs`, at which the head of the world stands. */
  look(world: W): void {
    const atUs = this.nextUs;
    for (const one of this.lookers) {
      if (one.atUs > atUs) continue;
      one.observer.look(world);
      // It has seen this instant. Whoever wants it again, or an earlier one, waits until something happens.
      const wishUs = wishOf(one);
      one.atUs = wishUs > atUs ? wishUs : Infinity;
    }
    this.plan();
  }

  private plan(): void {
    this.nextUs = Infinity;
    for (const { atUs } of this.lookers) if (atUs < this.nextUs) this.nextUs = atUs;
  }
}

function wishOf({ observer }: Looker<never>): number {
  const wishUs = observer.nextLookUs();
  return Number.isNaN(wishUs) ? Infinity : Math.ceil(wishUs);
}
