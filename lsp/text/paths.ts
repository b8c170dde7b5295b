/** How a file imports another one: `./lib.accel`, `../parts/tile.accel`. */
export function relativePath(from: string, to: string): string {
  const [here, there] = [from.split('/').slice(0, -1), to.split('/')];
  let same = 0;
  while (same < here.length && same < there.length - 1 && here[same] === there[same]) same += 1;
  const up = here.slice(same).map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), ...there.slice(same)].join('/');
}
