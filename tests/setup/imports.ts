/** The part of `npm run check` that looks at all imports together: no circles, and no protocol that knows another. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { acquaintances, circles, importGraph } from './import-graph';

const top = fileURLToPath(new URL('../..', import.meta.url));
const CODE = /\.(ts|js|svelte)$/;

const files = ['src', 'tests'].flatMap((folder) =>
  readdirSync(`${top}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/')),
);
const textOf = (file: string): string => (CODE.test(file) ? readFileSync(file, 'utf8') : '');
const graph = importGraph(new Map(files.map((file) => [file.slice(top.length), textOf(file)])));

const complaints = [
  ...circles(graph).map(
    (knot) => `These files need each other: ${knot.join(', ')}. Put what both need into a third.`,
  ),
  ...acquaintances(graph).map(
    ([from, to]) =>
      `${from} imports ${to}: no protocol knows another. What they share stands beside core/protocols/.`,
  ),
];
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exit(1);
console.log(`The imports of ${graph.size} files make no circle.`);
