import { answers, button, type Card, text } from '../../chat/card.js';
import type { Values } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import type { PlanWords, When } from '../../commands/when.js';
import { shorten } from '../../kernel/words.js';
import { local, place, placeAnyway, showMoment } from '../../kernel/zoned.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { menteesOf, type PlanSubject, subjectOf } from './making.js';

/** What was typed with *plan* and *reschedule*, as it reaches the form; and the question, where it means two things. */

/** A moment as the form's fields say it; of an hour that comes twice, which one. */
export function slotOf(at: number, zone: string): Values {
  const { date, time } = local(at, zone);
  const placed = place(date, time, zone);
  return { date, time, ...(placed.kind === 'twice' ? { which: at === placed.earlier ? 'earlier' : 'later' } : {}) };
}

/** The fields that the words settle. Where they mean several things none is filled in: nothing is guessed. */
export function whenSeed(when: When, zone: string): Values {
  if (when.kind === 'at' || when.kind === 'past') return slotOf(when.at, zone);
  return when.kind === 'date-only' && when.also === undefined ? { date: when.date } : {};
}

/** What to say above the form of the words that were typed; empty where all of it was understood. */
export function whenNotice(heard: PlanWords, typed: string, past: string, day = 'Say at what time.'): string {
  const { when } = heard;
  return [
    heard.lengthProblem ?? heard.everyProblem,
    when.kind === 'past' ? past : undefined,
    when.kind === 'date-only' ? day : undefined,
    when.kind === 'none' && typed.trim() !== '' ? (when.why ?? 'I found no time in that. Set it here.') : undefined,
  ]
    .filter((s) => s !== undefined)
    .join(' ');
}

/** The zone of the first of the mentees whose clock shows another time then; undefined where all show the mentor's. */
export async function otherZoneAt(at: number, plan: PlanSubject, work: ActorWork): Promise<string | undefined> {
  const people = await work.people();
  const clock = (zone: string): string => `${local(at, zone).date} ${local(at, zone).time}`;
  return menteesOf(plan)
    .map((id) => people.get(id)?.zone)
    .find((theirs) => theirs !== undefined && clock(theirs) !== clock(work.actor.zone));
}

/** "; 20:30 for them", with the day where that is another too; empty where the mentee's clock shows the same. */
async function forThem(at: number, plan: PlanSubject, work: ActorWork): Promise<string> {
  const other = await otherZoneAt(at, plan, work);
  if (other === undefined) return '';
  const sameDay = local(at, other).date === local(at, work.actor.zone).date;
  return `; ${showMoment(at, other, work.actor.locale, sameDay ? 'time' : 'day-time')} for them`;
}

/** Asks with buttons where the words mean several moments, or several days; undefined where they do not. */
export async function askWhen(when: When, subject: string, work: ActorWork): Promise<Reply | undefined> {
  const { zone, locale } = work.actor;
  if (when.kind !== 'ask' && !(when.kind === 'date-only' && when.also !== undefined)) return undefined;
  const plan = await subjectOf(subject, work);
  const choices =
    when.kind === 'ask'
      ? await Promise.all(
          when.options.map(async (o) => [`${o.label}${await forThem(o.at, plan, work)}`, String(o.at)] as const),
        )
      : [when.date, ...(when.also ?? [])].map(
          (d) => [showMoment(placeAnyway(d, '12:00', zone), zone, locale, 'date'), d] as const,
        );
  const line = literal(when.kind === 'ask' ? when.question : 'Which day do you mean? You say the time next.');
  const card: Card = {
    title: 'When do you mean?',
    summary: line,
    blocks: [
      text(line),
      answers(
        ...choices.slice(0, 6).map(([label, arg]) => button(shorten(label, 70), 'plan.at', subject, { arg })),
        button('Another time', 'plan.at', subject, { arg: 'other' }),
      ),
    ],
  };
  return { kind: 'say', card };
}

/** The answer: a moment (ms), a day, or `other`, which leaves both to the form. */
export const pickWhen: PressHandler = async (press, work) => {
  const draft = await work.rows.drafts.open(work.actor.id, 'plan', press.subject);
  const at = Number(press.arg);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(press.arg) && !Number.isNaN(Date.parse(press.arg));
  if (draft === undefined || !(press.arg === 'other' || day || (Number.isSafeInteger(at) && at > 0)))
    return replyWith('Gone', 'That question is no longer open. Type plan again.');
  const chosen = press.arg === 'other' ? {} : day ? { date: press.arg } : slotOf(at, work.actor.zone);
  const answered = {
    ...draft,
    revision: draft.revision + 1,
    answers: { ...draft.answers, values: { ...draft.answers.values, ...chosen } },
  };
  await work.rows.drafts.save(answered);
  return work.forms.continue(answered);
};
