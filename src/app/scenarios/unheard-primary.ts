import { PACE } from './pace';
import type { Scenario } from './scenario';
import { FIVE, mute } from './script';

export const unheardPrimary: Scenario = {
  id: 'unheard-primary',
  title: 'A primary that nobody hears',
  summary:
    'At 12\u00a0s everything that n1 sends is lost, while it still hears everybody. Nobody can grant it anything any more, and when n2 asks for votes n1 itself gives way and votes for it.',
  watch: 'n1 hears four nodes and leads none: watch it vote for its successor at 18.0\u00a0s.',
  run: { version: 1, protocol: 'quorum', nodes: FIVE, seed: 1, ...PACE, faults: mute(12_000, 'n1', FIVE) },
  lookAtMs: 18_000,
  untilMs: 30_000,
};
