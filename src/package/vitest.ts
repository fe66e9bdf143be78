/**
 * A matcher for Vitest: `expect(protocol).toSurviveHunt({ nodes: 3, schedules: 2000 })`. What fails it is told as the few faults that
 * it takes, the link that opens them, and the command that finds them again.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';
import { playedFaultLines } from '../app/explain/fault-lines';
import { bookmarkOf } from '../app/search/found-run';
import { fragmentFor, packText } from '../app/run/link';
import { inPage } from '../cli/in-page';
import type { AnyDefinition } from '../core/protocols/own/definition';
import { named, type Named } from '../core/protocols/own/given';
import { instantText } from '../sim/instant-words';
import { resolveRun, type Run } from '../sim/run';
import { fileOf } from './file-of';
import { hunt, type Found, type HuntGiven } from './hunt';

export interface SurviveOptions extends Omit<HuntGiven, 'run' | 'nodes'> {
  /** How many nodes a schedule has at most. Default: 3. */
  readonly nodes?: number;
  /** Settings and rules that are not as the definition has them. */
  readonly config?: Run['config'];
  readonly safeguards?: Run['safeguards'];
  readonly network?: Run['network'];
}

interface Matchers<R> {
  /** Hunts it, and fails with what was found. */
  toSurviveHunt(options?: SurviveOptions): Promise<R>;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-empty-object-type
  interface Matchers<T = any> extends OurMatchers<T> {}
}
export type OurMatchers<R> = Matchers<R>;

expect.extend({
  async toSurviveHunt(protocol: AnyDefinition, options: SurviveOptions = {}) {
    const { nodes = 3, config, safeguards, network, ...more } = options;
    const run: Named<Run> = {
      version: 1,
      protocol,
      nodes: Array.from({ length: nodes }, (_, at) => `n${at + 1}`),
      seed: more.seed ?? 1,
      ...(config !== undefined && { config }),
      ...(safeguards !== undefined && { safeguards }),
      ...(network !== undefined && { network }),
    };
    const { found, schedules } = hunt({ run, ...more });
    const text = found === null ? '' : await told(protocol, found, schedules, options);
    return {
      pass: found === null,
      message: () =>
        found === null ? `${protocol.title} was to be broken, and none of ${schedules} schedules did.` : text,
    };
  },
});

async function told(
  protocol: AnyDefinition,
  { run, violation, faults, seed }: Found,
  schedules: number,
  { nodes = 3, safeguards = {}, config = {} }: SurviveOptions,
): Promise<string> {
  const file = fileOf(protocol);
  const plain = resolveRun(named(run));
  const lines = await playedFaultLines(plain, violation.atUs);
  const off = Object.keys(safeguards).filter((name) => safeguards[name] === false);
  const settings = Object.entries(config).map(([name, value]) => `${name}=${value}`);
  const command = [
    `npx interregnum hunt ${file === null ? './your-protocol.ts' : file}`,
    `--preset published --nodes ${Math.min(2, nodes)}-${nodes} --seed ${seed} --schedules 1`,
    ...(off.length > 0 ? [`--safeguards ${off.map((name) => `-${name}`).join(',')}`] : []),
    ...(settings.length > 0 ? [`--config ${settings.join(',')}`] : []),
  ].join(' ');
  return [
    `${protocol.title} is broken after ${schedules} schedules: ${violation.text}`,
    '',
    `Shrunk to ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} on ${run.nodes.length} nodes:`,
    ...faults.map(
      ({ atMs }, at) => `  ${instantText(Math.round(atMs * 1000))}  ${lines.get(at) ?? 'was still to come'}`,
    ),
    `  ${instantText(violation.atUs)}  ${violation.text}`,
    '',
    `See it: ${await linkTo(plain, violation, file)}`,
    `Find it again: ${command}`,
  ].join('\n');
}

/** With the text of the file, as a link carries it. */
async function linkTo(run: Run, violation: Found['violation'], file: string | null): Promise<string> {
  if (file === null) return 'no link, since the file of the protocol is not known.';
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    return `no link, since ${basename(file)} cannot be read.`;
  }
  named({ protocol: 'own', source });
  return inPage(
    fragmentFor(await packText(JSON.stringify(bookmarkOf({ run: { ...run, source }, violation })))),
  );
}
