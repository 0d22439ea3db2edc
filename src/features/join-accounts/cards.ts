import { button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import type { Account } from '../../chat/inbound.js';
import { platformNames } from '../../chat/platforms.js';
import { literal, moment, say, strong } from '../../chat/text.js';
import { Refused } from '../../kernel/errors.js';
import { listInWords } from '../../kernel/words.js';

/** What is said around the codes that join accounts. */

export const tooManyTries = (): Refused =>
  new Refused('link-tries', 'That were too many wrong codes. Wait an hour, then type link in your other chat again.');

export function codeCard(shown: string, until: number, accounts: readonly Account[]): Card {
  const names = [...new Set(accounts.map((a) => platformNames[a.platform]))];
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
