/** What few people set, in one piece: it comes on demand. */
export { default as NodeNumbers } from './NodeNumbers.svelte';
export { default as OwnTerms } from './OwnTerms.svelte';
