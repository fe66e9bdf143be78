import { createMachine, initialTransition, transition } from 'xstate';
import { describe, expect, test } from 'vitest';
import { Modes, type ModeTable } from './modes';
import { NODE_WORKER, type NodeWorkerMode } from './node-worker';
import { PLAYBACK, type PlaybackEvent } from './playback';

/** The modes that the events lead through, from the first. */
function path<Mode extends string, Event extends string>(
  table: ModeTable<Mode, Event>,
  events: readonly Event[],
): Mode[] {
  const modes = new Modes(table);
  const values = [modes.value];
  for (const event of events) {
    modes.send(event);
    values.push(modes.value);
  }
  return values;
}

/** Where each event leads from each mode, as XState has it. */
function edges(table: ModeTable<string, string>): string[] {
  const machine = createMachine(structuredClone(table) as Parameters<typeof createMachine>[0]);
  const { on, states } = table;
  const events = [on, ...Object.values(states).map((mode) => mode.on)].flatMap((each) =>
    Object.keys(each ?? {}),
  );
  return Object.keys(states).flatMap((value) =>
    [...new Set([...events, 'nonsense'])].map((type) => {
      const [next] = transition(machine, machine.resolveState({ value }), { type });
      return `${value} ${type} ${String(next.value)}`;
    }),
  );
}

describe('a table is walked as XState walks it', () => {
  const tables: readonly ModeTable<string, string>[] = [PLAYBACK, NODE_WORKER];
  test.each(tables.map((table) => [table.id, table] as const))('%s', (_, table) => {
    const ways = edges(table);
    expect(ways.length).toBeGreaterThan(30);
    for (const way of ways) {
      const [value, event, next] = way.split(' ') as [string, string, string];
      expect(`${value} ${event} ${path({ ...table, initial: value }, [event])[1]}`).toBe(
        `${value} ${event} ${next}`,
      );
    }
    const [first] = initialTransition(
      createMachine(structuredClone(table) as Parameters<typeof createMachine>[0]),
    );
    expect(first.value).toBe(new Modes(table).value);
  });
});

describe('playback', () => {
  test('plays, pauses and steps once it has booted, not before', () => {
    expect(path(PLAYBACK, ['play', 'loaded', 'play', 'pause', 'step', 'done'])).toEqual([
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
    expect(path(PLAYBACK, ['loaded', 'step', 'pause', 'play', 'done'])).toEqual([
      'booting',
      'paused',
      'stepping',
      'paused',
      'running',
      'running',
    ]);
  });

  test('boots again for another run, whatever it was doing', () => {
    const before: PlaybackEvent[][] = [[], ['play'], ['step'], ['seek'], ['fork']];
    for (const events of before) {
      expect(path(PLAYBACK, ['loaded', ...events, 'load', 'loaded']).slice(-2)).toEqual([
        'booting',
        'paused',
      ]);
    }
  });
});

describe('the worker of a node', () => {
  test('starts, freezes, thaws, dies and starts again', () => {
    expect(
      path(NODE_WORKER, ['started', 'freeze', 'thaw', 'crash', 'boot', 'started', 'kill', 'boot']),
    ).toEqual(['starting', 'up', 'frozen', 'up', 'crashed', 'starting', 'up', 'killed', 'starting']);
  });

  test('that is dead does not start late, freeze or thaw', () => {
    expect(path(NODE_WORKER, ['kill', 'started', 'freeze', 'thaw', 'crash'])).toEqual([
      'starting',
      ...Array<NodeWorkerMode>(5).fill('killed'),
    ]);
  });
});
