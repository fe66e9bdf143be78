/** Numbers as people read them. Virtual time comes in microseconds and is shown in seconds. */
export { instantText, secondsText } from '../sim/instant-words';

/** `2.5×`: as many digits as tell one speed from its neighbours. */
export function speedText(speed: number): string {
  const digits = speed >= 10 ? 0 : speed >= 1 ? 1 : 2;
  return `${Number(speed.toFixed(digits))}×`;
}

/** `1 node`, `3 nodes`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `12,300`. */
export function thousands(amount: number): string {
  return amount.toLocaleString('en-US');
}

/** The colour of an epoch, as a CSS value: the same on the stage, in the log and everywhere else. */
export function epochColour(epoch: number): string {
  return `var(--epoch-${epoch % 8})`;
}
