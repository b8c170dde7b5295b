import { comment, indent } from './text.js';

/** The text of a module that a library's cell may take the place of: its ports are single wires, the last one an output. */
export function wrapperText(
  module: string,
  about: readonly string[],
  ports: readonly string[],
  body: readonly string[],
): string {
  const lines = [
    ...about.flatMap(comment),
    '`default_nettype none',
    '',
    `module ${module} (`,
    ...ports.map((port, i) => (i === ports.length - 1 ? `  output wire ${port}` : `  input wire ${port},`)),
    ');',
    ...body.map((line) => (line.startsWith('`') ? line : indent([line])[0])),
    'endmodule',
    '',
    '`default_nettype wire',
  ];
  return `${lines.join('\n')}\n`;
}
