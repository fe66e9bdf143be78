/** One thread of the hunt: tries families, one batch of seeds after the other. */
import '../core/everything';
import { parentPort, workerData } from 'node:worker_threads';
import { tryBatch } from '../check/hunt/jobs';
import type { Prey } from '../check/hunt/prey';
import { loadSystemOfRun } from '../sim/run';
import { runSourcesHere } from './sources';

const prey = workerData as Prey;
runSourcesHere();
// Null where all is at hand.
await loadSystemOfRun(prey);

parentPort?.on('message', (seeds: readonly number[]) => parentPort?.postMessage(tryBatch(prey, seeds)));
