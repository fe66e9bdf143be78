/**
 * How many messages may be on their way at once. Each is an object until it arrives; a cluster that sends faster than its
 * links deliver would fill the memory of any machine.
 */
import type { Config } from '../core/protocol';
import { LONGEST_LATENCY_MS, systemOfRun, type Network, type ResolvedRun } from './run';

export const MOST_IN_AIR = 500_000;

const FIX = 'fewer nodes, a shorter latency (network.latencyMs) or fewer duplicates (network.duplicateRatio)';

/** What is said of a world in which there are more. `waiting` are those that a frozen node has not taken in. */
export function tooMuchInAir(atUs: number, inFlight: number, waiting: number): string {
  const many = amount(inFlight + waiting);
  return (
    `At ${atUs / 1_000_000} s ${many} messages are on their way` +
    `${waiting > 0 ? ' or wait for a node that is frozen' : ''}; at most ${amount(MOST_IN_AIR)} can be. ` +
    `Use longer intervals, ${FIX}${waiting > 0 ? ', or thaw the node earlier' : ''}.`
  );
}

/** A cluster of one node has no links to bound a window. */
const LONGEST_WINDOW_US = 1_000_000;
/** A fraction of a second of work. */
const MOST_IN_WINDOW = 50_000;

/** How long a window may be where no link bounds it sooner: so that no more than that is sent in it while nothing happens. */
export function longestWindowUs(
  run: Pick<ResolvedRun, 'protocol' | 'clients' | 'exports' | 'nodes'>,
  config: Config,
): number {
  const traffic = systemOfRun(run).idleTraffic?.(config, run.nodes.length);
  if (traffic === undefined || traffic.messagesPerSecond <= MOST_IN_WINDOW) return LONGEST_WINDOW_US;
  return Math.max(1, Math.floor((LONGEST_WINDOW_US * MOST_IN_WINDOW) / traffic.messagesPerSecond));
}

/** Whether no latency and no duplicates, however large, could make a cluster of that size send too much. */
export function neverTooMuch(
  run: Pick<ResolvedRun, 'protocol' | 'clients' | 'exports'>,
  config: Config,
  nodes: number,
): boolean {
  const traffic = systemOfRun(run).idleTraffic?.(config, nodes);
  const most = secondsInAir({
    latencyMs: [LONGEST_LATENCY_MS, LONGEST_LATENCY_MS],
    lossRatio: 0,
    duplicateRatio: 1,
  });
  return traffic === undefined || traffic.messagesPerSecond * most <= MOST_IN_AIR;
}

/**
 * Why such a run could not go on, as far as can be foreseen: by what it sends while nothing happens. `network` is what
 * all links are like, `links` are those that are otherwise. Null if it can.
 */
export function whyTooMuch(
  run: Pick<ResolvedRun, 'protocol' | 'clients' | 'exports' | 'nodes'>,
  config: Config,
  network: Network,
  links: readonly Network[] = [],
): string | null {
  const nodes = run.nodes.length;
  const traffic = systemOfRun(run).idleTraffic?.(config, nodes);
  const linkCount = nodes * (nodes - 1);
  if (traffic === undefined || linkCount === 0) return null;
  const { messagesPerSecond, field } = traffic;
  const perLink = messagesPerSecond / linkCount;
  let inAir = perLink * Math.max(0, linkCount - links.length) * secondsInAir(network);
  for (const link of links) inAir += perLink * secondsInAir(link);
  if (inAir <= MOST_IN_AIR) return null;
  return (
    `${field} (${config[field]}) and ${nodes} nodes make ${amount(messagesPerSecond)} messages a second, of which ` +
    `about ${amount(inAir)} would be on their way at once; at most ${amount(MOST_IN_AIR)} can be. ` +
    `Use a longer ${field}, ${FIX}.`
  );
}

/** How long a message and its duplicate are on their way, taken together. */
function secondsInAir({ latencyMs: [least, most], lossRatio, duplicateRatio }: Network): number {
  return ((least + most) / 2 / 1000) * (1 + duplicateRatio) * (1 - lossRatio);
}

/** With commas, as 2,450,000. */
const amount = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
