import { bisectRight } from 'd3';

/** The places of what begins before `untilUs`, from the one that `fromUs` is in, at most about one in each `stepUs`. */
export function each(
  startsUs: readonly number[],
  fromUs: number,
  untilUs: number,
  stepUs: number,
  visit: (at: number) => void,
): void {
  let at = Math.max(0, bisectRight(startsUs, fromUs) - 1);
  while (at < startsUs.length && startsUs[at]! < untilUs) {
    visit(at);
    const nextUs = startsUs[at + 1];
    if (nextUs === undefined) return;
    // The last one that begins within a step of what was told stands for all of them.
    at = Math.max(at + 1, bisectRight(startsUs, Math.max(startsUs[at]!, fromUs) + stepUs, at + 1) - 1);
  }
}
