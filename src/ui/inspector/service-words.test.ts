import { EPOCH_WORDS } from '../../core/words';
import { expect, test } from 'vitest';
import type { ExportObservation } from '../../core/service';
import { exportText, registerLines } from './service-words';

test('a copy of the register', () => {
  const register = {
    value: '',
    history: '',
    fence: 0,
    token: 3,
    serving: true,
    confirmed: '',
    fenced: 2,
  };
  const texts = Object.fromEntries(
    registerLines(register, 5, EPOCH_WORDS).map(({ label, text }) => [label, text]),
  );
  expect(texts).toEqual({
    register: 'no write yet',
    'writes held': 'none',
    offset: '5',
    'copy taken under': 'epoch 3',
    'highest epoch seen': 'none',
    'takes writes': 'yes',
    'copies refused': '2',
  });
});

test('each state of an exporter has words of its own', () => {
  const phases = ['trying', 'working'] as const;
  const outcomes = ['none', 'held', 'done', 'unpublished', 'abandoned', 'failed', 'unreachable'] as const;
  const states: ExportObservation[] = [
    ...phases.map((phase) => ({ phase, round: 4, outcome: 'none' as const })),
    ...outcomes.map((outcome) => ({ phase: 'idle' as const, round: 4, outcome })),
    { phase: 'idle', round: 0, outcome: 'none' },
  ];
  expect(new Set(states.map(exportText)).size).toBe(states.length);
});
