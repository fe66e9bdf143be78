/** What only a run draws that has more than nodes, exports, or clocks that are off. It comes with the first of them. */
export { default as ClockDial } from './ClockDial.svelte';
export { default as ExportBadge } from './ExportBadge.svelte';
export { default as SatelliteLabel } from './SatelliteLabel.svelte';
export { default as SatelliteShape } from './SatelliteShape.svelte';
