/**
 * What stage and timeline can be used without: what stands around them, what listens for keys and files, and what is
 * over or between their own parts. It comes right after them, in one piece.
 */
import './print.css';
import { askBy } from '../app/own/sandbox/ask';

export { default as Header } from './header/Header.svelte';
export { default as Keyboard } from './help/Keyboard.svelte';
export { default as NowLine } from './now/NowLine.svelte';
export { default as SidePanel } from './panel/SidePanel.svelte';
export { default as Address } from './share/Address.svelte';
export { default as DropFile } from './share/DropFile.svelte';
export { default as Lasso } from './stage/Lasso.svelte';
export { default as NodeMenu } from './stage/NodeMenu.svelte';
export { default as StageTips } from './stage/Tips.svelte';
export { default as StageToolbar } from './stage/Toolbar.svelte';
export { timeZoom } from './timeline/gestures/time-zoom';
export { default as TimelineOverview } from './timeline/Overview.svelte';
export { default as TimelineResizer } from './timeline/Resizer.svelte';
export { default as TimelineTip } from './timeline/Tip.svelte';
export { default as TimelineTools } from './timeline/Tools.svelte';
export * as causes from './timeline/causes/chosen';
export { drawRibbons } from './timeline/draw/ribbons';
export { default as BackToLive } from './transport/BackToLive.svelte';
export { default as SpeedSlider } from './transport/SpeedSlider.svelte';
export { default as Steps } from './transport/Steps.svelte';
export { default as Pause } from '@lucide/svelte/icons/pause';
export { default as Play } from '@lucide/svelte/icons/play';

askBy(async (source) => (await import('./own/ask-dialog')).askInDialog(source));
