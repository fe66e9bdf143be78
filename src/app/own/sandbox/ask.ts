/** Asks once before what came with a link or a file runs. The page says how; until it does, the answer is no. */
type Asking = (source: string) => Promise<boolean>;

let asking: Asking = () => Promise.resolve(false);

export const askBy = (ask: Asking): void => void (asking = ask);

/** Rejects with a sentence if it is not to run. */
export async function askBeforeRunning(source: string): Promise<void> {
  if (await asking(source)) return;
  throw new Error('The protocol that came with this run was not run, as you said.');
}
