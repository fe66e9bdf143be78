/**
 * The service worker: it keeps all files of one build and answers with them, so the page and its workers need no network.
 * The one of a newer build waits, beside what this one keeps, until a page hands over (`versions.ts`) or all are closed:
 * no page ever gets files of two builds.
 */
import { Serwist, type PrecacheEntry } from 'serwist';

/** Every file of the build; what has no hash in its name has one here. Put in by `vite.config.ts`. */
declare const BUILD_FILES: PrecacheEntry[];
/** Those of them that are kept only once somebody asked for them (`on-demand.ts`). */
declare const ON_DEMAND_FILES: string[];

const asked = new Set(ON_DEMAND_FILES.map((path) => new URL(path, location.href).href));

/** What is asked for has a hash of what is in it in its name, so it never goes stale; what an older build had goes. */
const keep = async (request: Request): Promise<Response> => {
  const cache = await caches.open('on-demand');
  const kept = await cache.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const older = (await cache.keys()).filter(({ url }) => !asked.has(url));
    await Promise.all([cache.put(request, response.clone()), ...older.map((each) => cache.delete(each))]);
  }
  return response;
};

new Serwist({
  precacheEntries: BUILD_FILES,
  precacheOptions: {
    // `?embed` and whatever a host or a mail adds: it is one page, and it reads its address by itself.
    ignoreURLParametersMatching: [/./],
    cleanURLs: false,
  },
  // The page of a first visit, which was there before, needs it too: a node that is restarted is a script that is fetched.
  clientsClaim: true,
  runtimeCaching: [{ matcher: ({ url }) => asked.has(url.href), handler: ({ request }) => keep(request) }],
}).addEventListeners();
