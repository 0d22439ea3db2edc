import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const { bin: named } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  readonly bin: { readonly mentorlog: string };
};

/** The program as people start it: what package.json names as the command `mentorlog`. */
export const bin = path.join(root, named.mentorlog);
