import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Setting } from '../language/index.js';
import type { ColorChoice } from './terminal.js';

/** What every command that takes a design understands. */
export interface DesignOptions {
  readonly design?: string;
  readonly set: readonly Setting[];
  readonly trust: readonly string[];
  readonly technology: readonly string[];
  readonly color: ColorChoice;
}

/** `--color auto|always|never` */
export function colorOption(): Option {
  return new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto');
}

/** Adds the file argument and the options of `DesignOptions`. */
export function takesDesign(command: Command): Command {
  return command
    .argument('<file>', 'an .accel or .ts design; "-" for .accel text from standard input')
    .addOption(new Option('--design <name>', 'which design, where the file has several'))
    .addOption(
      new Option('--set <parameter=value>', 'set a parameter, as in rows=32 or "buffer.capacity=2 MiB"; repeatable')
        .argParser(parseSetting)
        .default([], 'none'),
    )
    .addOption(trustOption())
    .addOption(technologyOption())
    .addOption(colorOption());
}

/** `--trust name`, repeatable: whose TypeScript may run beside the file on the command line. */
export function trustOption(): Option {
  return new Option('--trust <package>', 'run the code of the blocks of a package; "." for the project; repeatable')
    .argParser((name: string, before: readonly string[]) => [...before, name])
    .default([], 'none');
}

/** `--technology file`, repeatable: figures of the user's own. */
export function technologyOption(): Option {
  return new Option('--technology <file>', 'figures of your own in the place of the public ones; repeatable')
    .argParser((name: string, before: readonly string[]) => [...before, name])
    .default([], 'none');
}

function parseSetting(text: string, before: readonly Setting[]): readonly Setting[] {
  const [, path, value] = /^\s*([\w.]+)\s*=\s*(\S.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined)
    throw new InvalidArgumentError('Write parameter=value, as in rows=32.');
  return [...before, [path, value.trim()]];
}

/** A whole number from `least` on. */
export function parseCount(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It is a whole number from ${least} on.`);
    return value;
  };
}
