/** A clock that is off: what its dial shows, and how that is said. */
import type { NodeSnapshot } from '../../sim/view';

type Clock = Pick<NodeSnapshot, 'wallOffsetMs' | 'clockRate'>;

export const clockIsOff = ({ wallOffsetMs, clockRate }: Clock): boolean =>
  wallOffsetMs !== 0 || clockRate !== 1;

/** `+2 s`, `×1.05`, `−350 ms ×0.9`; empty for a clock that is right. */
export function clockText({ wallOffsetMs, clockRate }: Clock): string {
  return [
    wallOffsetMs === 0 ? '' : `${wallOffsetMs < 0 ? '−' : '+'}${offsetText(Math.abs(wallOffsetMs))}`,
    clockRate === 1 ? '' : `×${rateText(clockRate)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** `wall clock 2 s ahead, clocks at 1.05 times true speed`; empty for a clock that is right. */
export function clockWords({ wallOffsetMs, clockRate }: Clock): string {
  return [
    wallOffsetMs === 0
      ? ''
      : `wall clock ${offsetText(Math.abs(wallOffsetMs))} ${wallOffsetMs < 0 ? 'behind' : 'ahead'}`,
    clockRate === 1 ? '' : `clocks at ${rateText(clockRate)} times true speed`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Where the hand points, in degrees from straight up: to the right for ahead and fast. Small errors show, large ones fit. */
export function handDegrees({ wallOffsetMs, clockRate }: Clock): number {
  const seconds = wallOffsetMs / 1000;
  const skew = seconds !== 0 ? seconds : (clockRate - 1) * 20;
  return Math.round(Math.sign(skew) * (30 + 100 * (1 - 1 / (1 + Math.abs(skew) / 4))));
}

function offsetText(ms: number): string {
  if (ms < 1000) return `${Number(ms.toFixed(1))} ms`;
  const seconds = ms / 1000;
  return seconds < 600 ? `${Number(seconds.toFixed(1))} s` : `${Number((seconds / 60).toFixed(1))} min`;
}

const rateText = (rate: number): string => String(Number(rate.toFixed(4)));
