/** Apart from the page's list of what comes later: the hunt offers it too, and comes later itself. */
export const loadExplore = () => import('./ExploreDialog.svelte');
