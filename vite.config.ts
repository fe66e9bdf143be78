import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { rolldown } from 'rolldown';
import { build, defineConfig, type Plugin, type Rolldown } from 'vite';
import { OF_SANDBOX, onDemandFiles, type Manifest } from './src/app/offline/on-demand.ts';

/** Everything that the page may load comes from its own folder; nothing runs that was not built into it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "frame-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Only the built page has the policy: the development server injects inline styles that it would refuse. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        // A policy governs only what follows it.
        injectTo: 'head-prepend',
      },
    ],
  };
}

const WORKER = 'virtual:worker/';
const PRELOAD_HELPER = '\0vite/preload-helper.js';
/** What a worker has no use for, and what would fail in one. */
const OF_THE_PAGE = /\/src\/(ui|app)\/|\.svelte$|\/node_modules\/(svelte|d3[^/]*|@lucide)\//;

/** The chunks that workers load, sooner or later, of the build that is under way. */
const workerChunks = new Set<string>();

/**
 * Page and workers out of one build graph: `virtual:worker/<name>` is the address of `src/workers/<name>.worker.ts`, which
 * becomes a chunk beside those of the page and shares chunks with it. So the core crosses the wire once.
 */
function workerScripts(): Plugin {
  let developing = false;
  return {
    name: 'worker-scripts',
    configResolved: ({ command }) => void (developing = command === 'serve'),
    buildStart: () => void (firsts = null),
    resolveId: (id) => (id.startsWith(WORKER) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${WORKER}`)) return;
      const path = `/src/workers/${id.slice(WORKER.length + 1)}.worker.ts`;
      if (developing) return `export default ${JSON.stringify(`${path}?worker_file&type=module`)};`;
      const file = fileURLToPath(new URL(`.${path}`, import.meta.url));
      const chunk = this.emitFile({ type: 'chunk', id: file });
      return `export default import.meta.ROLLUP_FILE_URL_${chunk};`;
    },
    transform: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      // In a worker there is no window to tell that a chunk could not be loaded.
      handler: (code, id) =>
        id === PRELOAD_HELPER ? code.replaceAll('window.dispatchEvent', 'globalThis.dispatchEvent') : null,
    },
    generateBundle: {
      order: 'pre',
      handler(_options, bundle) {
        workerChunks.clear();
        const follow = (file: string): void => {
          const chunk = bundle[file];
          if (chunk?.type !== 'chunk' || workerChunks.has(file)) return;
          workerChunks.add(file);
          for (const next of [...chunk.imports, ...chunk.dynamicImports]) follow(next);
        };
        for (const [file, chunk] of Object.entries(bundle)) {
          if (chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith('.worker.ts')) follow(file);
        }
        for (const file of workerChunks) {
          const chunk = bundle[file];
          const astray =
            chunk?.type === 'chunk' && chunk.moduleIds.find((module) => OF_THE_PAGE.test(module));
          if (typeof astray === 'string')
            this.error(`${file} is loaded by a worker and has ${astray} in it.`);
        }
        for (const [file, chunk] of Object.entries(bundle)) {
          if (chunk.type !== 'chunk' || chunk.facadeModuleId?.endsWith('.worker.ts')) continue;
          const started = chunk.moduleIds.find((module) => module.endsWith('.worker.ts'));
          if (started !== undefined) this.error(`${file} would start ${started} in whoever loads it.`);
        }
      },
    },
  };
}

const SANDBOX = 'virtual:sandbox';

/**
 * Where protocols of one's own run (`src/app/own/sandbox/`): a hidden frame with a policy of its own, and the script of its
 * workers, one classic file, because a frame of no origin can load neither modules nor what lies beside it. The page asks for
 * both by the addresses that `virtual:sandbox` names.
 */
function sandbox(): Plugin {
  const within = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));
  let developing = false;
  const frame = async (): Promise<string> => {
    const script = await readFile(within('workers/sandbox/frame.js'), 'utf8');
    const hash = createHash('sha256').update(script).digest('base64');
    const policy = [
      "default-src 'none'",
      `script-src 'sha256-${hash}' blob:`,
      'worker-src blob:',
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
    return `<!doctype html>\n<meta charset="utf-8" />\n<meta http-equiv="Content-Security-Policy" content="${policy}" />\n<title>Sandbox</title>\n<script>${script}</script>\n`;
  };
  const script = async (): Promise<string> => {
    const built = await build({
      configFile: false,
      logLevel: 'warn',
      // Who develops asks for it anew with each load.
      plugins: developing ? [] : [smaller()],
      publicDir: false,
      build: {
        write: false,
        minify: !developing,
        // All in one file: there is nothing to preload.
        modulePreload: false,
        rolldownOptions: {
          input: within('app/own/sandbox/sandbox.worker.ts'),
          output: { format: 'iife', codeSplitting: false },
        },
      },
    });
    const [output] = [built].flat() as Rolldown.RolldownOutput[];
    return output!.output[0].code;
  };
  const files = [
    ['html', frame],
    ['js', script],
  ] as const;
  return {
    name: 'sandbox',
    configResolved: ({ command }) => void (developing = command === 'serve'),
    configureServer({ middlewares }) {
      for (const [kind, text] of files) {
        middlewares.use(`/assets/sandbox-dev.${kind}`, (_request, response, next) => {
          text().then((content) => {
            response.setHeader('Content-Type', kind === 'html' ? 'text/html' : 'text/javascript');
            response.end(content);
          }, next);
        });
      }
    },
    resolveId: (id) => (id === SANDBOX ? `\0${id}` : undefined),
    async load(id) {
      if (id !== `\0${SANDBOX}`) return;
      const urls = await Promise.all(
        files.map(async ([kind, text]) => {
          if (developing) return JSON.stringify(`/assets/sandbox-dev.${kind}`);
          const source = await text();
          const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8);
          const asset = this.emitFile({ type: 'asset', fileName: `assets/sandbox-${hash}.${kind}`, source });
          return `import.meta.ROLLUP_FILE_URL_${asset}`;
        }),
      );
      return `export const frameUrl = ${urls[0]};\nexport const scriptUrl = ${urls[1]};`;
    },
  };
}

/**
 * What strips types is written for Node: bundled with the page it would bring what such modules need of the bundler, in a file
 * that everybody has to fetch first. So it is one module already when it comes into the page's graph.
 */
function stripperInOnePiece(): Plugin {
  const id = '\0sucrase';
  return {
    name: 'stripper-in-one-piece',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (source === 'sucrase' ? id : undefined),
    async load(asked) {
      if (asked !== id) return;
      const bundle = await rolldown({
        input: fileURLToPath(new URL('esm/index.js', import.meta.resolve('sucrase'))),
        platform: 'browser',
      });
      const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
      return { code: output[0].code, moduleSideEffects: false };
    },
  };
}

/**
 * A second look at what the bundler has made small: a hundredth less over the wire, which is what a feature weighs. It takes
 * most of a build's time; `SMALLER=0` leaves it out, for who builds many times over and does not weigh.
 */
function smaller(): Plugin {
  return {
    name: 'smaller',
    apply: (_config, { command }) => command === 'build' && process.env['SMALLER'] !== '0',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const { minify } = await import('terser');
        const options = { module: true, ecma: 2022, compress: { passes: 3, keep_fargs: false } } as const;
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === 'chunk') chunk.code = (await minify(chunk.code, options)).code ?? chunk.code;
        }
      },
    },
  };
}

type Graph = Rolldown.ChunkingContext;

/**
 * What has to cross the wire before the page can be used comes in three files, which also compress better than many: what
 * a node needs, what else of a simulation searches need as well, and the page. What comes right after that is a fourth, for
 * all later parts to share. The bundler sees to the rest.
 */
const FIRST_CHUNKS = (['node', 'simulation', 'page', 'beside'] as const).map((name, at) => ({
  debugName: name,
  priority: 4 - at,
  name: (id: string, graph: Graph) =>
    // What a worker does when it starts is nothing for the page: its script stays a file of its own.
    !id.endsWith('.worker.ts') && (firsts ??= firstModules(graph))[name].has(id) ? name : null,
}));

/** Of the build that is under way. */
let firsts: ReturnType<typeof firstModules> | null = null;

function firstModules(graph: Graph) {
  const reach = (entries: readonly string[], later: boolean): ReadonlySet<string> => {
    const found = new Set<string>();
    const follow = (module: string): void => {
      // All of D3 and of Svelte hangs on an index, and the page needs little of it at first.
      if (found.has(module) || /\/node_modules\/(svelte|d3\/.*(?<!\?first)$)/.test(module)) return;
      found.add(module);
      const info = graph.getModuleInfo(module);
      for (const next of info?.importedIds ?? []) follow(next);
      if (later) for (const next of info?.dynamicallyImportedIds ?? []) follow(next);
    };
    for (const entry of entries) follow(fileURLToPath(new URL(entry, import.meta.url)));
    return found;
  };
  const searches = ['hunt', 'explore', 'lab'].map((name) => `src/workers/${name}.worker.ts`);
  const node = new Set([
    ...reach(['src/workers/node.worker.ts'], false),
    // What protocols share; what is theirs alone comes with them.
    ...[...reach(['src/core/protocols/quorum/protocol.ts'], false)].filter(
      (id) => !/\/protocols\/quorum\//.test(id),
    ),
  ]);
  const page = reach(['src/ui/main.ts'], false);
  const searched = reach(searches, true);
  const simulation = new Set([...page].filter((id) => searched.has(id)));
  const beside = reach(['src/ui/beside-stage.ts'], false);
  return { node, simulation, page, beside: new Set([...beside].filter((id) => !searched.has(id))) };
}

const FIRST = '?first';
/** Zoom and brush interrupt what D3 moves by itself, and nothing here is moved by D3: that, and its colours, are 7 kB. */
const WITHOUT_TRANSITIONS = '\0little-d3/transition';
const NOTHING_TO_INTERRUPT = `
  import { selection } from 'd3-selection';
  selection.prototype.interrupt = function () { return this; };
  export const interrupt = () => {};
`;
const MADE_AS_IT_IS_LOADED = /^((?:const|let|var) [\w$]+ = )(?=[\w$.]+\(|\(function)/gm;
const DRAWS_FIRST = /\/src\/ui\/(stage\/(draw|lasso)\.ts|timeline\/(draw|recorded|view)\/)/;

/**
 * A module is in one chunk with all that anybody wants of it, and each part of D3 is one module. What stage and timeline
 * draw with is little of it, so they have a copy with that little, and the rest comes with those that want it.
 */
function littleD3(): Plugin {
  return {
    name: 'little-d3',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (source === 'd3-transition' && importer?.endsWith(FIRST) === false) return WITHOUT_TRANSITIONS;
      if (importer === undefined || !/^d3(-[\w-]+)?$/.test(source)) return;
      if (!DRAWS_FIRST.test(importer) && !importer.endsWith(FIRST)) return;
      const whole = await this.resolve(source, importer.replace(FIRST, ''), { skipSelf: true });
      return whole === null ? null : { id: `${whole.id}${FIRST}`, moduleSideEffects: false };
    },
    // What nobody asks for need not be made: nothing that D3 calls as it is loaded does anything but make something.
    transform: {
      filter: { id: /\/node_modules\/d3-[^/]+\/[^?]+\.m?js$/ },
      handler: (code) => code.replaceAll(MADE_AS_IT_IS_LOADED, '$1/* @__PURE__ */ '),
    },
    async load(id) {
      if (id === WITHOUT_TRANSITIONS) return NOTHING_TO_INTERRUPT;
      if (!id.endsWith(FIRST)) return;
      const code = await readFile(id.slice(0, -FIRST.length), 'utf8');
      return {
        code: code.replaceAll(MADE_AS_IT_IS_LOADED, '$1/* @__PURE__ */ '),
        moduleSideEffects: false,
      };
    },
  };
}

/** The service worker of the build (`src/app/offline/`): one script, with the list of all files that the page has. */
function serviceWorker(): Plugin {
  let outDir = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const manifest = await readFile(join(outDir, '.vite/manifest.json'), 'utf8').catch(() => null);
        // The build failed, and says why.
        if (manifest === null) return;
        const assets = (await readdir(join(outDir, 'assets'))).map((name) => `assets/${name}`);
        const onDemand = [
          ...onDemandFiles(JSON.parse(manifest) as Manifest),
          ...assets.filter((path) => OF_SANDBOX.test(path)),
        ];
        await build({
          configFile: false,
          logLevel: 'warn',
          plugins: [smaller()],
          define: {
            BUILD_FILES: JSON.stringify(await filesOf(outDir, onDemand)),
            ON_DEMAND_FILES: JSON.stringify(onDemand),
          },
          build: {
            outDir,
            emptyOutDir: false,
            copyPublicDir: false,
            rolldownOptions: {
              input: fileURLToPath(new URL('src/app/offline/service-worker.ts', import.meta.url)),
              output: { format: 'iife', entryFileNames: 'service-worker.js' },
            },
          },
        });
      },
    },
  };
}

async function filesOf(folder: string, without: readonly string[]) {
  const { getManifest } = await import('@serwist/build');
  const { manifestEntries, warnings } = await getManifest({
    globDirectory: folder,
    globPatterns: ['**/*.{html,js,css,svg}'],
    globIgnores: ['service-worker.js', ...without],
    // The name has a hash of what is in it.
    dontCacheBustURLsMatching: /^assets\//,
    manifestTransforms: [
      // Halfway through an update a host still has some files of the build before: those without a hash are held to theirs.
      async (entries) => ({
        manifest: await Promise.all(
          entries.map(async (entry) => {
            if (entry.revision === null) return entry;
            const hash = createHash('sha256').update(await readFile(join(folder, entry.url)));
            return { ...entry, integrity: `sha256-${hash.digest('base64')}` };
          }),
        ),
      }),
    ],
  });
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  return manifestEntries;
}

export default defineConfig({
  // Relative addresses: the build works from any sub-path of any static host.
  base: './',
  plugins: [
    littleD3(),
    stripperInOnePiece(),
    svelte({ configFile: false }),
    contentSecurityPolicy(),
    workerScripts(),
    sandbox(),
    smaller(),
    serviceWorker(),
  ],
  clearScreen: false,
  server: { port: 5173, strictPort: true },
  preview: { port: 4173, strictPort: true },
  build: {
    // Svelte says nothing about it: only these parts of it do anything by being loaded.
    rolldownOptions: {
      treeshake: {
        moduleSideEffects: [{ test: /\/svelte\/src\/(?!internal\/(flags|disclose))/, sideEffects: false }],
      },
      output: { codeSplitting: { groups: FIRST_CHUNKS } },
    },
    // Which file came of what, for those who weigh them (`tests/setup/wire-weight.ts`).
    manifest: true,
    modulePreload: {
      // Every browser that can run module workers preloads modules by itself.
      polyfill: false,
      // The preloading of what a chunk imports is done in the document, which a worker does not have. And a browser finds
      // the scripts by itself soon enough: the names of all of them would be a hundredth of what comes first.
      resolveDependencies: (_file, chunks, { hostId }) =>
        workerChunks.has(hostId) ? [] : chunks.filter((name) => name.endsWith('.css')),
    },
  },
});
