/**
 * A tree, or anything else that holds places, as it is when the text before it has become longer by `by`: every `start` and `end`
 * that is a number moves. What has none is taken over as it is.
 */
export function moved<T>(value: T, by: number): T {
  return by === 0 ? value : copy(value, by);
}

function copy<T>(value: T, by: number): T;
function copy(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => copy(each, by));
  if (typeof value !== 'object' || value === null) return value;
  // A copy of the same form costs little more than its memory; then only what differs is written.
  const made: Record<string, unknown> = { ...value };
  for (const key in made) {
    const part = made[key];
    if (typeof part === 'number') {
      if (key === 'start' || key === 'end') made[key] = part + by;
    } else if (typeof part === 'object' && part !== null) made[key] = copy(part, by);
  }
  return made;
}
