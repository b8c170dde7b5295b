/** Whether a path is below the root. */
export function isInside(path: string, root: string): boolean {
  return root === ''
    ? !path.startsWith('../') && path !== '..' && !path.startsWith('/')
    : path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

/** The path without `.` and `..`; leading `..` stay; undefined where `..` would leave `/`. */
export function normalize(path: string): string | undefined {
  const parts: string[] = [];
  const absolute = path.startsWith('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (absolute) return undefined;
    else parts.push('..');
  }
  return `${absolute ? '/' : ''}${parts.join('/')}`;
}
