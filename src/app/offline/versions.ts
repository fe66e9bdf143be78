/** What the browser keeps of the page for when there is no network, and how a newer version of it is taken. */

/** The part of the browser's that is used; a test stands in. */
export interface Keeper {
  /** Whether what the page asks for is answered from what is kept. */
  readonly controlled: boolean;
  /** Has all files of the latest version kept. Where that is not allowed it rejects, or comes to nothing. */
  register(): Promise<ServiceWorkerRegistration | undefined>;
  /** Whether what is kept has the files of the version that is open. */
  holdsThisVersion(): Promise<boolean>;
  onControllerChange(listener: () => void): void;
  reload(): void;
  every(ms: number, act: () => void): void;
}

/** A page may stay open for days. */
const LOOK_EVERY_MS = 60 * 60_000;

export class Versions {
  private controlled: boolean;
  private taken = false;

  /** `told` is called when a newer version is there as a whole, with what changes to it; until then all is as it was. */
  constructor(
    private readonly keeper: Keeper,
    private readonly told: (take: () => void) => void,
  ) {
    this.controlled = keeper.controlled;
    keeper.onControllerChange(() => void this.handOver());
  }

  /**
   * Has this version kept, and looks for a newer one now and then. Resolves to whether it is kept: where the browser or
   * the person does not allow it, the page goes on with its network.
   */
  async keep(): Promise<boolean> {
    const registration = await this.keeper.register().catch(() => undefined);
    if (registration === undefined) return false;
    const take = (): void => {
      this.taken = true;
      // Another page may have taken it in the meantime.
      if (registration.waiting === null) this.keeper.reload();
      else registration.waiting.postMessage({ type: 'SKIP_WAITING' });
    };
    const follow = (worker: ServiceWorker | null): void =>
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && registration.active !== null) this.told(take);
      });
    if (registration.waiting !== null) this.told(take);
    follow(registration.installing);
    registration.addEventListener('updatefound', () => follow(registration.installing));
    this.keeper.every(LOOK_EVERY_MS, () => void registration.update().catch(() => undefined));
    return true;
  }

  /** Another version answers from here on. */
  private async handOver(): Promise<void> {
    const { controlled, taken, keeper } = this;
    this.controlled = true;
    // Files of the version that is open cannot be had any more: it ends, in this page and in every other one.
    if (controlled || taken) keeper.reload();
    // A first visit during which the site has changed: what is kept is newer than what is open.
    else if (!(await keeper.holdsThisVersion())) this.told(() => keeper.reload());
  }
}

/**
 * Null where there are no service workers: without a secure connection, in some private windows, when they are off, and
 * while developing, when there is no build to keep.
 */
export function keeperOfPage(): Keeper | null {
  if (import.meta.env.DEV) return null;
  const workers = (navigator as Partial<Navigator>).serviceWorker;
  if (workers === undefined) return null;
  return {
    controlled: workers.controller !== null,
    register: () =>
      workers.register(new URL('service-worker.js', document.baseURI), { updateViaCache: 'none' }),
    async holdsThisVersion() {
      const entry = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
      return entry !== null && (await caches.match(entry.src)) !== undefined;
    },
    onControllerChange: (listener) => workers.addEventListener('controllerchange', listener),
    reload: () => location.reload(),
    every: (ms, act) => void setInterval(act, ms),
  };
}
