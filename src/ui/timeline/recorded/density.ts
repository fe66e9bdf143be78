/**
 * How much each node sent, over time: running totals at the edges of equal buckets, so that any range is one
 * subtraction. When the buckets run out their width doubles: memory is bounded however long a run gets.
 */

/** 16 ms: finer than anybody can tell apart once there is too much to draw. */
const FIRST_WIDTH_US = 1 << 14;
const MOST_BUCKETS = 1 << 15;

export class Density {
  widthUs = FIRST_WIDTH_US;
  /** `totals[node][k]`: sent before the end of bucket k. */
  private totals: Uint32Array<ArrayBuffer>[];
  private readonly sent: Uint32Array;
  private bucket = 0;

  constructor(private readonly nodeCount: number) {
    this.totals = Array.from({ length: nodeCount }, () => new Uint32Array(1024));
    this.sent = new Uint32Array(nodeCount);
  }

  /** In order of time. */
  add(node: number, atUs: number): void {
    this.moveTo(atUs);
    this.sent[node]! += 1;
  }

  /** How many `node` sent from `fromUs` to before `untilUs`, to the nearest buckets. */
  between(node: number, fromUs: number, untilUs: number): number {
    return this.before(node, untilUs) - this.before(node, fromUs);
  }

  private before(node: number, timeUs: number): number {
    const end = Math.round(timeUs / this.widthUs);
    if (end <= 0) return 0;
    return end > this.bucket ? this.sent[node]! : this.totals[node]![end - 1]!;
  }

  private moveTo(atUs: number): void {
    while (Math.floor(atUs / this.widthUs) >= MOST_BUCKETS) this.widen();
    const bucket = Math.floor(atUs / this.widthUs);
    if (bucket === this.bucket) return;
    for (let node = 0; node < this.nodeCount; node += 1) {
      this.makeRoom(node, bucket);
      this.totals[node]!.fill(this.sent[node]!, this.bucket, bucket);
    }
    this.bucket = bucket;
  }

  private makeRoom(node: number, bucket: number): void {
    const old = this.totals[node]!;
    if (bucket < old.length) return;
    const grown = new Uint32Array(Math.min(MOST_BUCKETS, 2 ** Math.ceil(Math.log2(bucket + 1))));
    grown.set(old);
    this.totals[node] = grown;
  }

  private widen(): void {
    for (const totals of this.totals) {
      // The end of a double bucket is the end of its second half.
      for (let at = 0; 2 * at + 1 < totals.length; at += 1) totals[at] = totals[2 * at + 1]!;
    }
    this.widthUs *= 2;
    this.bucket = this.bucket >>> 1;
  }
}
