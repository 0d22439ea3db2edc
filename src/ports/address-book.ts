/**
 * Where an adapter keeps what it must know to reach somebody again (Teams' conversation references). Values are kept
 * encrypted under the data key; keys are opaque ids of the platform.
 */
export interface AddressBook {
  get(key: string): Promise<string | undefined>;
  put(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}
