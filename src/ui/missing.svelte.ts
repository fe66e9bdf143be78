/** Parts of the page that could not be fetched. Whoever waits for one goes on waiting until somebody asks for it again. */
import { afterwards } from './in-use';

class Missing {
  /** Each asks once more for one of them. */
  private asking: readonly (() => Promise<void>)[] = $state.raw([]);
  /** How often somebody asked again in vain, since everything was there. */
  tries = $state(0);

  get any(): boolean {
    return this.asking.length > 0;
  }

  /** Resolves when it is there. */
  waitFor<T>(load: () => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      const ask = async (): Promise<void> => {
        const part = await load();
        this.asking = this.asking.filter((other) => other !== ask);
        resolve(part);
      };
      this.asking = [...this.asking, ask];
    });
  }

  async askAgain(): Promise<void> {
    await Promise.allSettled(this.asking.map((ask) => ask()));
    this.tries = this.any ? this.tries + 1 : 0;
  }
}

export const missing = new Missing();

/** A part that comes when it is asked for: what is returned never rejects. */
export const part =
  <T>(load: () => Promise<T>) =>
  (): Promise<T> =>
    load().catch(() => missing.waitFor(load));

/** A part that comes by itself, once stage and timeline are in use. */
export const laterPart = <T>(load: () => Promise<T>): (() => Promise<T>) => part(() => afterwards(load));
