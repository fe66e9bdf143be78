import { describe, expect, test } from 'vitest';
import { UNKNOWN, type LeaderState } from './leader-state';
import { LeaderWatch } from './leader-watch';

const follower = (leaderEndpoint: string, leaderEpoch?: number): LeaderState => ({
  kind: 'follower',
  leaderEndpoint,
  ...(leaderEpoch === undefined ? {} : { leaderEpoch }),
});

function watchAndLog(initial: LeaderState = UNKNOWN) {
  const watch = new LeaderWatch(initial);
  const heard: LeaderState[] = [];
  const stop = watch.subscribe((state) => heard.push(state));
  return { watch, heard, stop };
}

test('the first read does not wait', () => {
  expect(new LeaderWatch({ kind: 'leader', epoch: 3 }).read()).toEqual({ kind: 'leader', epoch: 3 });
});

describe('emits only changes of the value', () => {
  test('an equal value is none', () => {
    const { watch, heard } = watchAndLog(follower('leader:9000', 1));
    expect(watch.emit(follower('leader:9000', 1))).toBe(false);
    expect(heard).toEqual([]);
  });

  test('a new epoch, a new endpoint and a new kind are some', () => {
    const { watch, heard } = watchAndLog(follower('leader:9000', 1));
    const changes: LeaderState[] = [
      follower('leader:9000', 2),
      follower('other:9000', 2),
      { kind: 'leader', epoch: 3 },
      { kind: 'leader', epoch: 4 },
      UNKNOWN,
    ];
    for (const change of changes) expect(watch.emit(change)).toBe(true);
    expect(heard).toEqual(changes);
    expect(watch.read()).toBe(UNKNOWN);
  });

  test('not after unsubscribing, not even in the midst of it', () => {
    const { watch, heard, stop } = watchAndLog();
    const stopOther = watch.subscribe(() => stopOther());
    watch.emit({ kind: 'leader', epoch: 1 });
    stop();
    watch.emit({ kind: 'leader', epoch: 2 });
    expect(heard).toEqual([{ kind: 'leader', epoch: 1 }]);
  });
});

describe('contracts', () => {
  test.each([
    'http://leader:9000',
    'https://leader:9000',
    'leader',
    'leader:',
    ':9000',
    'leader:99999',
    'a b:1',
    '',
  ])('the endpoint "%s" is refused', (endpoint) => {
    const { watch, heard } = watchAndLog();
    expect(() => watch.emit(follower(endpoint))).toThrow(/is not host:port without a scheme/);
    expect(() => new LeaderWatch(follower(endpoint))).toThrow(/host:port/);
    expect(watch.read()).toBe(UNKNOWN);
    expect(heard).toEqual([]);
  });

  test.each(['leader:9000', '10.0.0.7:50551', '[::1]:9000'])('the endpoint "%s" is fine', (endpoint) => {
    expect(watchAndLog().watch.emit(follower(endpoint))).toBe(true);
  });

  test('leaderEpoch never decreases, whatever came in between', () => {
    const { watch } = watchAndLog(follower('leader:9000', 4));
    watch.emit(UNKNOWN);
    expect(() => watch.emit(follower('leader:9000', 3))).toThrow(/leaderEpoch went back from 4 to 3/);
    watch.emit(follower('leader:9000'));
    watch.emit(follower('leader:9000', 4));
    watch.emit(follower('leader:9000', 6));
    expect(watch.read()).toEqual(follower('leader:9000', 6));
  });
});
