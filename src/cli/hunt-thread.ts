/** One thread of the hunt: tries families, one batch of seeds after the other. */
import '../core/everything';
import { parentPort, workerData } from 'node:worker_threads';
import { tryBatch } from '../check/hunt/jobs';
import type { Prey } from '../check/hunt/prey';

const prey = workerData as Prey;

parentPort?.on('message', (seeds: readonly number[]) => parentPort?.postMessage(tryBatch(prey, seeds)));
