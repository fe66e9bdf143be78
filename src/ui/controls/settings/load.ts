/** What few people set; it comes when it is unfolded. */
import { part } from '../../missing.svelte';

export const loadRarelySet = part(() => import('./rarely-set'));
