/** Tests have all protocols at hand, as everything in Node does, and what a page fetches with the first run that it reads. */
import { loadReader } from '../../src/app/run/reader';
import '../../src/core/everything';

await loadReader();
