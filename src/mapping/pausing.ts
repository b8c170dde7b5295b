/** Work in steps: whoever runs it may pause or stop between two of them. A step takes some milliseconds; what is returned does not depend on the pauses. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
