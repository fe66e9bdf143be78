/** What explains the page to whoever asks: the keys, and the signs of the stage. */
export { default as Help } from './Help.svelte';
export { default as Legend } from '../stage/Legend.svelte';
