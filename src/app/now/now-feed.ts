/** NOW of the run that is open: what the session shows, with what its trace tells of the time before. */
import type { SessionState } from '../session/state';
import { lastDeed, lastWord } from './deed';
import { LeaderGaps } from './gaps';
import { nowOf, type Now } from './now';
import { nodesIn, type Snapshot } from '../../sim/view';
import type { NodeId } from '../../core/program';

/** How long something that ended is still news, in real time: long enough to be read. Microseconds. */
const NEWS_US = 3_000_000;
/** At a quick pace no more of the cluster's time than so many times that. */
const MOST_PACE = 4;

export class NowFeed {
  private gaps: LeaderGaps | null = null;
  private of: SessionState['trace'] | null = null;

  at(state: SessionState): Now {
    const { trace, snapshot, protocol, settings, stoppedBy, speed } = state;
    const gaps = this.gapsOf(trace);
    gaps.update();
    const shown = snapshot.moment ?? snapshot.timeUs;
    const newsUs = NEWS_US * Math.min(Math.max(speed, 1), MOST_PACE);
    return nowOf({
      snapshot,
      protocol,
      safeguards: settings.safeguards,
      violation: stoppedBy,
      deed: lastDeed(trace, shown, newsUs),
      said: lastWord(trace, shown, newsUs, impatientIn(snapshot)),
      gap: gaps.lastAt(snapshot.timeUs),
      newsUs,
    });
  }

  private gapsOf(trace: SessionState['trace']): LeaderGaps {
    if (this.gaps === null || this.of !== trace) this.gaps = new LeaderGaps(trace);
    this.of = trace;
    return this.gaps;
  }
}

/** They run, have waited long enough, and do not stand yet. */
function impatientIn(snapshot: Snapshot): readonly NodeId[] {
  return nodesIn(snapshot)
    .filter(
      ({ status, role, patienceUntilUs }) =>
        status === 'up' && role === 'replica' && patienceUntilUs <= snapshot.timeUs,
    )
    .map(({ id }) => id);
}
