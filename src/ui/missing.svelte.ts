/** Parts of the page that could not be fetched. Whoever waits for one goes on waiting until somebody asks for it again. */
import { afterwards } from './in-use';

class Missing {
  private waiting: readonly (() => void)[] = $state.raw([]);
  /** How often somebody asked again since everything was there. */
  tries = $state(0);

  get any(): boolean {
    return this.waiting.length > 0;
  }

  add(fetch: () => void): void {
    this.waiting = [...this.waiting, fetch];
  }

  askAgain(): void {
    const { waiting } = this;
    this.waiting = [];
    this.tries += 1;
    for (const fetch of waiting) fetch();
  }
}

export const missing = new Missing();

/** Resolves when it is there, however often it has to be asked for: never rejects. */
function insist<T>(load: () => Promise<T>): Promise<T> {
  return load().catch(() => new Promise<T>((resolve) => missing.add(() => resolve(insist(load)))));
}

/** A part that comes when it is asked for. */
export const part =
  <T>(load: () => Promise<T>) =>
  (): Promise<T> =>
    insist(load);

/** A part that comes by itself, once stage and timeline are in use. */
export const laterPart = <T>(load: () => Promise<T>): (() => Promise<T>) => part(() => afterwards(load));
