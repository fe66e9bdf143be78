import { describe, expect, test } from 'vitest';
import { link } from '../stage/test-kit';
import { parseBounded } from './bounds';
import { settingFault, settingOf, SETTINGS, type SettingName } from './link-settings';

const setting = (name: SettingName) => SETTINGS.find((candidate) => candidate.name === name)!;
const given = link('n1', 'n2', { latencyMs: [20, 60], lossRatio: 0.07, duplicateRatio: 0.29 });

test('settings are shown as people type them', () => {
  expect(SETTINGS.map(({ name }) => settingOf(given, name))).toEqual([20, 60, 7, 29]);
});

describe('settingFault', () => {
  test('sets one thing', () => {
    expect(settingFault(given, setting('loss'), '12.5')).toEqual({
      kind: 'link',
      from: 'n1',
      to: 'n2',
      lossRatio: 0.125,
    });
    expect(settingFault(given, setting('duplicate'), '0')).toMatchObject({ duplicateRatio: 0 });
  });

  test('a latency that passes the other takes it along', () => {
    expect(settingFault(given, setting('latencyMin'), '40')).toMatchObject({ latencyMs: [40, 60] });
    expect(settingFault(given, setting('latencyMin'), '90')).toMatchObject({ latencyMs: [90, 90] });
    expect(settingFault(given, setting('latencyMax'), '5')).toMatchObject({ latencyMs: [5, 5] });
  });

  test('refuses what cannot be, by name', () => {
    expect(() => settingFault(given, setting('latencyMin'), '0')).toThrow(
      'Shortest latency: give a number from 1 to 60000 ms.',
    );
    expect(() => settingFault(given, setting('loss'), '101')).toThrow('Loss: give a number from 0 to 100 %.');
    expect(() => settingFault(given, setting('loss'), '')).toThrow('Loss');
  });
});

test('parseBounded takes whole numbers where only those will do', () => {
  const bounds = { label: 'Offset', min: 0, max: 9, unit: '', whole: true };
  expect(parseBounded('7', bounds)).toBe(7);
  expect(() => parseBounded('7.5', bounds)).toThrow('Offset: give a whole number from 0 to 9.');
  expect(() => parseBounded('seven', bounds)).toThrow('whole number');
});
