/**
 * When observers look without anything having happened. An observer names the instant; the world decides that time
 * goes on all the same: each looks at most once at an instant, at whole microseconds, and never at what has passed.
 *
 * An observer is asked at the start, after each fault, after each step of which it was told, and after its own look; at
 * no other time, so that how often it is asked does not depend on how time is cut into windows.
 */
import type { Observer, World } from './world';

interface Looker {
  readonly observer: Required<Pick<Observer, 'nextLookUs' | 'look'>>;
  atUs: number;
}

export class Looks {
  /** The next instant at which anybody looks; Infinity for none. */
  nextUs = Infinity;
  private readonly lookers: readonly Looker[];

  constructor(observers: readonly Observer[]) {
    this.lookers = observers
      .filter((observer) => observer.nextLookUs !== undefined && observer.look !== undefined)
      .map((observer) => ({ observer: observer as Looker['observer'], atUs: Infinity }));
  }

  /** Something has happened: whoever wants to look, even at what is past, does so at `fromUs` or later. */
  ask(fromUs: number): void {
    if (this.lookers.length === 0) return;
    for (const one of this.lookers) one.atUs = Math.max(wishOf(one), fromUs);
    this.plan();
  }

  /** Lets those look whose instant has come: `nextUs`, at which the head of the world stands. */
  look(world: World): void {
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

function wishOf({ observer }: Looker): number {
  const wishUs = observer.nextLookUs();
  return Number.isNaN(wishUs) ? Infinity : Math.ceil(wishUs);
}
