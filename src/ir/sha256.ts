const first32Bits = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) >>> 0;

/** The first primes, whose roots give the constants of FIPS 180-4. */
const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (!primes.some((prime) => n % prime === 0)) primes.push(n);
const rounds = Uint32Array.from(primes, (p) => first32Bits(Math.cbrt(p)));
const start = Uint32Array.from(primes.slice(0, 8), (p) => first32Bits(Math.sqrt(p)));

function rotate(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n));
}

/** SHA-256 (FIPS 180-4) of a text in UTF-8, in hexadecimal. Here because the browser's own is asynchronous and Node's is Node's. */
export function sha256(text: string): string {
  const bytes = pad(new TextEncoder().encode(text));
  const state = Uint32Array.from(start);
  const words = new Uint32Array(64);
  for (let at = 0; at < bytes.byteLength; at += 64) compress(state, words, new DataView(bytes.buffer, at, 64));
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}

function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  return padded;
}

function compress(state: Uint32Array, words: Uint32Array, block: DataView): void {
  for (let i = 0; i < 16; i++) words[i] = block.getUint32(i * 4);
  const word = (i: number): number => words[i] ?? 0;
  for (let i = 16; i < 64; i++) {
    const [x, y] = [word(i - 15), word(i - 2)];
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    words[i] = word(i - 16) + s0 + word(i - 7) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + sum1 + ((e & f) ^ (~e & g)) + (rounds[i] ?? 0) + word(i)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i] ?? 0) + value;
}
