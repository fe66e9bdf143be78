import { expect, test } from 'vitest';
import { checkRegisterConfig, REGISTER_CONFIG_FIELDS, registerConfig, registerSafeguards } from './config';

test('absent fields take their defaults, and the defaults agree', () => {
  expect(registerConfig({ writeIntervalMs: 50 })).toEqual({
    writeIntervalMs: 50,
    writeTimeoutMs: 1000,
    giveUpMs: 5000,
    leaderTtlMs: 5000,
    replIntervalMs: 500,
    tlsRequired: true,
    httpHints: false,
    readShare: 0,
    confirmReads: false,
  });
  expect(checkRegisterConfig({})).toBeNull();
});

test('a client has to ask twice before it gives up', () => {
  expect(checkRegisterConfig({ giveUpMs: 1000 })).toMatch(
    /writeTimeoutMs \(1000\) must be below giveUpMs \(1000\)/,
  );
  expect(checkRegisterConfig({ giveUpMs: 1001 })).toBeNull();
});

test('a switch is 0 or 1', () => {
  for (const field of REGISTER_CONFIG_FIELDS.filter(({ toggle }) => toggle === true)) {
    expect([field.min, field.max, field.unit]).toEqual([0, 1, '']);
  }
});

test('safeguards are on unless they are off', () => {
  expect(registerSafeguards({ fencing: false })).toEqual({ fencing: false, majorityAck: true });
});
