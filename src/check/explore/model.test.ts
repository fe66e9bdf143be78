import { describe, expect, test } from 'vitest';
import { NodeShell } from '../../sim/node/shell';
import type { BootOrder } from '../../sim/node/step';
import { RandomStream, streamState } from '../../sim/random';
import { systemOfRun } from '../../sim/run';
import { simulate } from '../../sim/simulate';
import { Clusters, type Move } from './cluster';
import { counterexampleOf } from './counterexample';
import { Explorer } from './explorer';
import { Moments } from './moments';
import { prologueTo } from './prologue';
import { budgetsOf, runOfSpec, type ExploreSpec } from './spec';

/** Shares nothing with the explorer but the nodes: every state is made anew, in plain time, and compared as a text. */
function countedPlainly(
  spec: ExploreSpec,
  most: { moves: number; restarts: number; late: number },
): number[] {
  const run = runOfSpec(spec);
  const system = systemOfRun(run);
  const moments = new Moments(system.clockFields);
  const clock = { originUs: 0, nowAtOriginUs: 0, wallAtOriginUs: 0, rate: 1 };
  interface Node {
    readonly process: unknown;
    readonly disk: BootOrder['disk'];
    readonly incarnation: number;
    readonly observed: boolean;
    readonly nextWakeUs: number;
  }
  interface Mail {
    readonly from: number;
    readonly to: number;
    readonly message: object;
    readonly sentUs: number;
    readonly tardy: boolean;
  }
  interface State {
    readonly nowUs: number;
    readonly nodes: readonly Node[];
    readonly mail: readonly Mail[];
    readonly restarts: number;
    readonly late: number;
  }
  const order = (node: number, at: Pick<Node, 'disk' | 'incarnation'>, atUs: number): BootOrder => ({
    ...{ system: system.spec, part: 'node', peerIds: run.nodes, config: run.config, clock, atUs },
    ...{ safeguards: run.safeguards, replOffset: 0, dataEpoch: 0, storeId: null, random: [0, 0, 0, 0] },
    nodeId: run.nodes[node]!,
    addresses: Object.fromEntries(run.nodes.map((id) => [id, `${id}:1`])),
    startRole: at.incarnation === 1 && run.nodes[node] === run.bootstrap ? 'primary' : 'replica',
    disk: at.disk,
  });
  const start = (node: number, disk: BootOrder['disk'], incarnation: number, nowUs: number): Node => {
    const shell = new NodeShell(order(node, { disk, incarnation }, nowUs));
    const nextWakeUs = shell.program.nextWakeUs();
    return { process: shell.save().state, disk, incarnation, observed: false, nextWakeUs };
  };
  const turn = (state: State, place: number, mail: Mail | null): State => {
    const { nowUs } = state;
    const node = state.nodes[place]!;
    const shell = new NodeShell({ ...order(place, node, nowUs), state: node.process });
    const input = { atUs: nowUs, id: 0, frame: null, command: null };
    const inputs =
      mail === null ? [] : [{ ...input, from: run.nodes[mail.from]!, message: mail.message as never }];
    const { steps, nextWakeUs } = shell.run({
      inputs,
      notBeforeUs: nowUs,
      endUs: nowUs + 1,
      clock,
      slowness: null,
    });
    let { disk } = node;
    const sent: Mail[] = [];
    for (const effect of steps.flatMap(({ effects }) => effects)) {
      if (effect.kind === 'persist') disk = effect.record;
      if (effect.kind !== 'send') continue;
      run.nodes.forEach((id, to) => {
        const reached = effect.to === '*' ? to !== place : effect.to === id;
        if (reached) sent.push({ from: place, to, message: effect.message, sentUs: nowUs, tardy: false });
      });
    }
    const after = { ...node, process: shell.save().state, disk, nextWakeUs };
    const nodes = state.nodes.with(place, { ...after, observed: node.observed || steps.length > 0 });
    return { ...state, nodes, mail: [...state.mail, ...sent] };
  };
  const textOf = ({ nowUs, nodes, mail, restarts, late }: State): string => {
    const about = nodes.map(({ process, disk, incarnation, observed }) =>
      moments.text({ process, disk, incarnation, observed }, nowUs),
    );
    const flying = mail.map(
      ({ from, to, message, tardy }) => `${from}${to}${tardy}${moments.text(message, nowUs)}`,
    );
    return [...about, ...flying.sort(), restarts, late].join(' ');
  };
  const subsets = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
    all.reduce<readonly (readonly T[])[]>(
      (sets, one) => [...sets, ...sets.filter((set) => set.length < size).map((set) => [...set, one])],
      [[]],
    );
  const nexts = (state: State): State[] => {
    const found: State[] = [];
    state.nodes.forEach((node, place) => {
      const nowUs = Math.max(state.nowUs, node.nextWakeUs);
      const stay = state.mail.filter(({ tardy }) => tardy);
      const fresh = state.mail.filter(({ tardy }) => !tardy);
      if (nowUs === state.nowUs) found.push(turn(state, place, null));
      else {
        for (const kept of subsets(fresh, most.late - state.late)) {
          const mail = [...stay, ...kept.map((one) => ({ ...one, tardy: true }))];
          found.push(turn({ ...state, nowUs, mail, late: state.late + kept.length }, place, null));
        }
      }
      if (state.restarts < most.restarts) {
        const fresh = start(place, node.disk, node.incarnation + 1, state.nowUs);
        found.push({ ...state, nodes: state.nodes.with(place, fresh), restarts: state.restarts + 1 });
      }
    });
    const same = (a: Mail, b: Mail): boolean =>
      a.from === b.from && a.to === b.to && moments.text(a.message, 0) === moments.text(b.message, 0);
    state.mail.forEach((mail, at) => {
      // Of two that are the same the one that cannot stay is taken.
      if (mail.tardy && state.mail.some((other) => !other.tardy && same(mail, other))) return;
      const rest = { ...state, mail: state.mail.toSpliced(at, 1) };
      const after = turn(rest, mail.to, mail);
      if (textOf(after) !== textOf(rest)) found.push(after);
    });
    return found;
  };
  const startUs = 77_000_000_000;
  const nodes = run.nodes.map((_, place) => start(place, null, 1, startUs));
  let level: State[] = [{ nowUs: startUs, nodes, mail: [], restarts: 0, late: 0 }];
  const seen = new Set(level.map(textOf));
  const counts = [1];
  for (let depth = 0; depth < most.moves; depth += 1) {
    level = level.flatMap(nexts).filter((state) => {
      const text = textOf(state);
      const isNew = !seen.has(text);
      seen.add(text);
      return isNew;
    });
    counts.push(level.length);
  }
  return counts;
}

describe('the explorer finds as many states as plain trying does', () => {
  test.each([
    ['quorum', 2, { moves: 6, restarts: 1, late: 1 }],
    ['quorum', 3, { moves: 4, restarts: 1, late: 1 }],
    ['kevy', 2, { moves: 6, restarts: 1, late: 2 }],
    ['kevy', 3, { moves: 5, restarts: 0, late: 0 }],
  ])('of %s with %i nodes within %o', (protocol, nodes, budgets) => {
    const spec = { protocol, nodes, invariants: ['oneAuthority'] };
    const { byDepth } = new Explorer(spec, budgets).step(Infinity);
    expect(byDepth).toEqual(countedPlainly(spec, budgets));
  });
});

describe('a way through the model is a run that comes to the same', () => {
  test.each(['quorum', 'kevy'])('of %s', (protocol) => {
    const run = runOfSpec({ protocol, nodes: 3 });
    const budgets = budgetsOf({ restarts: 2, late: 3, copies: 1 });
    for (let seed = 0; seed < 40; seed += 1) {
      const luck = new RandomStream(streamState(seed, 'faults'));
      const clusters = new Clusters(run, [], budgets);
      const prologue = prologueTo((['boot', 'settled', 'unheard', 'alone'] as const)[seed % 4]!, clusters);
      let { cluster } = prologue;
      const moves: Move[] = [];
      for (let i = 0; i < 25; i += 1) {
        const all = [...clusters.moves(cluster)];
        const move = all[luck.below(all.length)]!;
        moves.push(move);
        ({ cluster } = clusters.after(cluster, move));
      }
      const about = { invariant: 'none', witnesses: [], text: '' };
      const { run: scripted, endMs } = counterexampleOf(clusters, prologue.moves, moves, about);
      const { world } = simulate(scripted, endMs);
      const expected = cluster.stances.map((id) => {
        const { memory } = clusters.stances.get(id);
        const { role, epoch, primary, votedEpoch, votedFor } = memory.observation;
        return {
          role,
          epoch,
          primary,
          votedEpoch,
          votedFor,
          incarnation: memory.incarnation,
          disk: memory.disk,
        };
      });
      const got = world.slots.map(({ observation, incarnation, disk }) => {
        const { role, epoch, primary, votedEpoch, votedFor } = observation;
        return { role, epoch, primary, votedEpoch, votedFor, incarnation, disk };
      });
      expect(got, `seed ${seed}`).toEqual(expected);
    }
  });
});
