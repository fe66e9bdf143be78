import { describe, expect, test } from 'vitest';
import { checkKubernetesTiming, leaseTiming } from './config';
import { formatLease, parseLease } from './lease-value';
import { kubernetesConcerns, leadsOnMs, whyNobodyLeads } from './outlook';
import { kubernetesProtocol } from './protocol';
import { BLANK_RECORD, keyOf } from './record';

const numbers = (leaseDurationMs: number, renewDeadlineMs: number, retryPeriodMs: number) => ({
  leaseDurationMs,
  renewDeadlineMs,
  retryPeriodMs,
});

describe('the numbers', () => {
  test('are those of the core components by default; a request may take half a deadline, and a second at least', () => {
    expect(leaseTiming({})).toMatchObject({ ...numbers(15_000, 10_000, 2000), requestTimeoutMs: 5000 });
    expect(leaseTiming({ renewDeadlineMs: 900 }).requestTimeoutMs).toBe(1000);
    expect(checkKubernetesTiming({})).toBeNull();
  });

  test.each([
    [numbers(10_000, 10_000, 2000), /leaseDurationMs \(10000\) must be above renewDeadlineMs \(10000\)/],
    [numbers(15_000, 2400, 2000), /renewDeadlineMs \(2400\) must be above 1.2 times retryPeriodMs \(2000\)/],
  ])('are refused where they contradict each other', (config, sentence) => {
    expect(checkKubernetesTiming(config)).toMatch(sentence);
  });

  test('are taken at the very edge', () => {
    expect(checkKubernetesTiming(numbers(10_001, 10_000, 2000))).toBeNull();
    expect(checkKubernetesTiming(numbers(15_000, 2401, 2000))).toBeNull();
  });

  test.each([
    [15_000, 10_000, 2000, 12_000],
    [137_000, 107_000, 26_000, 133_000],
    [270_000, 240_000, 60_000, 300_000],
  ])('say how long a leader that is cut off leads on: %d, %d, %d', (lease, deadline, retry, onMs) => {
    expect(leadsOnMs(leaseTiming(numbers(lease, deadline, retry)))).toBe(onMs);
    expect(leadsOnMs(leaseTiming({ ...numbers(lease, deadline, retry), deadlineFromRenewal: 1 }))).toBe(
      deadline,
    );
  });
});

describe('what is odd about them is told', () => {
  test('nothing is by default', () => {
    expect(kubernetesConcerns({}, [20, 60])).toEqual([]);
  });

  test.each([
    [numbers(270_000, 240_000, 60_000), /leads on for 30000 ms and more after others may take over/],
    [numbers(15_000, 10_000, 500), /two renewals within one second look the same/],
    [numbers(15_500, 10_000, 2000), /others wait only 15000 ms/],
    [{ requestTimeoutMs: 100 }, /some answers come too late/],
  ])('%j', (config, sentence) => {
    expect(kubernetesConcerns(config, [20, 60])).toEqual([expect.stringMatching(sentence)]);
  });

  test('nobody leads with a lease of no seconds, or where no answer comes in time', () => {
    expect(whyNobodyLeads(numbers(900, 800, 300), 20)).toMatch(/refuses a lease of 0 seconds/);
    expect(whyNobodyLeads({ requestTimeoutMs: 40 }, 20)).toMatch(/is waited for requestTimeoutMs \(40\)/);
    expect(whyNobodyLeads({}, 20)).toBeNull();
  });
});

describe('the Lease in the store', () => {
  const record = {
    holder: 'n2',
    leaseDurationSeconds: 15,
    acquireTimeUs: 1_767_225_600_000_000,
    renewTimeUs: 1_767_225_602_500_000,
    transitions: 7,
  };
  const { readLease, leaseKey } = kubernetesProtocol.store!;

  test('is read as it was written, and says who leads and until when', () => {
    expect(leaseKey).toBe('leases/election');
    expect(parseLease(formatLease(record))).toEqual(record);
    expect(readLease(formatLease(record))).toEqual({
      holder: 'n2',
      token: 7,
      untilWallUs: 1_767_225_617_500_000,
    });
  });

  test.each(['', '{', '#corrupt#', '[]', '{"holderIdentity":3}', '{"leaseDurationSeconds":-1}'])(
    'counts as not filled in where it is something else: %j',
    (text) => {
      expect(parseLease(text)).toEqual(BLANK_RECORD);
      expect(readLease(text)).toBeNull();
    },
  );

  test('changes for those who look only with the second', () => {
    const at = (renewTimeUs: number) => keyOf({ ...record, renewTimeUs });
    expect(at(1_999_999)).toBe(at(1_000_000));
    expect(at(2_000_000)).not.toBe(at(1_999_999));
    expect(keyOf({ ...record, holder: 'n3' })).not.toBe(keyOf(record));
    expect(keyOf({ ...record, transitions: 8 })).not.toBe(keyOf(record));
  });
});

test('without a store there is no election', () => {
  const boot = { nodeId: 'n1', peerIds: ['n1'], config: {}, safeguards: {}, storeId: null };
  expect(() => kubernetesProtocol.create(boot as never)).toThrow(/this run has none/);
});
