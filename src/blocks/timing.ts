/** How fast a memory outside the die is. */
export interface MemoryTiming {
  /** Bits a second, sustained. */
  readonly bandwidth: number;
  /** Seconds from a request to its first data. */
  readonly latency: number;
}
