/**
 * Parts of the page that nobody sees at first. They come after the first picture, and before anybody asks for them:
 * once the page has loaded it needs no network any more.
 */
import { loadExplore, loadHunt } from './break/load';
import { withEverything } from './with-everything';

/** The lanes come right after the first picture; nobody has to ask for them. */
export const loadTimeline = () => import('./timeline/Timeline.svelte');
export const loadSetup = () => import('./setup/Setup.svelte');
/** What a run without a store and clients has no use for. */
export const loadBesideInspector = () => import('./inspector/BesideInspector.svelte');
export const loadClientsPanel = () => import('./panels/ClientsPanel.svelte');
export const loadHelp = () => import('./help/Help.svelte');
export const loadLearn = () => import('./learn/Learn.svelte');
export const loadShare = () => import('./share/ShareDialog.svelte');
export const loadMeasure = () => withEverything(import('./measure/Measure.svelte'));
const loadLabScript = () => import('../app/search/lab-workers').then(({ keepLabScript }) => keepLabScript());
export const loadBreak = () => import('./break/Break.svelte');
const loadHuntScript = () =>
  import('../app/search/hunt-workers').then(({ keepHuntScript }) => keepHuntScript());
/** What only a run that was found has. */
export const loadCaptions = () => import('./hunt/Captions.svelte');
const loadExploreScript = () =>
  import('../app/search/explore-workers').then(({ keepExploreScript }) => keepExploreScript());

/** Failures are left to the moment when a person opens that part. */
export function loadTheRest(): void {
  void Promise.allSettled([
    loadSetup(),
    loadHelp(),
    loadLearn(),
    loadShare(),
    loadMeasure(),
    loadLabScript(),
    loadBreak(),
    loadHunt(),
    loadHuntScript(),
    loadCaptions(),
    loadExplore(),
    loadExploreScript(),
    loadBesideInspector(),
    loadClientsPanel(),
  ]);
}
