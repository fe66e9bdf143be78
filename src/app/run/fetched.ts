/** What came with a run is not run: the sentence says why. */
export class SourceRefused extends Error {
  override readonly name = 'Error';
}

/** What could not be fetched is told in a sentence for people. */
export async function fetched<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof SourceRefused) throw error;
    throw new Error(
      'A part of this page that the run needs could not be fetched; look at the network, then try again or reload the page.',
      { cause: error },
    );
  }
}
