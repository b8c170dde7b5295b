/**
 * A tree, or anything else that holds places, as it is when the text before it has become longer by `by`: every `start` and `end`
 * that is a number moves. What has none is taken over as it is.
 */
export function moved<T>(value: T, by: number): T {
  return by === 0 ? value : copy(value, by);
}

/**
 * The same of each node of a list; the parts of a node, but for its name and its documentation, are moved when they are first asked
 * for. Of a long file whose beginning is edited only what is looked at is copied.
 */
export function movedLater<T>(nodes: readonly T[], by: number): readonly T[] {
  return by === 0 ? nodes : nodes.map((node) => later(node, by));
}

type Fields = Readonly<Record<string, unknown>>;

/** A node whose parts are moved when they are first asked for. What it is made from is never such a node itself. */
class Moved {
  readonly #base: Fields;
  readonly #by: number;
  readonly #parts: Record<string, unknown> = {};

  constructor(base: Fields, by: number, ready: readonly string[]) {
    this.#base = base;
    this.#by = by;
    for (const key of ready) Reflect.set(this, key, movedField(key, base[key], by));
  }

  static part(node: Moved, key: string): unknown {
    return (node.#parts[key] ??= copy(node.#base[key], node.#by));
  }

  static source(node: Moved): readonly [base: Fields, by: number] {
    return [node.#base, node.#by];
  }
}

/** How nodes with the same properties are made. */
interface Shape {
  readonly Node: typeof Moved;
  /** Properties that are there from the beginning. */
  readonly ready: readonly string[];
}

const shapes = new Map<string, Shape>();

/** Small parts that whoever looks at a node looks at. */
const atOnce: ReadonlySet<string> = new Set(['name', 'doc']);

function shapeOf(base: Fields): Shape {
  const keys = Object.keys(base);
  const isPut = (key: string): boolean => typeof base[key] === 'object' && base[key] !== null && !atOnce.has(key);
  const name = keys.map((key) => (isPut(key) ? `${key}+` : key)).join();
  const known = shapes.get(name);
  if (known !== undefined) return known;
  const Node = class extends Moved {};
  for (const key of keys.filter(isPut)) {
    const get = function (this: Moved): unknown {
      return Moved.part(this, key);
    };
    Object.defineProperty(Node.prototype, key, { get, enumerable: true });
  }
  const made: Shape = { Node, ready: keys.filter((key) => !isPut(key)) };
  shapes.set(name, made);
  return made;
}

function later<T>(node: T, by: number): T;
function later(node: unknown, by: number): unknown {
  const [base, all] = node instanceof Moved ? Moved.source(node) : [node, 0];
  if (all + by === 0 || !isFields(base)) return base;
  const { Node, ready } = shapeOf(base);
  return new Node(base, all + by, ready);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function copy<T>(value: T, by: number): T;
function copy(value: unknown, by: number): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => copy(each, by));
  if (typeof value !== 'object' || value === null) return value;
  // A copy of the same form costs little more than its memory; then only what differs is written.
  const made: Record<string, unknown> = { ...value };
  for (const key in made) {
    const part = made[key];
    if (typeof part === 'number' || (typeof part === 'object' && part !== null)) made[key] = movedField(key, part, by);
  }
  return made;
}

function movedField(key: string, part: unknown, by: number): unknown {
  if (typeof part === 'number') return key === 'start' || key === 'end' ? part + by : part;
  return copy(part, by);
}
