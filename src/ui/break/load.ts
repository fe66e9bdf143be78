/** The two ways to break a cluster; each comes when its tab is opened, or before. */
import { withEverything } from '../with-everything';

export const loadHunt = () => withEverything(import('./HuntPanel.svelte'));
export const loadExplore = () => import('./ExplorePanel.svelte');
