/** What stands beside the stage, and what listens for keys and files: it comes right after stage and timeline. */
export { default as Keyboard } from './help/Keyboard.svelte';
export { default as NowLine } from './now/NowLine.svelte';
export { default as SidePanel } from './panel/SidePanel.svelte';
export { default as DropFile } from './share/DropFile.svelte';
