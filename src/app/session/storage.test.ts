import { describe, expect, test } from 'vitest';
import { resolveRun, type Fault } from '../../sim/run';
import { runOf } from '../../sim/test-kit';
import type { SavedBranch, SavedSession } from './saved';
import { forget, isKept, keep, MOST_CHARACTERS, recall, savedText, type Store } from './storage';

class Shelf implements Store {
  readonly texts = new Map<string, string>();
  full = false;
  getItem(key: string): string | null {
    return this.texts.get(key) ?? null;
  }
  setItem(key: string, text: string): void {
    if (this.full) throw new DOMException('the quota is exceeded', 'QuotaExceededError');
    this.texts.set(key, text);
  }
  removeItem(key: string): void {
    this.texts.delete(key);
  }
}

/** A private window: nothing works. */
const REFUSING: Store = {
  getItem: () => {
    throw new DOMException('denied', 'SecurityError');
  },
  setItem: () => {
    throw new DOMException('denied', 'SecurityError');
  },
  removeItem: () => {
    throw new DOMException('denied', 'SecurityError');
  },
};

const kill: Fault = { atMs: 1, kind: 'kill', node: 'n1' };

function branch(id: number, faults = 0): SavedBranch {
  return {
    place: { id, name: `branch ${id}`, parent: id === 1 ? null : 1, forkedAtUs: id },
    bookmark: {
      version: 1,
      run: resolveRun(runOf(3, { faults: Array.from({ length: faults }, () => kill) })),
      headMs: 100 + id,
    },
  };
}

const session = (...branches: SavedBranch[]): SavedSession => ({
  version: 1,
  speed: 2,
  playing: true,
  branches,
});

describe('a session', () => {
  test('is kept whole, by tab and browser, and can be forgotten', async () => {
    const stores = [new Shelf(), new Shelf()];
    expect(isKept(stores)).toBe(false);
    expect(await recall(stores)).toBeNull();
    const saved = session(branch(2), branch(5), branch(1));
    keep(stores, saved);
    expect(await recall(stores)).toEqual(saved);
    expect(await recall([stores[1]!])).toEqual(saved);
    expect(isKept(stores)).toBe(true);
    forget(stores);
    expect(await recall(stores)).toBeNull();
    expect(isKept(stores)).toBe(false);
  });

  test('of this tab comes before that of another', async () => {
    const [tab, browser] = [new Shelf(), new Shelf()];
    keep([tab, browser], session(branch(1)));
    keep([browser], session(branch(7)));
    expect(await recall([tab, browser])).toMatchObject({ branches: [{ place: { id: 1 } }] });
    expect(await recall([new Shelf(), browser])).toMatchObject({ branches: [{ place: { id: 7 } }] });
  });

  test('is not kept where the browser refuses, and nothing else happens', async () => {
    keep([REFUSING], session(branch(1)));
    forget([REFUSING]);
    expect(await recall([REFUSING])).toBeNull();
    expect(isKept([REFUSING])).toBe(false);
  });

  test('that finds a full store takes the older one with it, which would be wrong by now', async () => {
    const shelf = new Shelf();
    keep([shelf], session(branch(1)));
    shelf.full = true;
    keep([shelf], session(branch(2)));
    expect(await recall([shelf])).toBeNull();
  });
});

describe('a session that does not fit', () => {
  const big = 6000;

  test('leaves its oldest branches out, never the active one', () => {
    const many = [3, 1, 2, 4, 5, 6].map((id) => branch(id, big));
    const text = savedText(session(...many))!;
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    const ids = (JSON.parse(text) as SavedSession).branches.map(({ place }) => place.id);
    expect(ids.length).toBeGreaterThan(1);
    expect(ids).toEqual([3, 6, 5, 4, 2, 1].slice(0, ids.length));
    expect(ids.length).toBeLessThan(6);
  });

  test('is not kept at all if the active branch is too much alone', () => {
    const shelf = new Shelf();
    keep([shelf], session(branch(1)));
    const tooMuch = { ...branch(1).bookmark, branch: 'x'.repeat(MOST_CHARACTERS) };
    keep([shelf], session({ ...branch(1), bookmark: tooMuch }, branch(2)));
    expect(isKept([shelf])).toBe(false);
  });
});

test.each([
  ['broken text', (text: string) => text.slice(0, -1)],
  ['another version', (text: string) => text.replace('"version":1', '"version":9')],
  ['no branches', (text: string) => text.replace(/"branches":.*/, '"branches":[]}')],
  ['a speed that cannot be', (text: string) => text.replace('"speed":2', '"speed":-2')],
  ['a broken run', (text: string) => text.replace('"seed":1', '"seed":"x"')],
  ['a protocol that is gone', (text: string) => text.replace('"protocol":"quorum"', '"protocol":"raft"')],
  ['something else', () => '17'],
])('what was kept with %s is told in a sentence', async (_what, damage) => {
  const shelf = new Shelf();
  keep([shelf], session(branch(1)));
  for (const [key, text] of shelf.texts) {
    expect(damage(text)).not.toBe(text);
    shelf.texts.set(key, damage(text));
  }
  await expect(recall([shelf])).rejects.toThrow(
    /^What this browser kept of the last visit cannot be read, .+\)$/s,
  );
});
