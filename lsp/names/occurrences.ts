/** The words of a source that mean something: the language knows them. */
export {
  declarationOf,
  keyOf,
  nameOf,
  occurrenceAt,
  occurrencesIn,
  renamedText,
  type Occurrence,
  type Target,
} from '../../src/language/index.js';
