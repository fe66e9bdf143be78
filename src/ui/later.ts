/** Parts of the page that nobody sees at first: they come when they are asked for, from what the browser keeps of the page. */
import { part } from './missing.svelte';
import { withEverything } from './with-everything';

export const loadSetup = part(() => import('./setup/Setup.svelte'));
/** What a run without a store and clients has no use for. */
export const loadBesideNodes = part(() => import('./beside-nodes'));
export const loadLog = part(() => import('./log/LogPanel.svelte'));
export const loadHelp = part(() => import('./help/explained'));
export const loadLearn = part(() => import('./learn/Learn.svelte'));
export const loadShare = part(() => import('./share/ShareDialog.svelte'));
export const loadMeasure = part(() => withEverything(import('./measure/Measure.svelte')));
export const loadOwn = part(() => import('./own/Own.svelte'));
export const loadBreak = part(() => import('./break/Break.svelte'));
export const loadPresentation = part(() => import('./present/Presentation.svelte'));
/** Whoever gathers moments, or is shown some: those that were told, and those of a run that was found. */
export const loadMoments = part(() => import('./moments/shown'));
