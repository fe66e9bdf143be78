/** What the tests of NOW share: a cluster put together by hand, at an instant of the test's own. */
import { EPOCH_WORDS } from '../../core/words';
import type { Safeguards } from '../../core/protocol';
import { UNSEEN_NODE, type NodeSnapshot, type Snapshot } from '../../sim/view';
import { nowOf, type Now, type NowSource } from './now';
import { textOf } from './phrase';

export const AT_US = 10_000_000;

/** Up, a replica that follows nobody. Times are milliseconds from now. */
export interface Sketch extends Partial<Omit<NodeSnapshot, 'id'>> {
  readonly authorityMs?: number;
  readonly patienceMs?: number;
}

export interface Scene {
  readonly nodes: Readonly<Record<string, Sketch>>;
  /** Directed: "n1 n2" is what n1 sends to n2. */
  readonly cut?: readonly string[];
  /** Cut off both ways from everybody else. */
  readonly apart?: readonly string[];
  readonly safeguards?: Safeguards;
  readonly source?: Partial<NowSource>;
}

/** n1 leads, the others follow. */
export function led(count: number, changes: Readonly<Record<string, Sketch>> = {}): Record<string, Sketch> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const id = `n${at + 1}`;
      const leads: Sketch = { role: 'primary', primary: 'n1', epoch: 2, authorityMs: 900 };
      const follows: Sketch = { primary: 'n1', epoch: 2, patienceMs: 1500 };
      return [id, { ...(at === 0 ? leads : follows), ...changes[id] }];
    }),
  );
}

export function sceneOf({ nodes, cut = [], apart = [] }: Scene): Snapshot {
  const ids = Object.keys(nodes);
  const members = Object.entries(nodes).map(([id, { authorityMs, patienceMs, ...rest }]): NodeSnapshot => {
    const status = rest.status ?? 'up';
    const alive = status === 'up' || status === 'frozen';
    return {
      id,
      part: 'node',
      ...UNSEEN_NODE,
      incarnation: 1,
      epoch: 1,
      ...rest,
      status,
      ...(authorityMs !== undefined && alive && { authorityUntilUs: AT_US + authorityMs * 1000 }),
      ...(patienceMs !== undefined && alive && { patienceUntilUs: AT_US + patienceMs * 1000 }),
    };
  });
  return {
    timeUs: AT_US,
    nodes: members,
    links: ids.flatMap((from) =>
      ids
        .filter((to) => to !== from)
        .map((to) => ({
          ...{ from, to, latencyMs: [20, 60] as const, lossRatio: 0, duplicateRatio: 0 },
          ...{ changed: false, corruptNext: false },
          cut: cut.includes(`${from} ${to}`) || apart.includes(from) || apart.includes(to),
        })),
    ),
    inFlight: 0,
  };
}

export function now(scene: Scene): Now {
  return nowOf({
    snapshot: sceneOf(scene),
    protocol: { words: EPOCH_WORDS },
    safeguards: scene.safeguards ?? {},
    violation: null,
    deed: null,
    said: null,
    gap: null,
    newsUs: 2_000_000,
    ...scene.source,
  });
}

export const sentence = (scene: Scene): string => textOf(now(scene).phrase);
