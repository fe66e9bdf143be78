import { expect, test } from 'vitest';
import { acquaintances, circles, importGraph } from '../setup/import-graph';

const graphOf = (files: Record<string, string>) => importGraph(new Map(Object.entries(files)));

test('types, components and files that come later make circles like everything else', () => {
  const graph = graphOf({
    'src/a.ts': `import type { B } from './b';`,
    'src/b.ts': `export { type A } from './a';`,
    'src/ui/C.svelte': `<script lang="ts" module>export const x = 1;</script>
      <script lang="ts">import type { D } from './d';</script><p>import('./alone')</p>`,
    'src/ui/d.ts': `export const load = () => import('./E.svelte');`,
    'src/ui/E.svelte': `<script lang="ts">import C from './C.svelte';</script>`,
    'src/ui/alone.ts': `import { load } from './d'; import '../theme.css'; import ts from 'typescript';`,
    'src/theme.css': '',
    'src/self.ts': `type Own = import('./self').Own;`,
  });
  expect(circles(graph)).toEqual([
    ['src/a.ts', 'src/b.ts'],
    ['src/self.ts'],
    ['src/ui/C.svelte', 'src/ui/E.svelte', 'src/ui/d.ts'],
  ]);
});

test('a tree is no circle, and neither are two ways to one file', () => {
  const graph = graphOf({
    'src/a.ts': `import './b'; import './c';`,
    'src/b.ts': `import './d';`,
    'src/c.ts': `import './d'; import worker from './d?worker';`,
    'src/d/index.ts': '',
  });
  expect(circles(graph)).toEqual([]);
  expect(graph.get('src/c.ts')).toEqual(['src/d/index.ts']);
});

test('who starts a worker imports it', () => {
  const graph = graphOf({
    'src/app/make.ts': `import address from 'virtual:worker/node';`,
    'src/workers/node.worker.ts': `import type { Made } from '../app/make';`,
  });
  expect(circles(graph)).toEqual([['src/app/make.ts', 'src/workers/node.worker.ts']]);
});

test('a file that is not there is an error, because nobody would see what it imports', () => {
  expect(() => graphOf({ 'src/a.ts': `import './gone';` })).toThrow('src/a.ts imports ./gone');
});

test('no protocol knows another; the registry knows all', () => {
  const graph = graphOf({
    'src/core/registry.ts': `import './protocols/one'; import './protocols/two';`,
    'src/core/protocols/one/index.ts': `import './deep/part';`,
    'src/core/protocols/one/deep/part.ts': `import type { X } from '../../two/x'; import '../index';`,
    'src/core/protocols/two/index.ts': `import '../../wire';`,
    'src/core/protocols/two/x.ts': '',
    'src/core/wire.ts': '',
  });
  expect(acquaintances(graph)).toEqual([
    ['src/core/protocols/one/deep/part.ts', 'src/core/protocols/two/x.ts'],
  ]);
});
