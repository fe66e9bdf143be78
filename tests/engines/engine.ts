/** A browser of another maker than the one that the end-to-end tests run in, with one page open. */
export interface Engine {
  /** With its version. */
  readonly title: string;
  open(address: string): Promise<void>;
  /**
   * Calls a function of that source in the page with these arguments, waits for its promise, and resolves to what it gives: plain
   * data both. Rejects with what it throws.
   */
  call<T>(source: string, ...given: readonly unknown[]): Promise<T>;
  close(): Promise<void>;
}

/** A function in the page as text, so that nothing of this program goes with it. */
export const sourceOf = (one: (...given: never[]) => unknown): string => String(one);

/** Resolves once `look` gives something. Rejects with `why` after so long. */
export async function until<T>(
  look: () => Promise<T | null> | T | null,
  why: string,
  mostMs = 60_000,
): Promise<T> {
  const endMs = Date.now() + mostMs;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (Date.now() > endMs) throw new Error(why);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
