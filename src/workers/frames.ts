/**
 * The frames of one call in one piece, one after the other. What a message costs to hand over depends on how many arrays
 * there are in it more than on how long they are.
 */
export class FrameWriter {
  private readonly frames: Uint8Array[] = [];
  private length = 0;

  /** Returns the frame's size, by which it is found again. */
  add(frame: Uint8Array): number {
    this.frames.push(frame);
    this.length += frame.length;
    return frame.length;
  }

  joined(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const frame of this.frames) {
      all.set(frame, at);
      at += frame.length;
    }
    return all;
  }
}

/** Hands the frames out again in the order in which they were added. */
export class FrameReader {
  private at = 0;

  constructor(private readonly all: Uint8Array) {}

  next(size: number): Uint8Array {
    const frame = this.all.subarray(this.at, this.at + size);
    this.at += size;
    return frame;
  }
}
