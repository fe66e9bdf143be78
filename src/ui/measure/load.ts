/** What only some protocols have to measure; it comes when its tab is opened. */
import { part } from '../missing.svelte';

export const loadMargins = part(() => import('../margins/MarginsPanel.svelte'));
