/** `npx interregnum COMMAND …`: the commands of a checkout, and two for files of runs. */
import { isPath } from '../cli/sources';

const USAGE = `npx interregnum COMMAND [options]

  hunt FILE       look for the schedule that breaks a protocol; FILE or --protocol ID
  explore FILE    try every order, within bounds
  lab FILE        measure failovers
  run FILE        run a run: --until MS, --trust for one that brings its own protocol
  render FILE     draw a run: --svg OUT, --until MS, --trust

npx interregnum COMMAND --help says more of each.
`;

const COMMANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  hunt: () => import('../cli/hunt'),
  explore: () => import('../cli/explore'),
  lab: () => import('../cli/lab'),
  run: () => import('../cli/run-file').then(({ runFile }) => runFile()),
  render: () => import('../cli/run-file').then(({ renderFile }) => renderFile()),
};

const [name, ...args] = process.argv.slice(2);
const command = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
if (command === undefined) {
  const asked = name === undefined || name === '--help' || name === 'help';
  (asked ? process.stdout : process.stderr).write(asked ? USAGE : `"${name}" is no command.\n\n${USAGE}`);
  process.exitCode = asked ? 0 : 2;
} else {
  const [first, ...rest] = args;
  // The file of a protocol may come first, without its option.
  const searches = name === 'hunt' || name === 'explore' || name === 'lab';
  const given =
    searches && first !== undefined && isPath(first) && !first.startsWith('--')
      ? ['--protocol', first, ...rest]
      : args;
  process.argv = [...process.argv.slice(0, 2), ...given];
  await command();
}
