/**
 * The same by trials: clusters of their own whose leader is cut off, ends, is told to stop, or whose server is away. Each
 * gives the worst that was seen, with the run that shows it.
 */
import type { NodeId } from '../../core/program';
import { simulate } from '../../sim/simulate';
import type { Observer } from '../../sim/cluster/world';
import type { Fault, Run } from '../../sim/run';
import type { LeaseNumbers, MarginId } from './kubernetes';

export interface Measured {
  /** Milliseconds: the longest that was seen, of an outage the longest that was survived; null if no trial had any. */
  readonly valueMs: number | null;
  /** What shows it, and the instant of it that it is about. */
  readonly run: Run;
  readonly atMs: number;
}

/** What trials can say; the others follow from these. */
export type MeasuredId = Exclude<MarginId, 'margin' | 'rates'>;

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3'];
/** A process that has stopped does not come back within a trial: who takes over is another. */
const NEVER_BACK_MS = 3_600_000;
/** How exactly an outage is found. */
const OUTAGE_STEP_MS = 50;

/**
 * Tries the seeds from 1 to `seeds`, at least one, and comes with the worst so far after each: who has a page to draw stops
 * in between. `more`: other settings, as the request timeout. Throws a sentence if nobody leads with such numbers.
 */
export function* worstSoFar(
  id: MeasuredId,
  numbers: LeaseNumbers,
  seeds: number,
  more: NonNullable<Run['config']> = {},
): Generator<Measured, void> {
  let worst: Measured | null = null;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const seen = TRIALS[id](calmRun({ ...numbers, ...more }, seed), numbers);
    const isWorse = (seen.valueMs ?? -1) > (worst?.valueMs ?? -1);
    // A server that is away is survived always only as long as in the worst case.
    const isShorter = id === 'outage' && worst !== null && seen.valueMs !== null && !isWorse;
    if (worst === null || (id === 'outage' ? isShorter : isWorse)) worst = seen;
    yield worst;
  }
}

/** The worst of them all, in one go. */
export function measure(...trials: Parameters<typeof worstSoFar>): Measured {
  let worst: Measured | undefined;
  for (const so of worstSoFar(...trials)) worst = so;
  return worst!;
}

function calmRun(config: NonNullable<Run['config']>, seed: number): Run {
  const network = { latencyMs: [20, 60] } as const;
  return { version: 1, protocol: 'kubernetes-lease', nodes: NODES, seed, config, network };
}

/** Who leads, since when it is renewed, and who led after it. */
class Reigns implements Observer {
  holder: NodeId | null = null;
  renewedMs = 0;
  readonly ends: { readonly node: NodeId; readonly atMs: number }[] = [];
  readonly begins: { readonly node: NodeId; readonly atMs: number }[] = [];
  private endUs = 0;

  observed({ slots }: Parameters<Observer['observed']>[0], node: number, atUs: number): void {
    const slot = slots[node]!;
    const leads = slot.hasAuthority(atUs);
    if (leads && this.holder !== slot.id) {
      this.holder = slot.id;
      this.endUs = 0;
      this.begins.push({ node: slot.id, atMs: atUs / 1000 });
    }
    if (slot.id !== this.holder) return;
    if (!leads) {
      this.holder = null;
      this.ends.push({ node: slot.id, atMs: atUs / 1000 });
    } else if (slot.authorityUntilUs > this.endUs) {
      this.renewedMs = atUs / 1000;
      this.endUs = slot.authorityUntilUs;
    }
  }
}

function watch(run: Run, untilMs: number): Reigns {
  const reigns = new Reigns();
  simulate(run, untilMs, { observers: [reigns] });
  return reigns;
}

/** The leader once everybody knows it, and when it had renewed last before that. */
function settled(run: Run, { leaseDurationMs }: LeaseNumbers) {
  const { holder, renewedMs } = watch(run, 2 * leaseDurationMs);
  if (holder === null) throw new Error('nobody leads such a cluster: its numbers are to be checked first');
  return { leader: holder, renewedMs };
}

const bothWays = (kind: 'cut' | 'heal', atMs: number, node: NodeId): readonly Fault[] => [
  { atMs, kind, from: node, to: 'store' },
  { atMs, kind, from: 'store', to: node },
];

type TrialOf = (calm: Run, numbers: LeaseNumbers) => Measured;

/** Of the leader: when it stops after it was cut off right after a renewal. */
const leadsOn: TrialOf = (calm, numbers) => {
  const { leader, renewedMs } = settled(calm, numbers);
  const run = { ...calm, faults: bothWays('cut', renewedMs + 1, leader) };
  const patienceMs = renewedMs + 2 * (numbers.renewDeadlineMs + numbers.retryPeriodMs);
  const end = simulateUntilStop(run, leader, patienceMs);
  return { valueMs: end === null ? null : end - renewedMs, run, atMs: end ?? patienceMs };
};

/** Others may lead by then: it is the end of this one's that counts. */
function simulateUntilStop(run: Run, leader: NodeId, untilMs: number): number | null {
  let endMs: number | null = null;
  let led = false;
  const observer: Observer = {
    observed: ({ slots }, node, atUs) => {
      const slot = slots[node]!;
      if (slot.id !== leader) return;
      if (led && endMs === null && !slot.hasAuthority(atUs)) endMs = atUs / 1000;
      led ||= slot.hasAuthority(atUs);
    },
  };
  simulate(run, untilMs, { observers: [observer] });
  return endMs;
}

/** From the leader's end to the next one's beginning: `from` says what is done, and from when on it counts. */
const takeover =
  (fault: (leader: NodeId, atMs: number) => Fault, more: NonNullable<Run['config']>): TrialOf =>
  (bare, numbers) => {
    const calm = { ...bare, config: { ...bare.config, ...more } };
    const { leader, renewedMs } = settled(calm, numbers);
    const atMs = renewedMs + 1;
    const run = { ...calm, faults: [fault(leader, atMs)] };
    const patienceMs = atMs + 2 * numbers.leaseDurationMs + 10 * numbers.retryPeriodMs;
    const next = watch(run, patienceMs).begins.find((begin) => begin.node !== leader && begin.atMs > atMs);
    return {
      valueMs: next === undefined ? null : next.atMs - renewedMs,
      run,
      atMs: next?.atMs ?? patienceMs,
    };
  };

/** The longest time without the server, from just before a round on, after which the leader leads as before. */
const outage: TrialOf = (calm, numbers) => {
  const { leader, renewedMs } = settled(calm, numbers);
  const fromMs = renewedMs + numbers.retryPeriodMs - 70;
  const runWith = (lengthMs: number): Run => ({
    ...calm,
    faults: NODES.flatMap((node) => [
      ...bothWays('cut', fromMs, node),
      ...bothWays('heal', fromMs + lengthMs, node),
    ]),
  });
  const untilMs = fromMs + 2 * (numbers.renewDeadlineMs + numbers.retryPeriodMs);
  const survives = (lengthMs: number): boolean =>
    simulateUntilStop(runWith(lengthMs), leader, untilMs) === null;
  let [least, most] = [0, numbers.renewDeadlineMs + numbers.retryPeriodMs];
  while (most - least > OUTAGE_STEP_MS) {
    const middle = Math.round((least + most) / 2);
    if (survives(middle)) least = middle;
    else most = middle;
  }
  return { valueMs: least, run: runWith(most), atMs: fromMs + most };
};

const TRIALS: Readonly<Record<MeasuredId, TrialOf>> = {
  leadsOn,
  outage,
  crash: takeover((node, atMs) => ({ atMs, kind: 'kill', node }), {}),
  graceful: takeover((node, atMs) => ({ atMs, kind: 'resign', node }), {
    releaseOnCancel: 1,
    restartDelayMs: NEVER_BACK_MS,
  }),
};
