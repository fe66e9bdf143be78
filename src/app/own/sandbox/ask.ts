/** Asks once before what came with a link or a file runs. The page says how, soon after it is there. */
type Asking = (source: string) => Promise<boolean>;

let tell: (ask: Asking) => void;
const asking = new Promise<Asking>((resolve) => (tell = resolve));

export const askBy = (ask: Asking): void => tell(ask);

/** Rejects with a sentence if it is not to run. */
export async function askBeforeRunning(source: string): Promise<void> {
  if (await (await asking)(source)) return;
  throw new Error('The protocol that came with this run was not run, as you said.');
}
