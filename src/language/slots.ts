interface Slot<K, V> {
  readonly key: K;
  value: V;
  readonly next: Slot<K, V> | undefined;
}

/** So many slots are looked through one by one. */
const few = 8;

/** A map of mostly one or two entries, of which there are many: it is a chain while it is short, and takes a fraction of a `Map`'s memory. */
export class Slots<K, V> {
  #first: Slot<K, V> | undefined;
  #count = 0;
  #map: Map<K, V> | undefined;

  /** The value of a key; undefined where there is none. */
  get(key: K): V | undefined {
    return this.#map === undefined ? this.#slotOf(key)?.value : this.#map.get(key);
  }

  /** Whether a key has a value, which may be undefined. */
  has(key: K): boolean {
    return this.#map === undefined ? this.#slotOf(key) !== undefined : this.#map.has(key);
  }

  /** Gives a key a value, in place of the one it has. */
  set(key: K, value: V): void {
    if (this.#map !== undefined) {
      this.#map.set(key, value);
      return;
    }
    const known = this.#slotOf(key);
    if (known !== undefined) {
      known.value = value;
      return;
    }
    this.#first = { key, value, next: this.#first };
    this.#count += 1;
    if (this.#count > few) this.#spread();
  }

  #slotOf(key: K): Slot<K, V> | undefined {
    for (let slot = this.#first; slot !== undefined; slot = slot.next) if (slot.key === key) return slot;
    return undefined;
  }

  #spread(): void {
    this.#map = new Map();
    for (let slot = this.#first; slot !== undefined; slot = slot.next) this.#map.set(slot.key, slot.value);
    this.#first = undefined;
  }
}
