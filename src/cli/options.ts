import { Option } from 'commander';

/** `--color auto|always|never` */
export function colorOption(): Option {
  return new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto');
}

/** `--design NAME`: which design of a file that has several. */
export function designOption(): Option {
  return new Option('--design <name>', 'the design, where the file has several');
}

/** `--set path=value`, repeatable. */
export function setOption(): Option {
  return new Option('--set <parameter=value>', 'set a parameter of the design; repeatable; units allowed')
    .argParser((setting: string, before: readonly string[]) => [...before, setting])
    .default([], 'none');
}
