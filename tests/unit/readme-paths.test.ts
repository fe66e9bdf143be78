/** Whoever looks for something goes where `src/README.md` says: the files have to be there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SRC = new URL('../../src/', import.meta.url);
const text = readFileSync(new URL('README.md', SRC), 'utf8');

/** What stands between backquotes and names a folder or a file from `src/` on. */
const paths = [...text.matchAll(/`((?:core|sim|check|workers|app|ui|cli)\/[\w<>./-]*)`/g)].map(
  ([, path]) => path!,
);

test('every file and folder that is named from src/ on is there', () => {
  expect(paths.length).toBeGreaterThan(15);
  const gone = paths.filter((path) => !existsSync(new URL(path.replace('<id>', 'quorum'), SRC)));
  expect(gone).toEqual([]);
});

test.each(['core', 'sim', 'check', 'app'])('every folder of %s stands in the table', (ring) => {
  const folders = readdirSync(new URL(ring, SRC), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const untold = folders.filter(({ name }) => !text.includes(`\`${name}/`));
  expect(untold.map(({ name }) => name)).toEqual([]);
});
