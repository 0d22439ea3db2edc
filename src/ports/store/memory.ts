/** Small facts of a programme that a digest or a sweep must remember: JSON by key. */
export interface MemoryRepository {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}
