/** The moments of a run where they are shown: in the line above the stage, and gathered in the panel. */
export { default as Captions } from '../hunt/Captions.svelte';
export { default as MomentList } from './MomentList.svelte';
export { default as MomentSteps } from './MomentSteps.svelte';
