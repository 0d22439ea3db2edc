import { type Form, formNote } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { platformNames } from '../../chat/platforms.js';
import { literal, moment, say, strong, type Text } from '../../chat/text.js';
import { emailsOf } from '../../domain/identity-match.js';
import {
  came,
  codeLife,
  codeMinutes,
  codeOf,
  mostTries,
  nameOfAct,
  otherAccount,
  otherCoordinators,
  type SecondAct,
  type SecondWay,
  secondWay,
  stampOf,
  type Way,
  wayFor,
} from '../../domain/second-way.js';
import { secondAskedSubject, secondCodeSubject } from '../../domain/subjects.js';
import type { FormName } from '../../kernel/names.js';
import { count } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { makeAccessLink } from './make-access-link.js';

/** A second confirmation (docs/field.md#confirmed-twice): begun by the first, and checked where the act is done. */

export interface ToConfirm {
  readonly act: SecondAct;
  readonly subject: string;
  /** All that the act decides, and all that it rests on. */
  readonly figures: SecondWay['figures'];
}

/** A code goes its way, and the form opens that takes it. What was begun before is void. */
export async function beginSecondWay(what: ToConfirm, form: FormName, work: ActorWork): Promise<Reply> {
  const { actor, account, now, rows } = work;
  const people = [...(await work.people()).values()];
  const way = wayFor({ person: actor, by: account, mails: work.pages?.mails === true, people });
  const code = way === 'typed' ? '' : codeOf(work.ids.bytes(4));
  const until = now + codeLife;
  await rows.kept.put(secondWay, actor.id, {
    ...what,
    stamp: stampOf(what.act, what.subject, what.figures),
    way,
    code,
    until,
    tries: 0,
  });
  const other = otherAccount(actor, account);
  if (way === 'account' && other !== undefined)
    work.show(
      'second-code',
      secondCodeSubject.write({ person: actor.id, platform: other.platform, at: now }),
      { person: actor.id },
      { sensitive: true, expiresAt: until },
    );
  if (way === 'mail') await mailIt(work);
  if (way === 'coordinator')
    for (const p of otherCoordinators(people, actor.id))
      work.show(
        'second-asked',
        secondAskedSubject.write({ person: actor.id, at: now }),
        { person: p.id },
        { expiresAt: until },
      );
  work.audit('second.asked', actor.id, { act: what.act, way });
  return work.forms.open(form, what.subject, { values: {}, rows: {} }, { fresh: true });
}

/** A mail says a link and no more: the code stands behind it (docs/field.md#mail-says-a-link). */
async function mailIt(work: ActorWork): Promise<void> {
  const to = emailsOf(work.actor)[0];
  if (to === undefined || work.pages === null) return;
  const about = { person: work.actor.id, purpose: 'second-code', subject: work.actor.id, witnessed: false } as const;
  const { link, token } = await makeAccessLink(work, about, codeLife);
  await work.rows.mails.add({
    id: work.ids.next('mail'),
    programme: work.programme.id,
    person: work.actor.id,
    link: link.id,
    words: { to, url: `${work.pages.base}/f/${token}` },
    askedAt: work.now,
  });
}

/** The form that takes the code. `said`: what is confirmed by it, figures and all. */
export async function secondWayForm(form: FormName, what: SecondAct, said: Text, work: ActorWork): Promise<Form> {
  const kept = await work.rows.kept.get(secondWay, work.actor.id);
  const way = kept?.way ?? 'typed';
  return {
    id: form,
    title: nameOfAct[what],
    submit: nameOfAct[what],
    concern: 'mentor',
    steps: [
      {
        id: 'code',
        title: nameOfAct[what],
        items: [
          formNote('what', said),
          formNote('way', whereItIs(way, kept?.until ?? work.now, work)),
          {
            id: 'code',
            kind: 'text',
            lines: 'one',
            max: 40,
            readers: 'own',
            label: way === 'typed' ? `Type: ${nameOfAct[what]}` : 'The six digits',
          },
        ],
      },
    ],
  };
}

function whereItIs(way: Way, until: number, work: ActorWork): Text {
  if (way === 'typed')
    return say`There is no other way to ask you: no second account, no mail, no other coordinator. So type the name of it: ${strong('as it stands below')}.`;
  const other = otherAccount(work.actor, work.account);
  const where =
    way === 'account'
      ? `A code was sent to you in ${other === undefined ? 'your other chat' : platformNames[other.platform]}.`
      : way === 'mail'
        ? 'A link was sent to your e-mail address. It shows a code.'
        : 'Another coordinator can see a code now. Ask them for it, face to face or by phone.';
  return say`${literal(where)} It is good until ${moment(until, 'time')}, for this alone.`;
}

/**
 * What was typed, for this act as it stands now: by which way it was confirmed, or what is wrong. A code is good once; a
 * wrong one is counted.
 */
export async function confirmSecondWay(
  what: ToConfirm,
  typed: string,
  work: ActorWork,
): Promise<{ readonly way: Way } | { readonly problem: string }> {
  const kept = await work.rows.kept.get(secondWay, work.actor.id);
  const result = came(kept, stampOf(what.act, what.subject, what.figures), typed, work.now);
  if (kept === undefined || result === 'over')
    return {
      problem: `This took longer than ${codeMinutes} minutes, or there were too many tries. Close this, and begin again. Nothing has changed.`,
    };
  if (result === 'right') {
    await work.rows.kept.forget(secondWay, work.actor.id);
    work.redraw(secondAskedSubject.begin({ person: work.actor.id }));
    return { way: kept.way };
  }
  if (result === 'other') {
    await work.rows.kept.forget(secondWay, work.actor.id);
    return {
      problem:
        'Something has changed since you began. Close this, look at it again, and begin again. Nothing has changed by it.',
    };
  }
  const tries = kept.tries + 1;
  await work.rows.kept.put(secondWay, work.actor.id, { ...kept, tries });
  work.audit('second.wrong', work.actor.id, { act: what.act });
  return {
    problem:
      tries >= mostTries
        ? 'That was wrong too often. Close this, and begin again. Nothing has changed.'
        : kept.way === 'typed'
          ? `Type it as it stands: ${nameOfAct[kept.act]}.`
          : `That code does not fit. ${count(mostTries - tries, 'try', 'tries')} left.`,
  };
}

/** What was chosen in the first form, for the second to act by; undefined where it is over. */
export const begunWith = async (
  act: SecondAct,
  about: string,
  work: ActorWork,
): Promise<SecondWay['figures'] | undefined> => {
  const kept = await work.rows.kept.get(secondWay, work.actor.id);
  return kept?.act === act && kept.subject === about ? kept.figures : undefined;
};
