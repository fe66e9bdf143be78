/** Parts of the page that nobody sees at first: they come when they are asked for, from what the browser keeps of the page. */
import { withEverything } from './with-everything';

/** The lanes come right after the first picture; nobody has to ask for them. */
export const loadTimeline = () => import('./timeline/Timeline.svelte');
export const loadSetup = () => import('./setup/Setup.svelte');
/** What a run without a store and clients has no use for. */
export const loadBesideInspector = () => import('./inspector/BesideInspector.svelte');
export const loadClientsPanel = () => import('./panels/ClientsPanel.svelte');
export const loadHelp = () => import('./help/Help.svelte');
export const loadLearn = () => import('./learn/Learn.svelte');
export const loadShare = () => import('./share/ShareDialog.svelte');
export const loadMeasure = () => withEverything(import('./measure/Measure.svelte'));
export const loadBreak = () => import('./break/Break.svelte');
/** Whoever gathers moments, or is shown some. */
export const loadMoments = () => import('./moments/MomentList.svelte');
export const loadMomentSteps = () => import('./moments/MomentSteps.svelte');
/** What only a run that was found has. */
export const loadCaptions = () => import('./hunt/Captions.svelte');
