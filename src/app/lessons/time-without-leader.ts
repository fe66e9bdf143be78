/** What a rule costs whoever leaves it out, where nothing unsafe comes of that: time in which nothing can be decided. */
import { World } from '../../sim/cluster/world';
import { advance } from '../../sim/cluster/advance';
import { InlineHost } from '../../sim/inline-host';
import { resolveRun, type Run } from '../../sim/run';

/** How often it is looked, milliseconds. */
const EVERY_MS = 100;

/** For how many milliseconds from its first fault until `untilMs` nobody has authority, to a tenth of a second. */
export function timeWithoutLeaderMs(run: Run, untilMs: number): number {
  const host = new InlineHost();
  const world = new World(resolveRun(run), host, [], false);
  world.trace.mute();
  const sinceMs = Math.min(...(run.faults ?? []).map(({ atMs }) => atMs));
  let withoutMs = 0;
  for (let ms = sinceMs; ms < untilMs; ms += EVERY_MS) {
    const atUs = Math.round(ms * 1000);
    advance(world, host, atUs);
    if (!world.slots.some((slot) => slot.hasAuthority(atUs))) withoutMs += EVERY_MS;
  }
  return withoutMs;
}

/** The sentence that a lesson says of it; null unless it is at least twice as long without the rule. */
export function costOf(run: Run, safeguard: string, untilMs: number): string | null {
  const off = timeWithoutLeaderMs(run, untilMs);
  const on = timeWithoutLeaderMs({ ...run, safeguards: { ...run.safeguards, [safeguard]: true } }, untilMs);
  if (off < 2 * on || off === 0) return null;
  const words = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return `From the first fault on nobody could decide anything for ${words(off)}; with the rule for ${words(on)}.`;
}
