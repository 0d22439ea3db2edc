import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Bot } from '../../src/bot.js';
import type { Inbound } from '../../src/chat/inbound.js';

/** Keeps all that people type, from now on, so that it can be looked for where it must not stand. */
export function hearsTyped(bot: Bot): ReadonlySet<string> {
  const typed = new Set<string>();
  const { hear } = bot;
  Object.assign(bot, {
    hear(event: Inbound) {
      if (event.kind === 'command') typed.add(event.text);
      if (event.kind === 'form') for (const text of stringsIn(event.answers)) typed.add(text);
      return hear(event);
    },
  });
  return typed;
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** What can only be somebody's words: several of them, or an address. A word alone may be an option's key, or chance. */
const words = (text: string): boolean => text.length > 5 && /\S\s+\S|@/.test(text);

/** Every byte of a SQLite database, its log too. */
async function bytesOf(file: string): Promise<string> {
  const parts = [file, `${file}-wal`].filter((part) => existsSync(part));
  return (await Promise.all(parts.map((part) => readFile(part, 'latin1')))).join('\n');
}

/** Those of the texts that stand readable in a database's files, as they are or as JSON writes them. */
export async function readableIn(file: string, texts: Iterable<string>): Promise<readonly string[]> {
  const bytes = await bytesOf(file);
  const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  return [...texts]
    .filter(words)
    .filter((text) => bytes.includes(utf8(text)) || bytes.includes(utf8(JSON.stringify(text).slice(1, -1))));
}
