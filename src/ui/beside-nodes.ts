/** What is shown of the store and of clients, where a run has some. */
export { default as BesideInspector } from './inspector/BesideInspector.svelte';
export { default as ClientsPanel } from './panels/ClientsPanel.svelte';
