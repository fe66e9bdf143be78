/**
 * What the replays share: a file of golden data is one JSON object a line, a replay goes through all lines and throws at
 * the first step whose answer differs.
 */
import { isDeepStrictEqual } from 'node:util';

/** Replays one line; `where` begins every complaint. */
export type Replay = (line: unknown, where: string) => void;

export class Difference extends Error {
  override readonly name = 'Difference';
}

/** Throws a `Difference` that shows both sides, unless they are equal as values. */
export function expectSame(where: string, what: string, actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Difference(
    `${where}: ${what} is ${JSON.stringify(actual)}, golden is ${JSON.stringify(expected)}`,
  );
}

/** Replays every line of `text`; answers how many there were. */
export function replayLines(file: string, text: string, replay: Replay): number {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  lines.forEach((line, index) => {
    const parsed = parse(line, `${file}, line ${index + 1}`);
    const id = (parsed as { case?: number }).case ?? index + 1;
    const where = `${file}, case ${id}`;
    try {
      replay(parsed, where);
    } catch (error) {
      if (error instanceof Difference) throw error;
      throw new Difference(`${where}: ${String(error)}`, { cause: error });
    }
  });
  return lines.length;
}

function parse(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Difference(`${where} is not JSON: ${String(error)}`, { cause: error });
  }
}
