/** A test for Vitest that runs a run up to an instant and expects what is seen there now. */
import type { ResolvedRun } from '../../sim/run';
import type { ClusterView } from '../../sim/view';
import { runUntil } from '../session/past';
import { instantText } from '../../sim/instant-words';
import type { Sight } from './sight';

/** The source of a whole file, to be saved beside the playground's `src`. */
export function vitestTest({ run, timeUs, after, view, digest }: Sight): string {
  const seen = view.nodes.map(({ id, status, role, epoch, authority }) =>
    JSON.stringify({ id, status, role, epoch, authority }),
  );
  const place =
    after === undefined ? `${timeUs / 1000}` : `{ atMs: ${timeUs / 1000}, after: ${JSON.stringify(after)} }`;
  return `import { expect, test } from 'vitest';
// Where the sources of Interregnum are, as seen from this file.
import { simulate, type Run } from './src/sim';

const run: Run = ${runText(runUntil(run, timeUs))};

test(${JSON.stringify(`${authorityText(view)} at ${instantText(timeUs)}`)}, () => {
  const { view, digest } = simulate(run, ${place});
  expect(view.nodes).toMatchObject([
${seen.map((node) => `    ${node},`).join('\n')}
  ]);
  // Everything that happened ${after === undefined ? 'up to then' : 'before that instant'}, to the last bit.
  expect(digest).toBe(${JSON.stringify(digest)});
});
`;
}

/** A fault to a line: they are what one reads, and changes. */
function runText({ faults, ...rest }: ResolvedRun): string {
  const lines = Object.entries(rest).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`);
  const list = faults.map((fault) => `    ${JSON.stringify(fault)},`);
  return ['{', ...lines, ...(list.length > 0 ? ['  faults: [', ...list, '  ],'] : []), '}'].join('\n');
}

function authorityText({ nodes }: ClusterView): string {
  const ids = nodes.filter(({ authority }) => authority).map(({ id }) => id);
  if (ids.length === 0) return 'nobody has authority';
  return ids.length === 1 ? `${ids[0]} has authority` : `${ids.join(' and ')} have authority`;
}
