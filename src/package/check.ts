/** What is checked of every run, and of a protocol's own properties, as one call. */
import { invariantsOf } from '../check/invariants/of-protocol';
import type { Violation } from '../check/invariant';
import { Monitor } from '../check/monitor';
import { named, type Named } from '../core/protocols/own/given';
import { systemOfRun, type Run } from '../sim/run';
import { simulate } from '../sim/simulate';

export type Broken = Pick<Violation, 'invariant' | 'atUs' | 'text' | 'witnesses'>;

export interface Checked {
  /** In the order in which they happened, at most one for each property. */
  readonly violations: readonly Broken[];
  /** What is only worth a note, as a cluster that is never whole again. */
  readonly notes: readonly Broken[];
}

/** Runs it from 0 to `untilMs` of virtual time. Throws a sentence on a run that cannot be. */
export function check(run: Named<Run>, untilMs: number): Checked {
  const given = named(run);
  const monitor = new Monitor(invariantsOf(systemOfRun(given)));
  simulate(given, untilMs, { observers: [monitor], keepTrace: false });
  const plain = ({ invariant, atUs, text, witnesses }: Violation): Broken => ({
    invariant,
    atUs,
    text,
    witnesses,
  });
  return { violations: monitor.violations.map(plain), notes: monitor.notes.map(plain) };
}
