/**
 * What the invariants remember of a past, as a number: the same watchers that look at runs look at explored ones.
 *
 * A memory belongs to the explored state, or two pasts would be taken for one of which only one is a violation. As a
 * watcher saves sets and maps, the order in which it saves them is not told apart.
 */
import type { World } from '../../sim/cluster/world';
import type { ResolvedRun } from '../../sim/run';
import { systemOfRun } from '../../sim/run';
import type { Finding, Invariant } from '../invariant';
import { onlyWith } from './only-with';
import type { Sight, Stance } from './stances';

export interface Found extends Finding {
  readonly invariant: string;
}

/** What of a node is seen that is not under way. */
interface Slot {
  readonly id: string;
  readonly index: number;
  readonly part: 'node';
  readonly status: 'up';
  readonly observed: boolean;
  readonly observation: Sight['observation'];
  readonly incarnation: number;
  readonly disk: Sight['disk'];
  readonly log: Sight['log'];
  hasAuthority(atUs: number): boolean;
}

/** The instant that watchers are told; every authority is counted from it. */
const NOW_US = 0;

export class Histories {
  /** By history: the memory of each watcher, as a number. */
  private readonly all: (readonly number[])[] = [];
  /** By history and sight, where nothing but the acting node decides. */
  private readonly known: Map<number, number | Found>[] = [];
  private readonly byText = new Map<string, number>();
  private readonly books: readonly Book[];

  constructor(
    private readonly run: ResolvedRun,
    invariants: readonly Invariant[],
  ) {
    this.books = invariants.map((invariant) => new Book(invariant));
  }

  get size(): number {
    return this.all.length;
  }

  first(): number {
    return this.number(this.books.map(() => 0));
  }

  /** What is remembered after `sight`, or what it violates. `stances` are those of all nodes at that instant. */
  after(history: number, sight: Sight, stances: readonly Stance[]): number | Found {
    const known = this.known[history]!.get(sight.id);
    if (known !== undefined) return known;
    const glance = new Glance((lookAside) => this.worldAt(sight, stances, lookAside));
    const outcome = this.lookedUp(history, sight, glance);
    if (!glance.anyLookedAside) this.known[history]!.set(sight.id, outcome);
    return outcome;
  }

  private lookedUp(history: number, sight: Sight, glance: Glance): number | Found {
    const memories = this.all[history] as readonly number[];
    let next: number[] | null = null;
    for (let at = 0; at < memories.length; at += 1) {
      const memory = memories[at] as number;
      const after = this.books[at]!.after(memory, sight, glance);
      if (typeof after !== 'number') return after;
      if (after === memory) continue;
      next ??= [...memories];
      next[at] = after;
    }
    return next === null ? history : this.number(next);
  }

  private number(memories: readonly number[]): number {
    const text = memories.join();
    let number = this.byText.get(text);
    if (number === undefined) {
      number = this.all.length;
      this.all.push(memories);
      this.known.push(new Map());
      this.byText.set(text, number);
    }
    return number;
  }

  /** The little that watchers of elections look at. Asking for anything else is an error, not an `undefined`. */
  private worldAt(sight: Sight, stances: readonly Stance[], lookAside: () => void): World {
    const slots = stances.map(({ memory, nowUs }, index): Slot => {
      const own = index === sight.node;
      const seen = own ? sight : { ...memory, nowUs };
      const slot: Slot = {
        id: this.run.nodes[index] as string,
        index,
        part: 'node',
        status: 'up',
        observed: seen.observed,
        observation: seen.observation,
        incarnation: seen.incarnation,
        disk: seen.disk,
        log: seen.log,
        hasAuthority: (atUs) => seen.observed && atUs < seen.observation.authorityUntilUs - seen.nowUs,
      };
      return onlyWith(slot, own ? undefined : lookAside);
    });
    const { nodes, bootstrap, config } = this.run;
    const world = { slots, config, protocol: systemOfRun(this.run), run: onlyWith({ nodes, bootstrap }) };
    return onlyWith(world) as unknown as World;
  }
}

/** One look of all watchers at one step; the world is made when the first of them asks for it. */
class Glance {
  /** Whether anything but the acting node was looked at: since that was last set, and ever. */
  lookedAside = false;
  anyLookedAside = false;
  private made: World | null = null;

  constructor(private readonly make: (lookAside: () => void) => World) {}

  get world(): World {
    return (this.made ??= this.make(() => {
      this.lookedAside = true;
      this.anyLookedAside = true;
    }));
  }
}

/** One invariant's memories. */
class Book {
  /** As JSON; undefined where nothing is saved. */
  private readonly saved: (string | undefined)[] = [];
  /** As they were written, and as `textOf` tells them apart. */
  private readonly byJson = new Map<string | undefined, number>();
  private readonly byText = new Map<string, number>();
  /** By memory and sight, where nothing but the acting node decides. */
  private readonly known: Map<number, number | Found>[] = [];

  constructor(private readonly invariant: Invariant) {
    this.number(invariant.watch().save());
  }

  after(memory: number, sight: Sight, glance: Glance): number | Found {
    const known = this.known[memory]!.get(sight.id);
    if (known !== undefined) return known;
    glance.lookedAside = false;
    const saved = this.saved[memory];
    // One that has seen nothing of its kind yet may have nothing to save.
    const watcher = this.invariant.watch(saved === undefined ? undefined : JSON.parse(saved));
    const finding = watcher.after(glance.world, sight.node, NOW_US);
    const outcome =
      finding === null ? this.number(watcher.save()) : { invariant: this.invariant.id, ...finding };
    if (!glance.lookedAside) this.known[memory]!.set(sight.id, outcome);
    return outcome;
  }

  private number(saved: unknown): number {
    const json = JSON.stringify(saved) as string | undefined;
    let number = this.byJson.get(json);
    if (number !== undefined) return number;
    const text = textOf(saved);
    number = this.byText.get(text);
    if (number === undefined) {
      number = this.saved.length;
      this.saved.push(json);
      this.known.push(new Map());
      this.byText.set(text, number);
    }
    this.byJson.set(json, number);
    return number;
  }
}

/** As a text in which the entries of a map come in one order, whatever order they were written in. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'absent';
  if (!Array.isArray(value)) {
    const fields = Object.entries(value).map(([key, part]) => `${key}:${textOf(part)}`);
    return `{${fields.sort().join()}}`;
  }
  const parts = value.map(textOf);
  return `[${(value.every(Array.isArray) ? parts.sort() : parts).join()}]`;
}
