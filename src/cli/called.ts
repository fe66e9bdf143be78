/** How a person calls these commands: in a checkout by npm, in the package by its own name. */
const IN_PACKAGE = !import.meta.url.endsWith('.ts');

/** As it is typed, with what comes before its options. */
export const called = (command: 'hunt' | 'explore' | 'lab'): string =>
  IN_PACKAGE ? `npx interregnum ${command}` : `npm run ${command} --`;

/** The code runs as it was built, and needs nothing that reads TypeScript. */
export const isBuilt = IN_PACKAGE;
