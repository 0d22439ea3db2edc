import { button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import type { Account } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, moment, say, strong } from '../../chat/text.js';
import { Refused } from '../../kernel/errors.js';
import { listInWords } from '../../kernel/words.js';
import type { CommandHandler } from '../feature.js';
import { demand } from '../guards.js';
import { countTry, issueCode, readCode } from './code.js';

/**
 * `link`: one person, several accounts. Typed alone it gives a code; the same word with the code, from another account,
 * joins that account to the person. The runtime answers it, as it does a concern: the joining itself
 * (`runtime/link.ts`) may have to reach from one programme into another, and nothing in a feature does.
 */

const platformNames: Readonly<Partial<Record<Account['platform'], string>>> = {
  slack: 'Slack',
  teams: 'Microsoft Teams',
  web: 'the local chat',
};

export const tooManyTries = (): Refused =>
  new Refused('link-tries', 'That were too many wrong codes. Wait an hour, then type link in your other chat again.');

function codeCard(shown: string, until: number, accounts: readonly Account[]): Card {
  const names = [...new Set(accounts.map((a) => platformNames[a.platform] ?? a.platform))];
  const line = say`From your other account, send me: ${strong(`link ${shown}`)}`;
  return {
    title: 'Join your accounts',
    summary: literal('A code that joins your other account to this one.'),
    blocks: [
      text(line),
      facts(['Works', say`once, until ${moment(until)}`], ['Joined so far', literal(listInWords(names))]),
      muted(literal('On Slack, write /mentor before it. Give the code to nobody: whoever sends it acts as you.')),
    ],
  };
}

/** What somebody is told on the account that has just been joined. */
export const joinedCard = (programme: string): Card => ({
  title: 'Your accounts are joined',
  summary: literal('This account is yours here too.'),
  blocks: [
    text(literal(`This account is now yours in ${programme} too. I write to you where you last wrote to me.`)),
    buttons(button('What waits for me', 'home.open', '-', { style: 'main' })),
  ],
});

/** Answers `link` and `link CODE`; `rest` is what was typed for a code. */
export const linkCommand: CommandHandler = async (command, work) => {
  const { actor, rows, now } = work;
  demand('account.link', work, { owner: actor.id });
  if (command.rest === '') {
    const { shown, until } = await issueCode(rows, { ids: work.ids, person: actor.id, now });
    work.note('account.link-asked', actor.id);
    return { kind: 'say', card: codeCard(shown, until, actor.accounts) };
  }
  // A code that is good never comes as far as this, nor does anybody who has to wait.
  const from = actor.accounts[0];
  if (readCode(command.rest) === undefined || from === undefined)
    throw new Refused('link-shape', 'A code has ten letters and digits. Type link in your other chat to get one.');
  await countTry(rows, from, now);
  work.note('account.link-wrong', actor.id);
  return replyWith(
    'Not joined',
    'That code is not known, is older than 15 minutes, or was used. Type link in your other chat for a new one.',
  );
};
