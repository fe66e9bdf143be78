import { describe, expect, test } from 'vitest';
import { keyTarget, shortcutOf, SHORTCUTS, type KeyPress } from './shortcuts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  defaultPrevented: false,
  ...more,
});

test('each key means one thing', () => {
  expect(new Set(SHORTCUTS.map(({ key }) => key)).size).toBe(SHORTCUTS.length);
  for (const { key, shortcut } of SHORTCUTS) expect(shortcutOf(press(key), 'elsewhere')).toBe(shortcut);
  expect(shortcutOf(press('q'), 'elsewhere')).toBeNull();
});

test('a field keeps its keys, except the one that leaves', () => {
  for (const key of [' ', '.', '[', ']', '?']) expect(shortcutOf(press(key), 'text')).toBeNull();
  expect(shortcutOf(press('Escape'), 'text')).toBe('dismiss');
});

test('Space on a button presses that button only', () => {
  expect(shortcutOf(press(' '), 'control')).toBeNull();
  expect(shortcutOf(press('.'), 'control')).toBe('step');
});

test('a held key does not flicker between play and pause', () => {
  expect(shortcutOf(press(' ', { repeat: true }), 'elsewhere')).toBeNull();
  expect(shortcutOf(press(']', { repeat: true }), 'elsewhere')).toBe('faster');
});

test.each(['ctrlKey', 'metaKey', 'altKey', 'defaultPrevented'] as const)('%s: not ours', (flag) => {
  expect(shortcutOf(press('.', { [flag]: true }), 'elsewhere')).toBeNull();
});

describe('the focused element', () => {
  test.each([
    [{ tagName: 'input', type: 'number' }, 'text'],
    [{ tagName: 'INPUT' }, 'text'],
    [{ tagName: 'textarea' }, 'text'],
    [{ tagName: 'div', editable: true }, 'text'],
    [{ tagName: 'input', type: 'radio' }, 'control'],
    [{ tagName: 'input', type: 'range' }, 'elsewhere'],
    [{ tagName: 'button' }, 'control'],
    [{ tagName: 'g', role: 'button' }, 'control'],
    [{ tagName: 'body' }, 'elsewhere'],
  ] as const)('%o is %s', (element, target) => {
    expect(keyTarget(element)).toBe(target);
  });
});
