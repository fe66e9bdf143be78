import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * The rings of src/, inside out: each imports only from itself and from those before it. That nothing goes round in a
 * circle, types and components included, is seen by `tests/setup/imports.ts`.
 */
const RINGS = ['core', 'sim', 'check', 'workers', 'app', 'ui', 'cli', 'package'];

/** The rings that compute and do nothing else, with the packages that each may use. */
const PURE_RINGS = { core: ['sucrase'], sim: ['pure-rand', 'flatqueue'], check: ['pure-rand', 'flatqueue'] };

const TESTS = ['**/*.test.ts', '**/*.spec.ts'];

const MARKUP = 'Text from a run or a link must never become markup: let Svelte build the elements.';
const WORLD = 'There is no outside world in a pure ring: effects go out as data.';
const CLOCK = 'Time is a parameter in a pure ring.';
const CHANCE = 'Chance is a parameter in a pure ring: draw from a seeded stream.';
const LATER = 'Nothing happens later in a pure ring: yield requests, or say when to be woken.';
const PLACE = 'It depends on where it runs: compare and format by code unit.';
const ROUNDING = 'Engines round it differently, and digests must agree: use exact operations.';

/** What has all protocols at hand, and with them the protocols themselves. */
const EVERYTHING = {
  regex: '(^|/)(core/everything|core/protocols/.+|sim|sim/index)$',
  message:
    'The page loads a protocol when a run needs it: see core/registry.ts; import from the files of sim/.',
};

// ESLint replaces the options of a rule, it does not add them up: what holds everywhere is repeated where more holds.
const EVERYWHERE = {
  properties: ['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((property) => ({
    property,
    message: MARKUP,
  })),
  syntax: [
    { selector: 'SvelteDirective[kind="Binding"][key.name.name="innerHTML"]', message: MARKUP },
    {
      // Svelte parses fixed attributes as markup, which the page's content security policy refuses for styles.
      selector: 'SvelteAttribute[key.name="style"][value.length=1][value.0.type="SvelteLiteral"]',
      message: 'Use a class, or style: directives: the built page refuses fixed style attributes.',
    },
  ],
};

const IMPURE = {
  globals: [
    ...named('window document self globalThis navigator localStorage sessionStorage fetch crypto', WORLD),
    ...named('console process Worker MessageChannel postMessage', WORLD),
    ...named('Date performance', CLOCK),
    ...named('setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame Promise', LATER),
    ...named('WeakRef FinalizationRegistry', LATER),
    ...named('Intl', PLACE),
  ],
  properties: [
    { object: 'Math', property: 'random', message: CHANCE },
    // All that IEEE 754 does not pin down to the last bit; `sqrt` it does.
    ...words(
      'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh',
    ).map((property) => ({ object: 'Math', property, message: ROUNDING })),
    ...words('localeCompare toLocaleString toLocaleLowerCase toLocaleUpperCase').map((property) => ({
      property,
      message: PLACE,
    })),
  ],
  syntax: [
    { selector: ':function[async=true]', message: LATER },
    { selector: 'AwaitExpression', message: LATER },
    { selector: 'ForOfStatement[await=true]', message: LATER },
    { selector: 'ImportExpression', message: LATER },
    {
      // Powers of constants are folded by the compiler and exact: `2 ** 32` may stay.
      selector: 'BinaryExpression[operator="**"]:not([left.type="Literal"][right.type="Literal"])',
      message: ROUNDING,
    },
    { selector: 'AssignmentExpression[operator="**="]', message: ROUNDING },
  ],
};

export default defineConfig(
  globalIgnores(['dist/', 'test-results/', 'playwright-report/']),
  js.configs.recommended,
  ts.configs.recommended,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': ['error', ...EVERYWHERE.properties],
      'no-restricted-syntax': ['error', ...EVERYWHERE.syntax],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // It is about SvelteKit's router; this page has none.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // svelte-check knows better which names exist.
    rules: { 'no-undef': 'off' },
  },
  {
    name: 'rules that need types',
    files: ['**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  { files: ['src/**'], rules: { 'no-console': 'error' } },
  RINGS.map((ring) => ({
    name: `src/${ring}: the rings`,
    files: [`src/${ring}/**`],
    rules: { 'no-restricted-imports': ['error', { patterns: [outwards(ring)] }] },
  })),
  ['workers', 'app', 'ui'].map((ring) => ({
    name: `src/${ring}: loads what a run needs`,
    files: [`src/${ring}/**`],
    // The conformance suite is itself a test, for stores of others.
    // What runs protocols of one's own is itself loaded with the first of them, and its worker is one file with everything.
    ignores: [
      ...TESTS,
      '**/*test-kit.ts',
      'src/app/store/**',
      'src/app/own/**',
      'src/ui/own/**',
      'src/workers/sandbox/**',
    ],
    rules: { 'no-restricted-imports': ['error', { patterns: [outwards(ring), EVERYTHING] }] },
  })),
  Object.entries(PURE_RINGS).map(([ring, packages]) => ({
    name: `src/${ring}: purity`,
    files: [`src/${ring}/**`],
    ignores: TESTS,
    rules: {
      'no-restricted-imports': ['error', { patterns: [outwards(ring), otherPackages(ring, packages)] }],
      'no-restricted-globals': ['error', ...IMPURE.globals],
      'no-restricted-properties': ['error', ...EVERYWHERE.properties, ...IMPURE.properties],
      'no-restricted-syntax': ['error', ...EVERYWHERE.syntax, ...IMPURE.syntax],
    },
  })),
  {
    name: 'the registry loads what a run needs',
    files: ['src/core/registry.ts'],
    rules: {
      'no-restricted-globals': ['error', ...IMPURE.globals.filter(({ name }) => name !== 'Promise')],
      'no-restricted-syntax': [
        'error',
        ...EVERYWHERE.syntax,
        ...IMPURE.syntax.filter(({ selector }) => selector !== 'ImportExpression'),
      ],
    },
  },
  {
    name: 'no test runs alone',
    files: TESTS,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name="only"]',
          message: 'The other tests would be left out without a word.',
        },
      ],
    },
  },
);

/** Imports that climb out of a ring and enter a later one, or leave src/ for the tests. */
function outwards(ring) {
  const later = [...RINGS.slice(RINGS.indexOf(ring) + 1), 'tests'].join('|');
  return {
    regex: String.raw`^(\./)?(\.\./)+(src/)?(${later})(/|$)`,
    message: `The rings of src/ import inwards only, in the order ${RINGS.join(', ')}.`,
  };
}

function otherPackages(ring, packages) {
  const allowed = ['[.]', ...packages.map((name) => `${name}(/|$)`)].join('|');
  return {
    regex: `^(?!${allowed})`,
    message: `src/${ring} runs anywhere; the packages that it may use: ${packages.join(', ') || 'none'}.`,
  };
}

function named(names, message) {
  return words(names).map((name) => ({ name, message }));
}

function words(text) {
  return text.split(' ');
}
