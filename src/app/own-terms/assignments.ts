/**
 * What a fragment sets, whatever it is a fragment of: flags of a command line, YAML, TOML, JSON, HCL, a literal of Go, or
 * environment variables. Names and values stay as they were written.
 */

export interface Assignment {
  readonly name: string;
  /** Without quotes; empty where a name stood alone, as a flag does that is switched on. */
  readonly value: string;
}

/** In the order of the text. Lines that set nothing, as headings and braces, are left out. */
export function assignmentsIn(text: string): readonly Assignment[] {
  return text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map(withoutComment)
    .flatMap((line) => (/(^|[\s"'])--?[a-zA-Z]/.test(line) ? flagsIn(line) : pairsIn(line)));
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)(#|\/\/).*$/, '').trim();
}

/** `--name=value`, `--name value`, `--name`; what stands before the first flag is the program's name. */
function flagsIn(line: string): readonly Assignment[] {
  const words = (line.match(/"[^"]*"|'[^']*'|[^\s,[\]]+/g) ?? []).map(withoutQuotes);
  const found: Assignment[] = [];
  words.forEach((word, at) => {
    const flag = /^--?([a-zA-Z][\w.-]*)(?:=(.*))?$/.exec(word);
    if (flag === null) return;
    const [, name, value] = flag;
    const next = words[at + 1];
    const behind = next !== undefined && !/^--?[a-zA-Z]/.test(next) ? next : '';
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
