/**
 * Parts of the page that nobody sees at first. They come after the first picture, and before anybody asks for them:
 * once the page has loaded it needs no network any more.
 */
export const loadSettings = () => import('./controls/settings/Settings.svelte');
export const loadHelp = () => import('./help/Help.svelte');

/** Failures are left to the moment when a person opens that part. */
export function loadTheRest(): void {
  void Promise.allSettled([loadSettings(), loadHelp()]);
}
