/** The two ways to break a cluster; each comes when its tab is opened, or before. */
export const loadHunt = () => import('./HuntPanel.svelte');
export const loadExplore = () => import('./ExplorePanel.svelte');
