/**
 * Parts of the page that nobody sees at first. They come after the first picture, and before anybody asks for them:
 * once the page has loaded it needs no network any more.
 */
import { loadExplore } from './explore/load';
import { loadEverything } from '../core/registry';

/** The lanes come right after the first picture; nobody has to ask for them. */
export const loadTimeline = () => import('./timeline/Timeline.svelte');
export const loadSettings = () => import('./controls/settings/Settings.svelte');
/** What a run without a store and clients has no use for. */
export const loadBesideInspector = () => import('./inspector/BesideInspector.svelte');
export const loadClientsPanel = () => import('./panels/ClientsPanel.svelte');
export const loadHelp = () => import('./help/Help.svelte');
export const loadGallery = () => import('./gallery/Gallery.svelte');
export const loadShare = () => import('./share/ShareDialog.svelte');
export const loadLab = () => withEverything(import('./lab/LabDialog.svelte'));
const loadLabScript = () => import('../app/search/lab-workers').then(({ keepLabScript }) => keepLabScript());
export const loadHunt = () => withEverything(import('./hunt/HuntDialog.svelte'));
const loadHuntScript = () =>
  import('../app/search/hunt-workers').then(({ keepHuntScript }) => keepHuntScript());
/** What only a run that was found has. */
export const loadCaptions = () => import('./hunt/Captions.svelte');
const loadExploreScript = () =>
  import('../app/search/explore-workers').then(({ keepExploreScript }) => keepExploreScript());

/** For what compares protocols with each other. */
const withEverything = async <T>(part: Promise<T>): Promise<T> =>
  (await Promise.all([part, loadEverything()]))[0];

/** Failures are left to the moment when a person opens that part. */
export function loadTheRest(): void {
  void Promise.allSettled([
    loadSettings(),
    loadHelp(),
    loadGallery(),
    loadShare(),
    loadLab(),
    loadLabScript(),
    loadHunt(),
    loadHuntScript(),
    loadCaptions(),
    loadExplore(),
    loadExploreScript(),
    loadBesideInspector(),
    loadClientsPanel(),
  ]);
}
