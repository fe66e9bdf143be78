/**
 * The service worker: it keeps all files of one build and answers with them, so the page and its workers need no network.
 * The one of a newer build waits, beside what this one keeps, until a page hands over (`versions.ts`) or all are closed:
 * no page ever gets files of two builds.
 */
import { Serwist, type PrecacheEntry } from 'serwist';

/** Every file of the build; what has no hash in its name has one here. Put in by `vite.config.ts`. */
declare const BUILD_FILES: PrecacheEntry[];

new Serwist({
  precacheEntries: BUILD_FILES,
  precacheOptions: {
    // `?embed` and whatever a host or a mail adds: it is one page, and it reads its address by itself.
    ignoreURLParametersMatching: [/./],
    cleanURLs: false,
  },
  // The page of a first visit, which was there before, needs it too: a node that is restarted is a script that is fetched.
  clientsClaim: true,
}).addEventListeners();
