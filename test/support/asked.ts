import { vi } from 'vitest';
import { Statements } from '../../adapters/prisma/driver.js';

/** The statements that `act` sends to any database of this process, in their order: Prisma's, our own, BEGIN and COMMIT. */
export async function statementsOf(act: () => Promise<unknown>): Promise<readonly string[]> {
  const asked: string[] = [];
  const { get } = Statements.prototype;
  const spy = vi.spyOn(Statements.prototype, 'get').mockImplementation(function (this: Statements, sql) {
    asked.push(sql);
    return get.call(this, sql);
  });
  try {
    await act();
  } finally {
    spy.mockRestore();
  }
  return asked;
}
