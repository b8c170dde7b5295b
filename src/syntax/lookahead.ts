import { LLkLookaheadStrategy, type ILookaheadStrategy } from 'chevrotain';

/** Chevrotain's own way to choose by the next tokens, but worked out for each choice of the grammar when a source first comes to it. */
export function lookaheadWhenNeeded(maxLookahead: number): ILookaheadStrategy {
  const strategy = new LLkLookaheadStrategy({ maxLookahead });
  return {
    validate: (options) => strategy.validate(options),
    buildLookaheadForAlternation: (options) => whenCalled(() => strategy.buildLookaheadForAlternation(options)),
    buildLookaheadForOptional: (options) => whenCalled(() => strategy.buildLookaheadForOptional(options)),
  };
}

/** A function that is made when it is first called. */
function whenCalled<Arguments extends unknown[], Result>(
  make: () => (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  let made: ((...given: Arguments) => Result) | undefined;
  // Chevrotain calls it with the parser as `this`.
  return function (this: unknown, ...given: Arguments): Result {
    made ??= make();
    return made.apply(this, given);
  };
}
