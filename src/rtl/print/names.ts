import { keywords } from './keywords.js';

/** A Verilog identifier for a name: letters, digits and `_` only, no keyword of Verilog or SystemVerilog. */
export function legal(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[0-9])/, 'n');
  const spelled = plain === '' ? 'n' : plain;
  return keywords.has(spelled) ? `${spelled}_` : spelled;
}

/** Eight hexadecimal digits that depend on the text alone (FNV-1a, 32 bits). */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Names of one Verilog scope: each given once, a further wish for a name gets a variant of it. */
export class Names {
  private readonly taken = new Set<string>();
  private readonly outer: Names | undefined;
  constructor(outer?: Names) {
    this.outer = outer;
  }

  has(name: string): boolean {
    return this.taken.has(name) || this.outer?.has(name) === true;
  }

  /** The legal form of the name, or the first variant that is free. */
  take(wish: string, variants: readonly string[] = []): string {
    const base = legal(wish);
    const candidates = [base, ...variants.map((variant) => `${base}_${variant}`)];
    let found = candidates.find((candidate) => !this.has(candidate));
    for (let i = 2; found === undefined; i++) if (!this.has(`${base}_${i}`)) found = `${base}_${i}`;
    this.taken.add(found);
    return found;
  }
}
