/** What any sequence of inputs must leave true: of the timer, of the state, of the observation. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UNKNOWN } from '../../leadership/leader-state';
import { LeaderWatch } from '../../leadership/leader-watch';
import type { Effect, NodeId, Observation, Role } from '../../program';
import type { Boot } from '../../protocol';
import { HardenedElector } from './elector';
import { quorumProtocol } from './protocol';
import type { QuorumState } from './state';
import { seededRandom } from '../../test-kit';
import { bootOf, heartbeat, offer } from './test-kit';
import type { QuorumMessage } from './message';

/** What a peer does next, relative to what the node under test shows: inputs that fit tell far more than noise. */
interface Input {
  readonly afterUs: number;
  readonly from: NodeId;
  readonly kind: 'quiet' | 'grant' | 'known' | 'HB' | 'OFFER' | 'ACCEPT' | 'ANNOUNCE' | 'command';
  /** How far its epoch is from the node's own. */
  readonly lead: number;
  readonly role: Role;
  readonly replOffset: number;
  readonly dataEpoch: number;
  /** How old the heartbeat is that it echoes. */
  readonly ageUs: number;
}

/** Mostly what a calm cluster says, or nothing would ever last long enough to matter. */
const KINDS: readonly Input['kind'][] = [
  ...Array.from({ length: 24 }, () => 'quiet' as const),
  ...Array.from({ length: 6 }, () => 'grant' as const),
  ...Array.from({ length: 12 }, () => 'ACCEPT' as const),
  ...(['known', 'HB', 'OFFER', 'ANNOUNCE', 'command'] as const),
];

const input: fc.Arbitrary<Input> = fc.record({
  afterUs: fc.nat(60_000),
  from: fc.constantFrom('n1', 'n3', 'n4', 'n5'),
  kind: fc.constantFrom(...KINDS),
  lead: fc.integer({ min: -1, max: 2 }),
  role: fc.constantFrom('primary', 'replica', 'candidate'),
  replOffset: fc.nat(6),
  dataEpoch: fc.nat(6),
  ageUs: fc.nat(60_000),
});

/** `asked`: the epoch that the node under test asks about, 0 for none. */
function messageOf(
  said: Input,
  { epoch: mine, votedEpoch }: Observation,
  asked: number,
  nowUs: number,
): QuorumMessage {
  const { from, kind, lead, role, replOffset, dataEpoch } = said;
  const epoch = Math.max(1, mine + (kind === 'known' ? Math.min(lead, 0) : lead));
  switch (kind) {
    case 'quiet':
      return heartbeat(from, { epoch: mine });
    case 'grant':
      return heartbeat(from, { epoch: mine, echo: nowUs - said.ageUs });
    case 'OFFER':
      return offer(from, votedEpoch + lead, { replOffset, dataEpoch, pre: said.ageUs % 2 === 0 ? 0 : 1 });
    case 'ACCEPT':
      return asked > 0
        ? { verb: 'ACCEPT', epoch: asked, accepterId: from, pre: 1 }
        : { verb: 'ACCEPT', epoch: votedEpoch, accepterId: from, pre: 0 };
    case 'ANNOUNCE':
      return { verb: 'ANNOUNCE', epoch, newPrimaryId: from, newPrimaryAddr: 'a:1' };
    default: {
      const promised = epoch + (lead > 0 ? 1 : 0);
      const echo = nowUs - said.ageUs;
      return heartbeat(from, { epoch, role, replOffset, dataEpoch, promised, sentAt: nowUs, echo });
    }
  }
}

const inputs = fc.array(input, { minLength: 60, maxLength: 120 });
const size = fc.integer({ min: 1, max: 5 });
const seed = fc.nat();

type Effects = readonly Effect<QuorumMessage>[];

/** A node on its own clock, woken exactly when it asks to be; `onStep` sees it after every step. */
class Run {
  program: HardenedElector;
  nowUs = 0;
  readonly effects: Effects[number][] = [];
  private readonly boot: Boot;

  constructor(
    nodes: number,
    seedOfRandom: number,
    private readonly onStep: (program: HardenedElector, nowUs: number, woken: boolean) => void = () => {},
  ) {
    const ids = ['n1', 'n2', 'n3', 'n4', 'n5'].slice(0, Math.max(2, nodes));
    this.boot = bootOf('n2', nodes === 1 ? ['n2'] : ids, { random: seededRandom(seedOfRandom) });
    this.program = new HardenedElector(this.boot);
  }

  passUntil(atUs: number): void {
    while (this.program.nextWakeUs() <= atUs) {
      this.nowUs = Math.max(this.nowUs, this.program.nextWakeUs());
      this.wake();
    }
    this.nowUs = atUs;
  }

  wake(): void {
    this.effects.push(...this.program.onWake({ nowUs: this.nowUs, wallUs: 0 }));
    this.onStep(this.program, this.nowUs, true);
  }

  take(input: Input): void {
    this.passUntil(this.nowUs + input.afterUs);
    const clock = { nowUs: this.nowUs, wallUs: 0 };
    this.effects.push(
      ...(input.kind === 'command'
        ? this.program.onCommand({ kind: 'replOffset', value: input.replOffset }, clock)
        : this.program.onMessage(input.from, this.messageOf(input), clock)),
    );
    this.onStep(this.program, this.nowUs, false);
  }

  private messageOf(input: Input): QuorumMessage {
    return messageOf(input, this.program.observe(), this.program.save().askedEpoch, this.nowUs);
  }

  replaceBy(saved: QuorumState): void {
    this.program = quorumProtocol.restore(this.boot, saved) as HardenedElector;
  }
}

describe('whatever happens', () => {
  test('(the inputs lead everywhere)', () => {
    const seen = new Set<string>();
    for (const [nodes, script] of fc.sample(fc.tuple(size, inputs), { numRuns: 100, seed: 1 })) {
      const run = new Run(nodes, 1, (program) => {
        const { role, leadership, primary } = program.observe();
        seen.add(`${role} ${leadership.kind}`);
        if (role === 'primary') seen.add(`primary of ${nodes}`);
        if (role === 'candidate' && primary !== null) seen.add('candidate that knew a primary');
      });
      script.forEach((each) => run.take(each));
    }
    const roles = [
      'replica unknown',
      'replica follower',
      'candidate unknown',
      'primary unknown',
      'primary leader',
    ];
    const sizes = [1, 2, 3, 4, 5].map((nodes) => `primary of ${nodes}`);
    expect(seen).toEqual(new Set([...roles, ...sizes, 'candidate that knew a primary']));
  });

  test('after a wake-up the next one is ahead', () => {
    fc.assert(
      fc.property(size, seed, inputs, (nodes, randomSeed, script) => {
        const run = new Run(nodes, randomSeed, (program, nowUs, woken) => {
          if (woken) expect(program.nextWakeUs()).toBeGreaterThan(nowUs);
        });
        script.forEach((each) => run.take(each));
        run.passUntil(run.nowUs + 2_000_000);
      }),
    );
  });

  test('time alone makes nothing due between two wake-ups', () => {
    fc.assert(
      fc.property(size, seed, inputs, fc.array(fc.nat(50_000)), (nodes, randomSeed, script, pausesUs) => {
        const [one, other] = [new Run(nodes, randomSeed), new Run(nodes, randomSeed)];
        script.forEach((each, i) => {
          const nextUs = other.nowUs + each.afterUs;
          // The other is woken once more on the way, for nothing.
          other.passUntil(Math.min(nextUs, other.nowUs + (pausesUs[i] ?? 0)));
          other.wake();
          other.take({ ...each, afterUs: nextUs - other.nowUs });
          one.take(each);
          expect(other.program.save()).toEqual(one.program.save());
        });
        expect(other.effects).toEqual(one.effects);
      }),
    );
  });

  test('a copy goes on as the original would, and does not touch it', () => {
    fc.assert(
      fc.property(size, seed, inputs, fc.nat(119), (nodes, randomSeed, script, at) => {
        const [one, other] = [new Run(nodes, randomSeed), new Run(nodes, randomSeed)];
        const copies: [saved: QuorumState, asItWas: QuorumState][] = [];
        script.forEach((each, i) => {
          if (i === at % script.length) {
            const saved = one.program.save();
            copies.push([saved, structuredClone(saved)]);
            other.replaceBy(saved);
            expect(other.program.nextWakeUs()).toBe(one.program.nextWakeUs());
          }
          one.take(each);
          other.take(each);
        });
        expect(other.effects).toEqual(one.effects);
        expect(other.program.save()).toEqual(one.program.save());
        expect(other.program.observe()).toEqual(one.program.observe());
        for (const [saved, asItWas] of copies) expect(saved).toEqual(asItWas);
      }),
    );
  });

  test('a change of role is told by exactly one event', () => {
    fc.assert(
      fc.property(size, seed, inputs, (nodes, randomSeed, script) => {
        const run = new Run(nodes, randomSeed);
        let before = run.program.observe().role;
        for (const each of script) {
          const from = run.effects.length;
          run.take(each);
          for (const effect of run.effects.slice(from)) {
            if (effect.kind !== 'event') continue;
            const { tag } = effect.event;
            if (tag !== 'candidate' && tag !== 'primary' && tag !== 'replica') continue;
            expect(tag).not.toBe(before);
            before = tag;
          }
          expect(run.program.observe().role).toBe(before);
        }
      }),
    );
  });

  test('leadership keeps its contracts', () => {
    fc.assert(
      fc.property(size, seed, inputs, (nodes, randomSeed, script) => {
        const watch = new LeaderWatch(UNKNOWN);
        const run = new Run(nodes, randomSeed, (program, nowUs) => {
          const { leadership, authorityUntilUs, role: own } = program.observe();
          expect(leadership.kind === 'leader').toBe(own === 'primary' && nowUs < authorityUntilUs);
          watch.emit(leadership);
        });
        script.forEach((each) => run.take(each));
      }),
    );
  });
});
