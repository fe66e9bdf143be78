import { expect, test, vi } from 'vitest';
import { Studio } from './studio';

/** A page whose idle moments come when the test says so. */
function setUp(make: (subject: { name: string }) => string = ({ name }) => `picture of ${name}`) {
  const idle: (() => void)[] = [];
  const made = vi.fn(make);
  const studio = new Studio(made, (work) => idle.push(work));
  const pass = async (): Promise<void> => {
    idle.shift()?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { studio, made, pass, idle };
}

test('one picture in each idle moment, in the order in which they were asked for', async () => {
  const { studio, made, pass, idle } = setUp();
  const pictures = Promise.all(['a', 'b'].map((name) => studio.picture({ name })));
  expect(made).not.toHaveBeenCalled();
  await pass();
  expect(made.mock.calls).toEqual([[{ name: 'a' }]]);
  await pass();
  expect(await pictures).toEqual(['picture of a', 'picture of b']);
  expect(idle).toEqual([]);
});

test('each once, however often it is asked for', async () => {
  const { studio, made, pass } = setUp();
  const subject = { name: 'a' };
  const both = [studio.picture(subject), studio.picture(subject)];
  await pass();
  await pass();
  expect(await Promise.all(both)).toEqual(['picture of a', 'picture of a']);
  expect(await studio.picture(subject)).toBe('picture of a');
  expect(made).toHaveBeenCalledTimes(1);
});

test('one that fails does not stop the others', async () => {
  const { studio, pass } = setUp(({ name }) => {
    if (name === 'a') throw new Error('no such run');
    return name;
  });
  const [bad, good] = [studio.picture({ name: 'a' }), studio.picture({ name: 'b' })];
  const refused = expect(bad).rejects.toThrow('no such run');
  await pass();
  await pass();
  await refused;
  expect(await good).toBe('b');
});

test('what is asked for after a rest is made too', async () => {
  const { studio, pass } = setUp();
  void studio.picture({ name: 'a' });
  await pass();
  const later = studio.picture({ name: 'b' });
  await pass();
  expect(await later).toBe('picture of b');
});
