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

function makeInvariant({ name, title, says, whyBroken }: Property): Invariant {
  return {
    id: name,
    title,
    sentence: says,
    watch: (): Watcher => ({
      save: () => null,
      after(world, node, atUs) {
        const text = whyBroken?.(watchedNodes(world, atUs)) ?? null;
        return text === null ? null : { witnesses: witnessesOf(world, node, atUs), text };
      },
    }),
  };
}

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
