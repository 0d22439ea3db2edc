import { expect, test } from 'vitest';
import { troubleOf } from '../../../adapters/prisma/trouble.js';

/** What no second try mends is known by the database's own code, wherever an error carries it. */

const prisma = (cause: object) =>
  Object.assign(new Error('x'), { code: 'P2010', meta: { driverAdapterError: { cause } } });

test.each([
  [{ code: 'ENOSPC' }, 'full'],
  [{ errcode: 13 }, 'full'],
  [{ cause: { extendedCode: 11 } }, 'damaged'],
  [{ code: '53100' }, 'full'],
  [prisma({ originalCode: '53100', kind: 'postgres' }), 'full'],
  [prisma({ originalCode: 'XX001' }), 'damaged'],
  [{ code: 'XX002' }, 'damaged'],
  [{ code: '40P01' }, undefined],
  [new Error('disk is full'), undefined],
] as const)('%j is %s', (error, trouble) => {
  expect(troubleOf(error)).toBe(trouble);
});
