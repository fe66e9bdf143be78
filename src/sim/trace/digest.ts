/**
 * The fingerprint of everything that happened so far, in order. Two 32-bit lanes of integer arithmetic, so that it is
 * the same in every engine; strong enough to tell runs apart, not meant to resist an adversary.
 */
const TWO_POW_32 = 4294967296;

export class Digest {
  private high = 0x9e3779b9 | 0;
  private low = 0x85ebca6b | 0;

  /** Any integer up to 2^53 in size. */
  add(value: number): void {
    const bottom = value | 0;
    // Floor, not truncation: -1 and 2^32 - 1 have the same lower half.
    const top = Math.floor(value / TWO_POW_32) | 0;
    const mixed = Math.imul(this.low ^ bottom, 0x85ebca77);
    this.low = Math.imul((mixed ^ (mixed >>> 15)) + top, 0xc2b2ae3d);
    this.high = Math.imul(this.high ^ (this.low >>> 13), 0x27d4eb2f) + bottom;
    this.high |= 0;
  }

  hex(): string {
    const lane = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
    return lane(this.high ^ (this.low >>> 16)) + lane(this.low ^ (this.high >>> 13));
  }

  save(): readonly [number, number] {
    return [this.high, this.low];
  }

  static restore([high, low]: readonly [number, number]): Digest {
    const digest = new Digest();
    digest.high = high;
    digest.low = low;
    return digest;
  }
}
