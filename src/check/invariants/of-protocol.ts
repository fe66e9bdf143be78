/** What is checked of the runs of one protocol: what holds for all, less what it does not promise, and what it adds. */
import type { AnyProtocol, Config, Property, WatchedNode } from '../../core/protocol';
import type { System } from '../../core/system';
import type { World } from '../../sim/cluster/world';
import type { Invariant, Watcher } from '../invariant';
import { INVARIANTS } from './index';

/** Those that say nothing of any of its runs are not among them. In the order of the page's list. */
export function invariantsOf(system: AnyProtocol): readonly Invariant[] {
  const { notPromised = [], properties = [] } = system;
  if (notPromised.length === 0 && properties.length === 0) return INVARIANTS;
  return [...INVARIANTS.filter(({ id }) => !notPromised.includes(id)), ...properties.map(ofProperty)];
}

/** All that there is to say something of, whether it is promised or not. */
export function everyInvariantOf(system: System): readonly Invariant[] {
  const applying = INVARIANTS.filter(({ appliesTo }) => appliesTo?.(system) !== false);
  return [...applying, ...(system.properties ?? []).map(ofProperty)];
}

/** Why such a cluster does not promise it, one sentence; null where it does. */
export function whyNotPromisedBy(
  { id, whyNotPromised }: Invariant,
  system: AnyProtocol,
  config: Config,
): string | null {
  if (system.notPromised?.includes(id) === true) return 'Whoever wrote this protocol does not promise it.';
  return whyNotPromised?.(system, config) ?? null;
}

const known = new WeakMap<Property, Invariant>();

/** The same for the same property. */
function ofProperty(property: Property): Invariant {
  let invariant = known.get(property);
  if (invariant === undefined) known.set(property, (invariant = makeInvariant(property)));
  return invariant;
}

function makeInvariant(property: Property): Invariant {
  const { name, says, holds } = property;
  return {
    id: name,
    title: titleOfName(name),
    sentence: says,
    watch: (): Watcher => ({
      save: () => null,
      after(world, node, atUs) {
        if (holds === undefined) return null;
        const nodes = watchedNodes(world, atUs);
        const why = whyBroken(property, nodes);
        return why === null ? null : { witnesses: witnessesOf(world, node, atUs), text: why };
      },
    }),
  };
}

/** A sentence, or null if it holds. A property that throws does not. */
export function whyBroken({ says, holds }: Property, nodes: readonly WatchedNode[]): string | null {
  try {
    const outcome: unknown = holds?.(nodes);
    if (outcome === true || holds === undefined) return null;
    return outcome === false
      ? brokenWords(says)
      : `${brokenWords(says)} Its check gave neither true nor false.`;
  } catch (error) {
    return `${brokenWords(says)} Its check failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export const brokenWords = (says: string): string => `This does not hold: ${says.replace(/\.?$/, '.')}`;

/** The node whose step broke it, and before it whoever else leads or stands: it is between them. */
export function witnessesOf({ slots }: Pick<World, 'slots'>, node: number, atUs: number): readonly string[] {
  const own = slots[node]!;
  const others = slots.filter(
    (slot) =>
      slot !== own &&
      slot.part === 'node' &&
      (slot.status === 'up' || slot.status === 'frozen') &&
      (slot.hasAuthority(atUs) || slot.observation.role !== 'replica'),
  );
  return [...others, own].map(({ id }) => id);
}

const NO_FACTS = Object.freeze({});

/** All nodes, without the store and the clients, as they are at this instant. */
export function watchedNodes({ slots }: Pick<World, 'slots'>, atUs: number): readonly WatchedNode[] {
  return slots
    .filter(({ part }) => part === 'node')
    .map((slot) => {
      const { role, epoch, primary, votedEpoch, votedFor, facts = NO_FACTS } = slot.observation;
      return {
        ...{ id: slot.id, status: slot.status, role, epoch, primary },
        ...{ authority: slot.hasAuthority(atUs), votedEpoch, votedFor, facts },
      };
    });
}

/** `noTwoLeaders` → "No two leaders". What is in words already stays. */
export function titleOfName(name: string): string {
  if (!/^\w+$/.test(name)) return name;
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
