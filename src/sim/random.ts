/**
 * Seeded streams: one for each directed link, one for each process of each node, one for each disk, so that a draw more in one place
 * shifts nothing in another.
 */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomSource } from '../core/program';

const TWO_POW_32 = 4294967296;

export type StreamState = readonly number[];

export class RandomStream implements RandomSource {
  private readonly generator;

  constructor(state: StreamState) {
    this.generator = xoroshiro128plusFromState(state);
  }

  /** 0 … 2^32 − 1. */
  uint32(): number {
    return this.generator.next() >>> 0;
  }

  below(limit: number): number {
    return Math.floor((this.uint32() / TWO_POW_32) * limit);
  }

  /** True in `ratio` of all draws; always takes one draw. */
  chance(ratio: number): boolean {
    return this.uint32() < ratio * TWO_POW_32;
  }

  save(): StreamState {
    return this.generator.getState();
  }
}

/** The purposes that a stream can have; the number separates streams of equal indices. */
const PURPOSES = { link: 1, node: 2, rare: 3, faults: 4, disk: 5 } as const;

/** The first state of a stream: every one of its four words depends on every bit of the arguments. */
export function streamState(seed: number, purpose: keyof typeof PURPOSES, a = 0, b = 0): StreamState {
  const words: number[] = [];
  let hash = mix(seed | 0);
  for (const part of [(seed / TWO_POW_32) | 0, PURPOSES[purpose], a, b])
    hash = mix(hash ^ mix(part + 0x9e3779b9));
  for (let i = 0; i < 4; i += 1) {
    hash = (hash + 0x6d2b79f5) | 0;
    words.push(mix(hash));
  }
  return words;
}

/** The finalizer of MurmurHash3: a bijection on 32-bit integers in which every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
