import { replyWith } from '../../chat/reply.js';
import { Refused } from '../../kernel/errors.js';
import type { CommandHandler, FeatureOf } from '../feature.js';
import { demand } from '../shared/guards.js';
import { countTry } from '../shared/wrong-codes.js';
import { codeCard } from './cards.js';
import { issueCode, readCode } from './code.js';
import { aboutOwnAccounts, codeIn, joinByCode } from './join.js';

/**
 * `link`: one person, several accounts. Typed alone it gives a code; the same word with the code, from another account,
 * joins that account to the person, before anybody is welcomed.
 */

/** Answers `link` and `link CODE`; `rest` is what was typed for a code. */
const linkCommand: CommandHandler = async (command, work) => {
  const { actor, rows, now } = work;
  demand('account.link', work, { owner: actor.id });
  if (command.rest === '') {
    const { shown, until } = await issueCode(rows, { ids: work.ids, person: actor.id, now });
    work.audit('account.link-asked', actor.id);
    return { kind: 'say', card: codeCard(shown, until, actor.accounts) };
  }
  // A code that is good never comes as far as this, nor does anybody who has to wait.
  const from = actor.accounts[0];
  if (readCode(command.rest) === undefined || from === undefined)
    throw new Refused('link-shape', 'A code has ten letters and digits. Type link in your other chat to get one.');
  await countTry(rows, from, now);
  work.audit('account.link-wrong', actor.id);
  return replyWith(
    'Not joined',
    'That code is not known, is older than 15 minutes, or was used. Type link in your other chat for a new one.',
  );
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'join-accounts': {
      audit: 'account.link-asked' | 'account.link-wrong' | 'account.linked' | 'installation.joined' | 'person.merged';
    };
  }
}

export const feature: FeatureOf<'join-accounts'> = {
  name: 'join-accounts',
  words: ['link'],
  recognise(event) {
    const code = codeIn(event);
    return code === undefined ? undefined : (account) => joinByCode(code, account);
  },
  reads(typed) {
    const own = aboutOwnAccounts(typed);
    return own === undefined ? undefined : (command, work) => linkCommand({ ...command, rest: own }, work);
  },
};
