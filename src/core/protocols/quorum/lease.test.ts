import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaseEndUs, leaseFromUs, newerGrants, newestEchoUs } from './lease';
import { settingsOf } from './settings';
import { initialState, type PeerState } from './state';
import { bootOf } from './test-kit';

function peersWith(echoes: readonly number[]): {
  peers: readonly PeerState[];
  settings: ReturnType<typeof settingsOf>;
} {
  const ids = ['me', ...echoes.map((_, i) => `n${i}`)];
  const boot = bootOf('me', ids);
  const settings = settingsOf(boot);
  const { peers } = initialState(boot, settings);
  echoes.forEach((echoUs, i) => (peers[i]!.echoUs = echoUs));
  return { peers, settings };
}

test('the quorum-th newest grant counts, the primary itself being the newest', () => {
  const { peers, settings } = peersWith([100, 400, -1, 300]);
  expect(leaseFromUs(peers, settings)).toBe(300);
  expect(leaseEndUs(300, settings)).toBe(150_300);
});

test('too few grants are none', () => {
  const { peers, settings } = peersWith([-1, 400, -1, -1]);
  expect(leaseFromUs(peers, settings)).toBe(-1);
  expect(leaseEndUs(-1, settings)).toBe(0);
  expect(newestEchoUs(peers, 5)).toBe(-1);
});

test('who is alone needs no grant', () => {
  const { peers, settings } = peersWith([]);
  expect(leaseEndUs(leaseFromUs(peers, settings), settings)).toBe(Infinity);
});

test('at any number of peers it is what sorting says', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 20 }), { minLength: 1 }), fc.nat(), (echoes, n) => {
      const { peers } = peersWith(echoes);
      const count = 1 + (n % echoes.length);
      const from = newestEchoUs(peers, count);
      expect(from).toBe(echoes.toSorted((a, b) => b - a)[count - 1]);
      expect(newerGrants(peers, from)).toBe(echoes.filter((echo) => echo > from).length);
    }),
  );
});
