/**
 * What a client remembers of who leads: the endpoint, its epoch if known, and when that was last confirmed.
 *
 * Two things move it. A *success* is a reply of a server that served a request as the leader; a *hint* is what a follower
 * says about who leads. Both go through one monotone rule, so that neither a slow reply of a deposed leader nor the
 * redirect of a follower that lags behind moves a client back to an older epoch.
 *
 * Time is a parameter in milliseconds on the client's own monotonic clock.
 */

export interface CachedLeader {
  readonly endpoint: string;
  /** null: nobody ever said. */
  readonly epoch: number | null;
}

export interface LeaderCacheConfig {
  /** The endpoints that the client was set up with: trusted more than one that only a hint mentions. */
  readonly configured: readonly string[];
  /** An entry that was not confirmed for this long gives way to any other endpoint. */
  readonly leaderTtlMs: number;
  /** Refuse hints that would take the client off TLS. */
  readonly tlsRequired: boolean;
}

/**
 * `followed`: the client goes there now; `stale`: it knows better; `rejected`: a plain-text hint to a client that insists
 * on TLS; `noLeaderYet`: the reply carried no hint.
 */
export type HintOutcome = 'followed' | 'stale' | 'rejected' | 'noLeaderYet';

type Source = 'success' | 'hint';

/** What a cache knows: plain data. */
export interface CacheEntry extends CachedLeader {
  readonly confirmedAtMs: number;
}

export class LeaderCache {
  /** `entry`: what another cache of this config saved. */
  constructor(
    private readonly config: LeaderCacheConfig,
    private entry: CacheEntry | null = null,
  ) {}

  /** A server served as the leader. False when the entry stays because it outranks that server. */
  recordSuccess(endpoint: string, epoch: number | null, nowMs: number): boolean {
    return this.propose('success', endpoint, epoch, nowMs);
  }

  /** A server said that it is not the leader, and perhaps who is (`endpoint` null if it did not say). */
  hint(endpoint: string | null, epoch: number | null, nowMs: number): HintOutcome {
    if (endpoint === null) return 'noLeaderYet';
    if (this.config.tlsRequired && endpoint.startsWith('http://')) return 'rejected';
    return this.propose('hint', endpoint, epoch, nowMs) ? 'followed' : 'stale';
  }

  /** Whom to ask; null when nothing is known or what was known is too old. */
  cachedLeader(nowMs: number): CachedLeader | null {
    const { entry } = this;
    if (entry === null || !this.isFresh(entry, nowMs)) return null;
    return { endpoint: entry.endpoint, epoch: entry.epoch };
  }

  /** null: nothing was ever heard. */
  save(): CacheEntry | null {
    return this.entry;
  }

  private propose(source: Source, endpoint: string, epoch: number | null, nowMs: number): boolean {
    const { entry } = this;
    // Age weakens an entry only against others: of the same endpoint, the highest epoch stays known.
    const known = entry !== null && entry.endpoint === endpoint ? entry.epoch : null;
    if (entry !== null && entry.endpoint !== endpoint && this.isFresh(entry, nowMs)) {
      if (!this.outranks(entry, source, endpoint, epoch)) return false;
    }
    this.entry = { endpoint, epoch: higher(known, epoch), confirmedAtMs: nowMs };
    return true;
  }

  /** Whether another endpoint may take the place of a fresh entry. */
  private outranks(entry: CachedLeader, source: Source, endpoint: string, epoch: number | null): boolean {
    // A success without an epoch to compare proves only that somebody still answers, perhaps the deposed leader.
    if (entry.epoch === null) return source === 'hint';
    if (epoch === null) return source === 'hint' && this.config.configured.includes(endpoint);
    return epoch >= entry.epoch;
  }

  private isFresh(entry: CacheEntry, nowMs: number): boolean {
    return nowMs - entry.confirmedAtMs < this.config.leaderTtlMs;
  }
}

/** A known epoch never becomes unknown, nor lower. */
function higher(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  if (b === null) return a;
  return Math.max(a, b);
}
