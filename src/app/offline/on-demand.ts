/**
 * What arrives when somebody asks for it, and not with the first visit: `vite.config.ts` leaves it out of what the service
 * worker fetches in the background, and the service worker keeps it once it was asked for.
 */

/** By the modules that are loaded for it; what they need and nobody else does comes with them. */
export const ON_DEMAND: readonly string[] = [
  'src/app/own/sandbox/of-page.ts',
  'src/check/margins/trials.ts',
  'src/ui/controls/settings/rarely-set.ts',
  'src/ui/incidents/Incidents.svelte',
  'src/ui/margins/MarginsPanel.svelte',
  'src/ui/own/Own.svelte',
  'src/ui/present/Presentation.svelte',
  'src/ui/own/Question.svelte',
];

/** The hidden frame in which protocols of one's own run, and the script of its workers: files without a part in the manifest. */
export const OF_SANDBOX = /^assets\/sandbox-[\w-]+\.(html|js)$/;

/** One part of a build, as Vite's manifest names it. */
export interface BuiltChunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}

export type Manifest = Readonly<Record<string, BuiltChunk>>;

/** The files, by their paths in the build, that only `parts` lead to. A part that was not built is an error. */
export function onDemandFiles(manifest: Manifest, parts = ON_DEMAND): ReadonlySet<string> {
  for (const part of parts) {
    if (!(part in manifest)) throw new Error(`The build has nothing that came of ${part}.`);
  }
  const asked = new Set(parts);
  // The page itself is put into a chunk with a name of its own, which no manifest calls an entry: who asks for parts leads there.
  const asks = (name: string): boolean =>
    !asked.has(name) && (manifest[name]?.dynamicImports ?? []).some((next) => asked.has(next));
  const entries = Object.keys(manifest).filter((name) => manifest[name]?.isEntry === true || asks(name));
  const atOnce = filesFrom(manifest, entries, asked);
  return new Set([...filesFrom(manifest, parts, new Set())].filter((file) => !atOnce.has(file)));
}

function filesFrom(manifest: Manifest, names: readonly string[], without: ReadonlySet<string>) {
  const seen = new Set<string>();
  const files = new Set<string>();
  const follow = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined || seen.has(name) || without.has(name)) return;
    seen.add(name);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) follow(next);
  };
  for (const name of names) follow(name);
  return files;
}
