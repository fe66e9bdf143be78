import { laterPart } from './missing.svelte';

export const loadBesideStage = laterPart(() => import('./beside-stage'));
