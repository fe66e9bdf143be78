import { expect, test } from 'vitest';
import { rawLines } from './raw-frame';

const lines = (text: string) => rawLines(new TextEncoder().encode(text));

test('shows the end of each line', () => {
  expect(lines('*1\r\n$2\r\nHB\r\n')).toEqual([
    { text: '*1', end: '\\r\\n' },
    { text: '$2', end: '\\r\\n' },
    { text: 'HB', end: '\\r\\n' },
  ]);
});

test('shows what has no end, and what cannot be seen', () => {
  expect(lines('a\n\u0000b')).toEqual([{ text: 'a\\x0a\\x00b', end: '' }]);
});
