import { sentence } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { type AccessLink, isPersonal, personalLife } from '../../domain/access-link.js';
import { codeIn, doorOf, isCode, isMadeInChat, withBrowser } from '../../domain/personal-link.js';
import { type Account, linkPlatform } from '../../kernel/account.js';
import { Refused } from '../../kernel/errors.js';
import { isHash } from '../../kernel/token.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { countTry, mustWait } from '../shared/wrong-codes.js';

/** The holder's side of it: a browser is enrolled by the code, and the link renewed from one that is. */

/** @throws Refused unless this is a personal link of the actor's */
async function demandHolder(link: string, work: ActorWork): Promise<AccessLink> {
  const found = await work.rows.accessLinks.get(link);
  const theirs = found !== undefined && isPersonal(found.purpose);
  demand('personal-link.use', work, theirs ? { owner: found.person } : {});
  return found as AccessLink;
}

/** Whoever tries codes with this link. */
const triesOf = ({ actor }: Pick<ActorWork, 'actor'>): Account => ({
  platform: linkPlatform,
  tenant: linkPlatform,
  user: actor.id,
});

/**
 * `subject`: the link's id; `arg`: what was typed, and after its last space the hash of what the browser keeps. Done, or a
 * panel that says what to do. It is not refused where the code is wrong: the try has to be counted.
 */
export const enter: PressHandler = async (press, work): Promise<Reply> => {
  const { purpose } = await demandHolder(press.subject, work);
  const door = doorOf(purpose);
  const at = press.arg.lastIndexOf(' ');
  const [typed, browser] = [press.arg.slice(0, Math.max(0, at)), press.arg.slice(at + 1)];
  if (!isHash(browser)) throw new Refused('no-browser', 'Open the link again, and give the code on its page.');
  const account = triesOf(work);
  if (await mustWait(work.rows, account, work.now))
    return panelWith(
      sentence('Please wait', 'There were several wrong codes. Wait an hour, then try again. Nothing is lost.'),
    );
  const kept = await work.rows.kept.get(door, work.actor.id);
  const right = isCode(kept, { id: press.subject }, codeIn(typed) ?? '', work.now);
  if (kept === undefined || !right) {
    await countTry(work.rows, account, work.now);
    work.audit('browser.not-enrolled', work.actor.id);
    return panelWith(
      sentence(
        'That code does not fit',
        `That code does not fit. Check it and try again. A code works once, in one browser. If it was used, ${
          isMadeInChat(purpose)
            ? 'make a new link in the chat'
            : purpose === 'copy'
              ? 'make a new link where you asked for your copy, or ask the coordinator'
              : 'ask the coordinator for another'
        }.`,
      ),
    );
  }
  await work.rows.kept.put(door, work.actor.id, withBrowser(kept, browser, work.now));
  work.audit('browser.enrolled', work.actor.id);
  return { kind: 'done' };
};

/** Its time begins anew. */
export const renew: PressHandler = async (press, work): Promise<Reply> => {
  await demandHolder(press.subject, work);
  await work.rows.accessLinks.renew(press.subject, work.now + personalLife);
  work.audit('personal-link.renewed', work.actor.id);
  return { kind: 'done' };
};
