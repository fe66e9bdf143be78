import { expect, test } from 'vitest';
import { onDemandFiles, type Manifest } from './on-demand';

const MANIFEST: Manifest = {
  'index.html': {
    file: 'page.js',
    isEntry: true,
    css: ['page.css'],
    imports: ['_both.js'],
    dynamicImports: ['asked.ts', 'later.ts'],
  },
  'a.worker.ts': { file: 'worker.js', isEntry: true, dynamicImports: ['asked.ts'] },
  'later.ts': { file: 'later.js', imports: ['_shared.js'] },
  'asked.ts': {
    file: 'asked.js',
    css: ['asked.css'],
    imports: ['_both.js', '_shared.js', '_alone.js'],
    dynamicImports: ['deeper.ts'],
  },
  'deeper.ts': { file: 'deeper.js', imports: ['index.html'] },
  '_both.js': { file: 'both.js' },
  '_shared.js': { file: 'shared.js' },
  '_alone.js': { file: 'alone.js' },
};

test('what nobody else needs arrives with the part that is asked for', () => {
  expect([...onDemandFiles(MANIFEST, ['asked.ts'])].sort()).toEqual([
    'alone.js',
    'asked.css',
    'asked.js',
    'deeper.js',
  ]);
});

test('what two such parts share is still asked for', () => {
  expect([...onDemandFiles(MANIFEST, ['asked.ts', 'later.ts'])]).toContain('shared.js');
});

test('a page in a chunk that is not called an entry is no part of what is asked for', () => {
  const { 'index.html': page, ...others } = MANIFEST;
  const deeper = { file: 'deeper.js', imports: ['_page.js'] };
  const manifest: Manifest = { ...others, '_page.js': { ...page!, isEntry: false }, 'deeper.ts': deeper };
  const asked = ['alone.js', 'asked.css', 'asked.js', 'deeper.js'];
  expect([...onDemandFiles(manifest, ['asked.ts'])].sort()).toEqual(asked);
});

test('a part that the build does not have is named', () => {
  expect(() => onDemandFiles(MANIFEST, ['gone.ts'])).toThrow('The build has nothing that came of gone.ts.');
});
