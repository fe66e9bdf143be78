/**
 * Replays every `*.ndjson` of `GOLDEN_DIR` (by default the copies beside this file), each by the replay of its name.
 * A file of a name that nobody knows fails, so that a misspelt one is not taken for a passing one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replayLines, type Replay } from './golden-file';
import { replayBallotLease } from './replay-ballot-lease';
import { replayExportLease } from './replay-export-lease';
import { replayKevyElector } from './replay-kevy-elector';
import { replayKubernetesLease } from './replay-kubernetes-lease';
import { replayLeaderCache } from './replay-leader-cache';
import { replayRaft } from './replay-raft';
import { replayWire } from './replay-wire';

/** `null`: the data exists, the protocol is not built yet; such files are reported as skipped. */
const REPLAYS: Readonly<Record<string, Replay | null>> = {
  wire: replayWire,
  'kevy-elector': replayKevyElector,
  'leader-cache': replayLeaderCache,
  'ballot-lease': replayBallotLease,
  'export-lease': replayExportLease,
  raft: replayRaft,
  'kubernetes-lease': replayKubernetesLease,
};

const directory = resolve(process.env['GOLDEN_DIR'] ?? import.meta.dirname);
const files = readdirSync(directory)
  .filter((file) => file.endsWith('.ndjson'))
  .sort();

describe(`golden data in ${directory}`, () => {
  test('there is some', () => {
    expect(files, 'no *.ndjson there').not.toHaveLength(0);
  });

  for (const file of files) {
    const name = basename(file, '.ndjson');
    const replay = REPLAYS[name];
    test.skipIf(replay === null)(file, () => {
      if (replay === undefined || replay === null) {
        const known = Object.keys(REPLAYS).join(', ');
        throw new Error(`${file}: no replay is named "${name}"; known are ${known}.`);
      }
      const count = replayLines(file, readFileSync(join(directory, file), 'utf8'), replay);
      expect(count, `${file} is empty`).toBeGreaterThan(0);
    });
  }
});
