/** An hour of five nodes with the default config: what it takes to keep, and to go anywhere in it. */
import { History } from '../../src/sim/trace/history';
import { resolveRun, simulate } from '../../src/sim';
import { RandomStream, streamState } from '../../src/sim/random';
import { median, nodeIds, percentile, type Figure } from './figure';

export const HOUR_MS = 3_600_000;
export const HOUR_RUN = { version: 1, protocol: 'quorum', nodes: nodeIds(5), seed: 1 } as const;
const SEEKS = 2000;

export function benchHistory(): Figure[] {
  const startMs = performance.now();
  const { trace } = simulate(HOUR_RUN, HOUR_MS);
  const recordedMs = performance.now() - startMs;
  const history = new History(trace, resolveRun(HOUR_RUN).network);
  history.at(HOUR_MS * 1000);
  const luck = new RandomStream(streamState(1, 'faults'));
  const times: number[] = [];
  for (let i = 0; i < SEEKS; i += 1) {
    const atUs = luck.below(HOUR_MS) * 1000;
    const beganMs = performance.now();
    history.at(atUs);
    times.push(performance.now() - beganMs);
  }
  return [
    { name: 'an hour of 5 nodes, recorded inline', value: recordedMs, unit: 'ms' },
    { name: '  messages', value: trace.messages.length, unit: '' },
    { name: '  records', value: trace.records.length, unit: '' },
    { name: '  trace', value: trace.byteLength / 1e6, unit: 'MB', aim: 'under 100' },
    { name: '  seek, median', value: median(times), unit: 'ms', aim: 'under 16' },
    { name: '  seek, 95th percentile', value: percentile(times, 0.95), unit: 'ms' },
  ];
}
