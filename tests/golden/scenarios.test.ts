/**
 * Every scenario of the gallery against its transcript in `scenarios/`. A difference is either a bug or the point of a
 * change; if it is the point, `UPDATE_GOLDEN=1 npm run test:golden` writes the transcripts anew, and the diff is for review.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SCENARIOS as STORIES } from '../../src/app/scenarios';
import { INCIDENT_SCENARIOS } from '../../src/app/scenarios/incidents';
import { fileOf, momentsOf, transcript, TRANSCRIPTS } from './scenario-transcript';

/** Those of the gallery, and those of incidents beside them. */
const SCENARIOS = [...new Set([...STORIES, ...INCIDENT_SCENARIOS])];

const update = Boolean(process.env['UPDATE_GOLDEN']);

if (update) {
  rmSync(TRANSCRIPTS, { recursive: true, force: true });
  mkdirSync(TRANSCRIPTS);
  for (const scenario of SCENARIOS) writeFileSync(join(TRANSCRIPTS, fileOf(scenario)), transcript(scenario));
}

describe('golden transcripts of the scenarios', () => {
  test.each(SCENARIOS)('$id', (scenario) => {
    const path = join(TRANSCRIPTS, fileOf(scenario));
    expect(existsSync(path), `${path} is missing: UPDATE_GOLDEN=1 npm run test:golden writes it`).toBe(true);
    expect(transcript(scenario)).toBe(readFileSync(path, 'utf8'));
  });

  test('there is one for each, and none of a scenario that is gone', () => {
    expect(readdirSync(TRANSCRIPTS).sort()).toEqual(SCENARIOS.map(fileOf).sort());
  });

  test('each has the two moments that the page is held against', () => {
    for (const scenario of SCENARIOS) {
      const times = momentsOf(transcript(scenario)).map(
        (text) => Number(text.match(/^at ([\d.]+) s/)?.[1]) * 1000,
      );
      expect(times).toEqual([scenario.lookAtMs, scenario.untilMs]);
    }
  });
});
