/** How a command runs in a terminal: what it says when, where, and with which exit status. */
import { Progress } from './progress';

export interface Command<Options> {
  readonly usage: string;
  /** Null when help was asked for. Throws a sentence that names the option. */
  readonly read: (args: readonly string[]) => Options | null;
  /** Gives the exit status. What it finds goes to `stdout`; that it goes on, to `progress`. */
  readonly run: (options: Options, terminal: Terminal) => number | Promise<number>;
}

export interface Terminal {
  readonly write: (text: string) => void;
  readonly progress: Progress;
  /** Since the command began. */
  readonly seconds: () => number;
}

const BAD_ARGUMENTS = 2;

/** The exit status: 2 for a command line that cannot be, or that comes to nothing, else what the command says. */
export async function runCommand<Options>({ usage, read, run }: Command<Options>): Promise<number> {
  const { stdout, stderr } = process;
  let options: Options | null;
  try {
    options = read(process.argv.slice(2));
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    return BAD_ARGUMENTS;
  }
  if (options === null) {
    stdout.write(`${usage}\n`);
    return 0;
  }
  const startedMs = performance.now();
  const progress = new Progress(stderr, () => performance.now());
  try {
    return await run(options, {
      write: (text) => stdout.write(text),
      progress,
      seconds: () => (performance.now() - startedMs) / 1000,
    });
  } catch (error) {
    progress.end();
    stderr.write(`${wordsOf(error)}\n`);
    return BAD_ARGUMENTS;
  } finally {
    progress.end();
  }
}

/** A refusal is a sentence. Anything else is a mistake of ours, and whoever mends it needs to know where it is. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'Error' || error.name === 'RangeError'
    ? error.message
    : (error.stack ?? error.message);
}

export const count = (number: number): string => number.toLocaleString('en-US');
