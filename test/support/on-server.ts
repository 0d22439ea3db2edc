import { afterEach, beforeEach } from 'vitest';
import type { Postgres } from './postgres.js';

/**
 * Has every store and bot that the tests of this suite open be on this server, and on nothing else's: files of tests share a
 * process, so what a test sets is set back before the next begins, however it ends.
 */
export function everyTestOn(server: () => Pick<Postgres, 'folder'>): void {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env.TEST_POSTGRES;
    process.env.TEST_POSTGRES = server().folder;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TEST_POSTGRES;
    else process.env.TEST_POSTGRES = before;
  });
}
