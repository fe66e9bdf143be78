/**
 * What a fragment sets, whatever it is a fragment of: flags of a command line, YAML, TOML, JSON, HCL, a literal of Go, or
 * environment variables. Names and values stay as they were written.
 */

export interface Assignment {
  readonly name: string;
  /** Without quotes; empty where a name stood alone, as a flag does that is switched on. */
  readonly value: string;
}

const OF_ITS_OWN = /^[A-Za-z_][\w.-]*=/;

/** In the order of the text. Lines that set nothing, as headings and braces, are left out. */
export function assignmentsIn(text: string): readonly Assignment[] {
  const found = text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map(withoutComment)
    .flatMap((line) => (/(^|[\s"'])--?[a-zA-Z]/.test(line) ? flagsIn(line) : pairsIn(line)));
  return found.flatMap((one, at) => {
    // `name: X` and `value: Y`, as the environment of a container has them.
    if (one.name === 'value' && found[at - 1]?.name === 'name') return [];
    const next = found[at + 1];
    return one.name === 'name' && next?.name === 'value' ? [{ name: one.value, value: next.value }] : [one];
  });
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)(#|\/\/).*$/, '').trim();
}

/**
 * `--name=value`, `--name value`, `--name`; also `NAME=value` before the program, or behind the `--set` of a chart. Any other
 * word is the program's name, or an argument of it.
 */
function flagsIn(line: string): readonly Assignment[] {
  const words = (line.match(/"[^"]*"|'[^']*'|[^\s,[\]]+/g) ?? []).map(withoutQuotes);
  const found: Assignment[] = [];
  words.forEach((word, at) => {
    if (OF_ITS_OWN.test(word)) found.push(...pairsIn(word));
    const flag = /^--?([a-zA-Z][\w.-]*)(?:=(.*))?$/.exec(word);
    if (flag === null || flag[1] === 'set') return;
    const [, name, value] = flag;
    const next = words[at + 1];
    const behind = next !== undefined && !/^--?[a-zA-Z]/.test(next) && !OF_ITS_OWN.test(next) ? next : '';
    found.push({ name: name!, value: withoutQuotes(value ?? behind) });
  });
  return found;
}

/** `name: value`, `name = value`, several of them between braces and commas. */
function pairsIn(line: string): readonly Assignment[] {
  return line
    .replace(/[{}]/g, ',')
    .split(/,(?![^(]*\))|;/)
    .flatMap((part) => {
      const text = part
        .trim()
        .replace(/^-\s+/, '')
        .replace(/^(export|Environment=)\s*/, '');
      const pair = /^["']?([A-Za-z_][\w.-]*)["']?\s*(?::=|[:=])\s*(.*)$/.exec(withoutQuotes(text));
      if (pair === null) return [];
      const [, name, value] = pair;
      const own = withoutQuotes(value!.trim());
      return own === '' ? [] : [{ name: name!, value: own }];
    });
}

/** Only where the first and the last are one pair. */
const withoutQuotes = (text: string): string => /^(["'])((?:(?!\1).)*)\1$/.exec(text)?.[2] ?? text;
