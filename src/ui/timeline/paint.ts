/** A canvas that is drawn at most once a frame, and only when there is something new to draw. */

/** Fits the canvas to its place on the screen, device pixels and all; null where a browser gives no context. */
export function penFor(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const pen = canvas.getContext('2d', { alpha: true });
  if (pen === null) return null;
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting the size clears and reallocates: only when it differs.
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

/** Calls `draw` with the last value that it was given, in the next frame. */
export class NextFrame<T> {
  private frame = 0;
  private last: T | undefined;

  constructor(private readonly draw: (value: T) => void) {}

  ask(value: T): void {
    this.last = value;
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw(this.last as T);
    });
  }

  /** Draws without waiting for a frame. */
  now(value: T): void {
    this.cancel();
    this.frame = 0;
    this.draw(value);
  }

  cancel(): void {
    cancelAnimationFrame(this.frame);
  }
}
