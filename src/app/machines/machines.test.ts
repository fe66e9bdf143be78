import { transition, initialTransition, type AnyStateMachine } from 'xstate';
import { describe, expect, test } from 'vitest';
import { nodeWorkerMachine } from './node-worker';
import { playbackMachine } from './playback';

/** The states that the events lead through, from the first. */
function path(machine: AnyStateMachine, events: readonly string[]): string[] {
  let [state] = initialTransition(machine);
  const values = [String(state.value)];
  for (const type of events) {
    [state] = transition(machine, state, { type });
    values.push(String(state.value));
  }
  return values;
}

describe('playback', () => {
  test('plays, pauses and steps once it has booted, not before', () => {
    expect(path(playbackMachine, ['play', 'loaded', 'play', 'pause', 'step', 'done'])).toEqual([
      'booting',
      'booting',
      'paused',
      'running',
      'paused',
      'stepping',
      'paused',
    ]);
  });

  test('is not disturbed by the end of a step that was interrupted', () => {
    expect(path(playbackMachine, ['loaded', 'step', 'pause', 'play', 'done'])).toEqual([
      'booting',
      'paused',
      'stepping',
      'paused',
      'running',
      'running',
    ]);
  });

  test('boots again for another run, whatever it was doing', () => {
    for (const events of [[], ['play'], ['step'], ['seek'], ['fork']]) {
      expect(path(playbackMachine, ['loaded', ...events, 'load', 'loaded']).slice(-2)).toEqual([
        'booting',
        'paused',
      ]);
    }
  });
});

describe('the worker of a node', () => {
  test('starts, freezes, thaws, dies and starts again', () => {
    expect(
      path(nodeWorkerMachine, ['started', 'freeze', 'thaw', 'crash', 'boot', 'started', 'kill', 'boot']),
    ).toEqual(['starting', 'up', 'frozen', 'up', 'crashed', 'starting', 'up', 'killed', 'starting']);
  });

  test('that is dead does not start late, freeze or thaw', () => {
    expect(path(nodeWorkerMachine, ['kill', 'started', 'freeze', 'thaw', 'crash'])).toEqual([
      'starting',
      ...Array(5).fill('killed'),
    ]);
  });
});
