import { type Item, numberOf, type Problem, textOf, type Values } from '../../chat/form.js';
import type { Part, Text } from '../../chat/text.js';
import { leastMeant, longestMeant, type Meant, meantOf, mostMeant, sharingOf } from '../../domain/meant.js';
import { type AgreementBody, inForce, isLive, type Mentorship, type Portfolio } from '../../domain/mentorship.js';
import { minutesInWords } from '../../kernel/words.js';
import { addMonths, type CivilDate, local, placeAnyway, showMoment } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';
import { menteeWords, put } from './mentee-words.js';

/**
 * Until when a mentorship is meant to go and for how much (docs/field.md#minutes-meant): asked where the mentor signs, told
 * where the mentee does, and shown with whether both signed it.
 */

/** Mentors think of hours; a quarter of one is as fine as anybody means it. */
const quarter = 15;
const inHours = (minutes: number): number => (Math.ceil(minutes / quarter) * quarter) / 60;

/** @param said whether a version has said it already: else the fields say where their figures are from */
export const howLongFields = (said: boolean, forTarget: boolean): readonly Item[] => [
  {
    kind: 'date',
    id: 'until',
    label: 'Until which day, as you mean it now',
    readers: 'both',
    ...(said ? {} : { hint: 'To begin with: three months. A new agreement can move it.' }),
  },
  {
    kind: 'number',
    id: 'hours',
    label: 'Hours of mentoring in all, with this mentee',
    min: leastMeant / 60,
    max: mostMeant / 60,
    step: quarter / 60,
    unit: 'hours',
    readers: 'both',
    ...(said
      ? {}
      : { hint: forTarget ? 'To begin with: an equal share of your target.' : 'To begin with: six hours.' }),
  },
];

/** What the two say, for the agreement's body. */
export function howLongIn(values: Values): Required<Pick<AgreementBody, 'minutes' | 'until'>> {
  return { until: textOf(values, 'until'), minutes: Math.round((numberOf(values, 'hours') ?? 0) * 60) };
}

/** A last day that has passed, or is so far away that the year must be a slip. @param zone the programme's */
export function howLongProblems(values: Values, now: number, zone: string): readonly Problem[] {
  const today = local(now, zone).date;
  const until = textOf(values, 'until');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until)) return [];
  if (until < today) return [{ at: 'until', say: 'That day has passed. Choose today or a later day.' }];
  if (until > addMonths(today, longestMeant))
    return [{ at: 'until', say: 'That is more than three years away. Choose a nearer day: it can be moved later.' }];
  return [];
}

/** What is meant for one that is about to begin, or goes on: signed, or an equal share of the target and three months. */
export async function meantNow(
  m: Mentorship | undefined,
  { rows, programme, actor, now }: Pick<ActorWork, 'rows' | 'programme' | 'actor' | 'now'>,
): Promise<Meant> {
  const { unit } = programme.settings;
  const all = await rows.mentorships.of(m?.mentor ?? actor.id);
  if (m !== undefined) {
    const portfolio = (await rows.portfolios.get(m.portfolio)) ?? { targetMinutes: 0 };
    const holding = inForce(await rows.mentorships.agreements(m.id));
    const beside = sharingOf(all.filter((o) => o.portfolio === m.portfolio && o.id !== m.id));
    return meantOf(m, holding, portfolio, beside + 1, programme.zone);
  }
  const own = (await rows.portfolios.ofMentor(actor.id)).find((p) => p.withoutUnit !== true);
  const portfolio: Pick<Portfolio, 'targetMinutes'> =
    unit.leadsTo === 'nothing' ? { targetMinutes: 0 } : (own ?? { targetMinutes: unit.targetMinutes });
  const beside = sharingOf(all.filter((o) => o.mentor === actor.id && o.portfolio === own?.id));
  return meantOf({ agreedAt: null, createdAt: now }, undefined, portfolio, beside + 1, programme.zone);
}

/** What the form begins with: what the newest version says, else what is meant now; never a day that it would refuse. */
export function howLongSeed(m: Mentorship | undefined, meant: Meant, now: number, zone: string): Values {
  const { minutes, until } = m?.agreement.body ?? {};
  const today = local(now, zone).date;
  const day: CivilDate = until ?? meant.lastDay;
  return {
    until: day < today ? addMonths(today, 1) : day,
    hours: inHours(minutes ?? meant.minutes),
  };
}

/** "Sun 28 Feb 2027": a day is the same day wherever it is read. */
const dayInWords = (date: CivilDate, locale: string): string =>
  showMoment(placeAnyway(date, '12:00', 'UTC'), 'UTC', locale, 'date');

/** What an agreement says of it; none where a version of before 0.6.0 did not. */
export const howLongLines = ({ until, minutes }: AgreementBody, locale: string): readonly Text[] => [
  ...(until === undefined ? [] : [put(menteeWords.meant.until, { when: dayInWords(until, locale) })]),
  ...(minutes === undefined ? [] : [put(menteeWords.meant.minutes, { long: minutesInWords(minutes) })]),
];

/** In a mentorship's panel: until when and how much, and whether both signed that. */
export async function meantLine(m: Mentorship, work: ActorWork): Promise<Text | undefined> {
  const mentee = work.actor.id === m.mentee;
  const said = (words: keyof typeof menteeWords.meant.panel, until: CivilDate, minutes: number): Text => {
    const parts: Readonly<Record<string, Part>> = {
      when: dayInWords(until, work.actor.locale),
      long: minutesInWords(minutes),
    };
    return put(mentee ? menteeWords.meant.panel[words] : mentorWords[words], parts);
  };
  const { body } = m.agreement;
  if (m.agreedAt === null)
    return body.until === undefined || body.minutes === undefined ? undefined : said('asked', body.until, body.minutes);
  const meant = await meantNow(m, work);
  const until = meant.lastDay;
  if (!meant.signed.until || !meant.signed.minutes) return isLive(m) ? said('taken', until, meant.minutes) : undefined;
  return said('signed', until, meant.minutes);
}

const mentorWords: Readonly<Record<keyof typeof menteeWords.meant.panel, string>> = {
  asked: 'Meant: until {when}, {long} in all, once both have signed.',
  signed: 'Meant: until {when}, {long} in all. Both have signed that.',
  taken:
    'Taken to be meant: until {when}, {long} in all. Nobody has signed that yet; the agreement asks for it when it is changed.',
};
