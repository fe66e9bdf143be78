import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROTOCOLS } from '../../src/core/registry';
import { bytesOf, sumOf, tooHeavy, wireWeight } from '../setup/wire-weight';

const MANIFEST = {
  '_page.js': { file: 'assets/page.js', imports: ['_shared.js'], css: ['assets/page.css'] },
  '_shared.js': { file: 'assets/shared.js' },
  'src/workers/node.worker.ts': { file: 'assets/node.js', isEntry: true, imports: ['_shared.js'] },
  [`src/core/protocols/${PROTOCOLS[0]!.id}/protocol.ts`]: { file: 'assets/protocol.js' },
  'src/ui/help/Help.svelte': { file: 'assets/help.js', imports: ['_shared.js'] },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interregnum-weight-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('.vite/manifest.json', JSON.stringify(MANIFEST));
  for (const path of ['service-worker.js', 'picture.png', 'assets/page.css']) write(path, path);
  write('index.html', '<script src="./assets/page.js"></script><link href="./assets/page.css" />');
  for (const { file } of Object.values(MANIFEST)) write(file, file.repeat(20));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what the document, a node and the first protocol import comes first, each file once; all else later', () => {
  const { first, later } = wireWeight(folder, []);
  expect(first.map(({ path }) => path).sort()).toEqual([
    'assets/node.js',
    'assets/page.css',
    'assets/page.js',
    'assets/protocol.js',
    'assets/shared.js',
    'index.html',
  ]);
  expect(later.map(({ path }) => path).sort()).toEqual(['assets/help.js', 'service-worker.js']);
  expect(later.find(({ path }) => path === 'assets/help.js')?.bytes).toBe(
    bytesOf(Buffer.from('assets/help.js'.repeat(20))),
  );
});

test('what arrives on demand is neither first nor later', () => {
  const { later, onDemand } = wireWeight(folder, ['src/ui/help/Help.svelte']);
  expect(onDemand.map(({ path }) => path)).toEqual(['assets/help.js']);
  expect(later.map(({ path }) => path)).toEqual(['service-worker.js']);
});

test('too much is told with the heaviest files, the most there may be is not too much', () => {
  const files = [
    { path: 'a.js', bytes: 10 },
    { path: 'b.js', bytes: 90 },
  ];
  expect(sumOf(files)).toBe(100);
  expect(tooHeavy('First', files, 100)).toBeNull();
  expect(tooHeavy('First', files, 99)).toBe(
    'First: 100 bytes, and at most 99 are allowed. The heaviest: b.js 90, a.js 10.',
  );
});
