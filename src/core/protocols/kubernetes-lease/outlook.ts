/** What follows from the numbers before anything runs: how long a leader that is cut off leads on, and what is odd. */
import type { Config } from '../../protocol';
import { leaseTiming, type LeaseTiming } from './config';

/** What others wait for: the record counts whole seconds. */
export const publishedLeaseMs = ({ leaseDurationMs }: LeaseTiming): number =>
  Math.floor(leaseDurationMs / 1000) * 1000;

/**
 * How long leading goes on after the last renewal of a leader that reaches nobody any more. As published a round begins
 * one retry period after the renewal, and its deadline counts from there.
 */
export const leadsOnMs = ({ renewDeadlineMs, retryPeriodMs, deadlineFromRenewal }: LeaseTiming): number =>
  renewDeadlineMs + (deadlineFromRenewal === 0 ? retryPeriodMs : 0);

export function whyNobodyLeads(config: Config, leastLatencyMs: number): string | null {
  const { leaseDurationMs, requestTimeoutMs } = leaseTiming(config);
  if (leaseDurationMs < 1000) {
    return `nobody can lead: leaseDurationMs (${leaseDurationMs}) is below a second, and the server refuses a lease of 0 seconds; lengthen leaseDurationMs.`;
  }
  const answerMs = 2 * leastLatencyMs;
  if (requestTimeoutMs > answerMs) return null;
  return `nobody can lead: an answer of the server takes at least ${answerMs} ms, and is waited for requestTimeoutMs (${requestTimeoutMs}); shorten the latency, or lengthen requestTimeoutMs.`;
}

export function kubernetesConcerns(
  config: Config,
  [, most]: readonly [least: number, most: number],
): readonly string[] {
  const timing = leaseTiming(config);
  const { retryPeriodMs, requestTimeoutMs, leaseDurationMs } = timing;
  const leaseMs = publishedLeaseMs(timing);
  const onMs = leadsOnMs(timing);
  const concerns: string[] = [];
  if (leaseMs <= onMs) {
    const parts = timing.deadlineFromRenewal === 0 ? 'renewDeadlineMs and retryPeriodMs' : 'renewDeadlineMs';
    concerns.push(
      `leaseDurationMs (${leaseMs} in whole seconds) is not above ${parts} (${onMs}): a leader that is cut off leads on for ${onMs - leaseMs} ms and more after others may take over.`,
    );
  }
  if (retryPeriodMs < 1000) {
    concerns.push(
      `retryPeriodMs (${retryPeriodMs}) is below a second: two renewals within one second look the same, so others may miss the later one.`,
    );
  }
  if (leaseDurationMs % 1000 !== 0) {
    concerns.push(
      `leaseDurationMs (${leaseDurationMs}) is no whole number of seconds: others wait only ${leaseMs} ms.`,
    );
  }
  if (requestTimeoutMs <= 2 * most) {
    concerns.push(
      `requestTimeoutMs (${requestTimeoutMs}) is not above the way to the server and back (up to ${2 * most} ms): some answers come too late.`,
    );
  }
  return concerns;
}
