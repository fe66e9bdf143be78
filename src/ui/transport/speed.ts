/** The speed slider moves over a list of places, not over numbers: its ends are three orders of magnitude apart. */
import { SPEEDS } from '../../app/session/state';

export const LAST_SPEED = SPEEDS.length - 1;

/** The place whose speed is nearest in ratio; a speed that a script set may lie between two. */
export function speedIndex(speed: number): number {
  let best = 0;
  for (let index = 1; index < SPEEDS.length; index += 1) {
    if (distance(SPEEDS[index]!, speed) < distance(SPEEDS[best]!, speed)) best = index;
  }
  return best;
}

/** The speed some places further, the ends being the end. */
export function speedBeside(speed: number, steps: number): number {
  return SPEEDS[Math.min(LAST_SPEED, Math.max(0, speedIndex(speed) + steps))]!;
}

/** Whether the machine falls visibly short of the speed that was asked for. */
export function fallsShort(speed: number, actualSpeed: number): boolean {
  return actualSpeed > 0 && actualSpeed < 0.9 * speed;
}

function distance(a: number, b: number): number {
  return Math.abs(Math.log(a / b));
}
