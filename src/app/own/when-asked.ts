/** What reads protocols of one's own comes with the first run that brings one. */
import { readSourcesBy } from '../../core/registry';

/** From now on a run may bring a source: `load` brings what reads it. */
export function readSourcesWhenAsked(): void {
  readSourcesBy(async (source) => {
    const { readInSandbox } = await import('./sandbox/of-page');
    return readInSandbox(source);
  });
}
