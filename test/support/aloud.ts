import { plain, type Reader } from '../../src/chat/text.js';
import type { PersonId } from '../../src/kernel/ids.js';
import type { TestBot } from './bot.js';
import { cardText } from './card-text.js';
import type { Someone } from './someone.js';

/** What somebody was last answered, as they would read it aloud, people by the names they have now. */
export async function heard(bot: TestBot, who: Someone): Promise<string> {
  const people = await bot.store.read((tx) => tx.in(bot.programme).people.all());
  const names = new Map<PersonId, string>(people.filter((p) => p.erasedAt === null).map((p) => [p.id, p.name]));
  const reader: Reader = {
    person: who.id,
    platform: 'web',
    zone: 'Europe/London',
    locale: 'en-GB',
    named: (id) => ({ name: names.get(id) ?? 'someone who left' }),
  };
  const reply = who.last;
  if (reply === undefined) return '';
  if (reply.kind === 'form')
    return [
      ...reply.view.problems.map((p) => p.say),
      ...reply.view.form.steps
        .flatMap((s) => s.items)
        .map((i) => (i.kind === 'note' ? plain(i.text, reader) : `${i.label}${'hint' in i ? `: ${i.hint}` : ''}`)),
    ].join('\n');
  const card = 'card' in reply ? reply.card : reply.kind === 'close' ? reply.say : undefined;
  return card === undefined ? reply.kind : cardText(card, reader);
}
