/** Says that a run goes on: one line that is written over in a terminal, a line now and then where output is piped. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const ERASED = '\r\u001b[K';
const TERMINAL_EVERY_MS = 250;
/** A log that somebody keeps must not be full of it. */
const PIPE_EVERY_MS = 5000;

export class Progress {
  private saidMs = -Infinity;
  private open = false;

  constructor(
    private readonly stream: ProgressStream,
    private readonly nowMs: () => number,
  ) {}

  /** Says what begins, whatever was said last. */
  begin(words: string): void {
    this.say(words, this.nowMs());
  }

  /** Says how far it is, if it is time for that. `words` is asked only then. */
  tell(words: () => string): void {
    const nowMs = this.nowMs();
    if (nowMs - this.saidMs >= (this.isTerminal ? TERMINAL_EVERY_MS : PIPE_EVERY_MS))
      this.say(words(), nowMs);
  }

  /** Takes away what stands in the way of the outcome. */
  end(): void {
    if (this.open) this.stream.write(ERASED);
    this.open = false;
  }

  private get isTerminal(): boolean {
    return this.stream.isTTY === true;
  }

  private say(words: string, nowMs: number): void {
    this.saidMs = nowMs;
    this.stream.write(this.isTerminal ? `${ERASED}${words}` : `${words}\n`);
    this.open = this.isTerminal;
  }
}
