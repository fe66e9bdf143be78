import { describe, expect, test } from 'vitest';
import { recordedSide } from '../test-kit';
import { detailOf, MOST_ARROWS } from './detail';

const { index } = recordedSide(5, 20_000, { faults: [{ atMs: 10_000, kind: 'kill', node: 'n1' }] });

describe('how much traffic is drawn', () => {
  test('a short view has every message, strongly', () => {
    const detail = detailOf(index, { startUs: 5e6, spanUs: 50_000 });
    expect(detail).toMatchObject({ arrows: 'all', density: 0 });
    expect(detail.chatter).toBeGreaterThan(0.5);
    expect(detail.end - detail.first).toBeLessThan(250);
  });

  test('a longer one fades chatter before it is too much', () => {
    const detail = detailOf(index, { startUs: 5e6, spanUs: 600_000 });
    expect(detail.arrows).toBe('all');
    expect(detail.chatter).toBeLessThan(0.4);
    expect(detail.density).toBeGreaterThan(0);
  });

  test('a long one has only what is notable, and how many the others were', () => {
    const detail = detailOf(index, { startUs: 0, spanUs: 20e6 });
    expect(detail.end - detail.first).toBeGreaterThan(MOST_ARROWS);
    expect(detail).toMatchObject({ arrows: 'notable', density: 1 });
  });

  test('where even that is too much, nothing is left but the count', () => {
    const noisy = recordedSide(5, 60_000, {
      config: {
        hbIntervalMs: 20,
        downAfterMs: 60,
        electionTimeoutMs: 40,
        electionBackoffMs: 10,
        electionBackoffJitterMs: 10,
      },
      network: { lossRatio: 0.7 },
    });
    expect(detailOf(noisy.index, { startUs: 0, spanUs: 60e6 }).arrows).toBe('none');
  });
});
