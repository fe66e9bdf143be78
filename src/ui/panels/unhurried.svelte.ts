/** A value that is looked at no more often than every so many milliseconds; the last state is never missed. */
export class Unhurried<T> {
  current: T = $state.raw() as T;

  constructor(read: () => T, everyMs: number) {
    this.current = read();
    let readAt = -Infinity;
    $effect(() => {
      const latest = read();
      const waitMs = readAt + everyMs - performance.now();
      const take = (): void => {
        readAt = performance.now();
        this.current = latest;
      };
      if (waitMs <= 0) return take();
      const timer = setTimeout(take, waitMs);
      return () => clearTimeout(timer);
    });
  }
}
