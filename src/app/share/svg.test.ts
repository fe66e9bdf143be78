import { describe, expect, test } from 'vitest';
import { svgPicture } from './svg';
import { excerptOf, hostileExcerpt, splitBrain } from './test-kit';

/** Throws unless every element is closed in its turn, every attribute quoted, and every `&` an entity. */
function elementsOf(svg: string): string[] {
  const names: string[] = [];
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-zA-Z]+)((?: [a-zA-Z0-9-]+="[^"<]*")*)(\/?)>/g,
    (_all, end, name, _attributes, empty) => {
      if (end === '/') expect(open.pop()).toBe(name);
      else {
        names.push(name as string);
        if (empty !== '/') open.push(name as string);
      }
      return '';
    },
  );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  expect(svg).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
  return names;
}

describe('the picture', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'of run %i is well-formed, with finite numbers and no style or script',
    async (seed) => {
      const svg = svgPicture(await hostileExcerpt(seed));
      const names = new Set(elementsOf(svg));
      expect(names.has('svg')).toBe(true);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|style=/);
      expect([...names].filter((name) => /script|style|foreignObject|image/.test(name))).toEqual([]);
    },
  );

  test('says who was what, what was done and what broke, in red only that', async () => {
    const svg = svgPicture(await splitBrain());
    for (const words of ['>n1<', '>primary 1<', '>primary 2<', '>the link n1 → n2 was cut<', '>1.000 s<']) {
      expect(svg).toContain(words);
    }
    expect(svg).toMatch(/fill="#c4122f">[^<]*split brain/);
    expect(svgPicture(await splitBrain(0, 900))).not.toContain('#c4122f');
  });

  test('escapes what people may have written', async () => {
    const excerpt = await splitBrain(0, 100);
    const svg = svgPicture({ ...excerpt, protocol: { ...excerpt.protocol, title: 'a < b & "c"\u0007' } });
    elementsOf(svg);
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot;');
  });

  test('leaves out whole kinds of messages when there are too many, and says so', async () => {
    const nodes = Array.from({ length: 12 }, (_, at) => `n${at + 1}`);
    const svg = svgPicture(await excerptOf({ version: 1, protocol: 'quorum', nodes, seed: 1 }, 0, 8000));
    expect(svg).toMatch(/Not drawn: \d+ × HB</);
    expect(svg.length).toBeLessThan(200_000);
    expect(svgPicture(await splitBrain())).not.toContain('Not drawn');
  });

  test('of an excerpt without a length, or of one node alone, is a picture too', async () => {
    elementsOf(svgPicture(await splitBrain(500, 500)));
    elementsOf(svgPicture(await excerptOf({ version: 1, protocol: 'quorum', nodes: ['n1'], seed: 1 }, 0, 0)));
  });
});
