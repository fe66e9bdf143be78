/** What Learn has beside its stories; it comes when its tab is opened. */
import { part } from '../missing.svelte';

export const loadIncidents = part(() => import('../incidents/Incidents.svelte'));
