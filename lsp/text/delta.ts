/** A replacement of some numbers of a list by others. */
export interface NumbersEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: number[];
}

/** The one edit that turns `before` into `after`: all between what they begin with and what they end with alike. */
export function numbersEdit(before: readonly number[], after: readonly number[]): NumbersEdit | undefined {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  if (start === before.length && start === after.length) return undefined;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { start, deleteCount: before.length - same - start, data: after.slice(start, after.length - same) };
}
