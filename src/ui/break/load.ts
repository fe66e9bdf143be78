/** The two ways to break a cluster; each comes when its tab is opened, or before. */
import { part } from '../missing.svelte';
import { withEverything } from '../with-everything';

export const loadHunt = part(() => withEverything(import('./HuntPanel.svelte')));
export const loadExplore = part(() => import('./ExplorePanel.svelte'));
