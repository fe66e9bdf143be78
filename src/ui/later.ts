/**
 * Parts of the page that nobody sees at first. They come after the first picture, and before anybody asks for them:
 * once the page has loaded it needs no network any more.
 */
/** The lanes come right after the first picture; nobody has to ask for them. */
export const loadTimeline = () => import('./timeline/Timeline.svelte');
export const loadSettings = () => import('./controls/settings/Settings.svelte');
export const loadHelp = () => import('./help/Help.svelte');
export const loadGallery = () => import('./gallery/Gallery.svelte');
export const loadShare = () => import('./share/ShareDialog.svelte');

/** Failures are left to the moment when a person opens that part. */
export function loadTheRest(): void {
  void Promise.allSettled([loadSettings(), loadHelp(), loadGallery(), loadShare()]);
}
