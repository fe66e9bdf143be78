/** What was shown before, in one line: `Quorum · 5 nodes · 3 branches · up to 12.500 s`. */
import type { AsideInfo } from '../../../app/session/state';
import { systemOfRun } from '../../../sim/run';
import { count, secondsText } from '../../format';

export function exhibitWords({ run, branches, headUs }: AsideInfo): string {
  const { title } = systemOfRun(run);
  return [
    // Behind a comma stands what a list of protocols needs.
    title.split(',')[0]!,
    count(run.nodes.length, 'node'),
    ...(branches > 1 ? [`${branches} branches`] : []),
    `up to ${secondsText(headUs)} s`,
  ].join(' · ');
}
