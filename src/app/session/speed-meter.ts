/** How fast virtual time really runs, over the last half second. */
const MEASURE_EVERY_MS = 500;

export class SpeedMeter {
  /** Virtual seconds per real second. */
  speed = 1;
  private sinceMs: number | null = null;
  private sinceUs = 0;

  /** Playback starts anew; until it is measured it is as fast as it should be. */
  reset(speed: number): void {
    this.speed = speed;
    this.sinceMs = null;
  }

  measure(nowMs: number, virtualUs: number): void {
    if (this.sinceMs !== null) {
      const elapsedMs = nowMs - this.sinceMs;
      if (elapsedMs < MEASURE_EVERY_MS) return;
      this.speed = (virtualUs - this.sinceUs) / 1000 / elapsedMs;
    }
    this.sinceMs = nowMs;
    this.sinceUs = virtualUs;
  }
}
