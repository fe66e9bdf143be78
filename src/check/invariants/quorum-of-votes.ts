import type { Invariant, Watcher } from '../invariant';

/** Source: Election Safety in Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014). */
export const quorumOfVotes: Invariant = {
  id: 'quorumOfVotes',
  title: 'A winner had a quorum of votes',
  sentence:
    'Who becomes primary was given the votes of more than half of all nodes, each in that very epoch.',
  appliesTo: ({ store }) => store === undefined,
  watch(saved): Watcher {
    const before = saved as { voters: [string, number[]][]; primaries: [number, number][] } | undefined;
    /** Who voted, by epoch and candidate. */
    const voters = new Map<string, Set<number>>(before?.voters.map(([key, nodes]) => [key, new Set(nodes)]));
    /** What was last seen of each node's vote: most steps change nothing about it. */
    const seen: { epoch: number; candidate: string }[] = [];
    /** In which epoch a node was last seen as primary. */
    const primaries = new Map<number, number>(before?.primaries ?? []);
    return {
      save: () => ({
        voters: [...voters].map(([key, nodes]) => [key, [...nodes]]),
        primaries: [...primaries],
      }),
      after(world, node) {
        const slot = world.slots[node]!;
        if (slot.part !== 'node' || !slot.observed) return null;
        const { role, epoch, votedEpoch, votedFor } = slot.observation;
        const last = seen[node];
        const isNew = last === undefined || last.epoch !== votedEpoch || last.candidate !== votedFor;
        if (votedFor !== null && votedEpoch > 0 && isNew) {
          seen[node] = { epoch: votedEpoch, candidate: votedFor };
          const key = `${votedEpoch} ${votedFor}`;
          const nodes = voters.get(key);
          if (nodes === undefined) voters.set(key, new Set([node]));
          else nodes.add(node);
        }
        if (role !== 'primary' || primaries.get(node) === epoch) return null;
        primaries.set(node, epoch);
        // Whom the operator made primary needed nobody's vote.
        if (world.run.bootstrap === slot.id && slot.incarnation === 1 && atStart(world.run.bootstrap, epoch))
          return null;
        // Who writes a protocol need not show its votes, or may elect without any.
        if (world.protocol.mayShowNoVotes === true && voters.size === 0) return null;
        const given = voters.get(`${epoch} ${slot.id}`) ?? new Set<number>();
        const needed = Math.floor(world.run.nodes.length / 2) + 1;
        if (given.size >= needed) return null;
        const from = [...given].sort((a, b) => a - b).map((place) => world.slots[place]!.id);
        const word = world.protocol.words.epoch;
        return {
          witnesses: [slot.id, ...from.filter((id) => id !== slot.id)],
          text:
            `${slot.id} became primary of ${word} ${epoch} with ${given.size} of the ${needed} votes that a majority takes` +
            `${from.length === 0 ? '' : ` (${from.join(', ')})`}.`,
        };
      },
    };
  },
};

const atStart = (bootstrap: string | null, epoch: number): boolean => bootstrap !== null && epoch === 1;
