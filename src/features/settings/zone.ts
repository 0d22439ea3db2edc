import { button, buttons, muted, text } from '../../chat/card.js';
import { replyWith } from '../../chat/reply.js';
import { literal, say } from '../../chat/text.js';
import { zoneAsked } from '../../domain/zone-asked.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { isZone, showMoment, zoneName } from '../../kernel/zoned.js';
import type { Face, Feature, PressHandler, Prompt, Work } from '../feature.js';
import { moveReminders } from '../shared/move-reminders.js';
import { zoneAskPrompt, zoneSubject } from './subjects.js';

/**
 * Somebody's chat says another zone than is kept: a person who travels is asked, never switched
 * (docs/field.md#their-own-time).
 */

const city = (zone: string): string => (zone.split('/').at(-1) ?? zone).replace(/_/g, ' ');

/** Longer (ms) than anybody pauses: whether it is still worth asking is looked at when it comes. */
const keptFor = 400 * day;

/**
 * Another zone than theirs is put to them as a question, once for each time they are there: nobody is switched because
 * they took a train. It is a prompt, so it waits for the end of quiet hours and of a pause.
 */
export const zoneSeen: NonNullable<Feature['zoneSeen']> = async (seen, rows) => {
  if (seen.zone !== seen.kept) return (work) => askAbout(seen.person, seen.zone, seen.day, work);
  const asked = await rows.kept.get(zoneAsked, seen.person);
  return asked === undefined ? undefined : (work) => backHome(seen.person, work);
};

async function askAbout(person: PersonId, zone: string, today: number, work: Work): Promise<void> {
  const them = await work.rows.people.get(person);
  const before = await work.rows.kept.get(zoneAsked, person);
  if (
    them === undefined ||
    them.erasedAt !== null ||
    them.zone === zone ||
    before === zone ||
    before === `${zone} answered`
  )
    return;
  await work.rows.kept.put(zoneAsked, person, zone);
  const about = { person, zone, day: today };
  work.schedule({
    ...zoneAskPrompt.prompt(about),
    subject: zoneSubject.write(about),
    to: person,
    dueAt: work.now,
    expiresAt: work.now + keptFor,
  });
}

/** They are where their times are for: what was asked or answered of another place is over. */
async function backHome(person: PersonId, work: Work): Promise<void> {
  const before = await work.rows.kept.get(zoneAsked, person);
  await work.rows.kept.forget(zoneAsked, person);
  if (before !== undefined)
    work.redraw(zoneSubject.write({ person, zone: before.replace(/ answered$/, ''), day: null }));
}

export const zoneAsk: Face = {
  called: 'a question about a time zone',
  comes: 'beside',
  why: {
    say: 'Your chat says that your time zone is another now. Nothing changes unless you say so.',
    asks: ['settings.zone'],
  },
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const about = zoneSubject.read(d.subject);
    if (about === undefined || d.reader?.id !== about.person || !isZone(about.zone)) return null;
    const { person, zone } = about;
    if (d.reader.zone === zone) {
      const line = literal(`Your times are shown for ${city(zone)} now.`);
      return { title: 'Your time zone', summary: line, blocks: [text(line)] };
    }
    const kept = await d.rows.kept.get(zoneAsked, person);
    const line = literal(
      `Your chat says ${city(zone)}, where it is ${showMoment(d.now, zone, d.reader.locale, 'time')} (${zoneName(d.now, zone)}).`,
    );
    if (kept !== zone) {
      const stays = literal(`Your times stay as they are, for ${city(d.reader.zone)}.`);
      return { title: 'Your time zone', summary: stays, blocks: [text(stays)] };
    }
    return {
      title: 'Are you somewhere else?',
      summary: line,
      blocks: [
        text(line),
        muted(literal('Times, quiet hours and reminders follow the zone you choose. Sessions do not move.')),
        buttons(
          button(`Use ${city(zone)}`, 'settings.zone', d.subject, { arg: 'use', style: 'main' }),
          button(`Keep ${city(d.reader.zone)}`, 'settings.zone', d.subject, { arg: 'keep' }),
        ),
      ],
    };
  },
};

/** It may have waited for a night or a pause to end: asked only where the question still stands. */
export const zonePrompt: Prompt<'zone-ask'> = {
  waitsFor: 'quiet-hours',
  folds: false,
  session: null,
  asks: 'anyone',
  occurrence: zoneAskPrompt,
  async fire(prompt, work) {
    const about = zoneSubject.read(prompt.subject);
    const them = prompt.to === null ? undefined : await work.rows.people.get(prompt.to);
    if (about === undefined || them === undefined || them.zone === about.zone) return;
    if ((await work.rows.kept.get(zoneAsked, about.person)) !== about.zone) return;
    work.show('zone-ask', prompt.subject, { person: them.id }, { expiresAt: work.now + 7 * day });
  },
};

export const zonePress: PressHandler = async (press, work) => {
  const about = zoneSubject.read(press.subject);
  if (about?.person !== work.actor.id || !isZone(about.zone))
    return replyWith('Not yours', 'This was asked of somebody else. Nothing has changed.');
  const { person, zone } = about;
  // The answer to this zone is kept: only another one is asked about again.
  await work.rows.kept.put(zoneAsked, person, `${zone} answered`);
  if (press.arg === 'use') {
    await work.rows.people.save({ ...work.actor, zone });
    await moveReminders(work, work.actor, { person: { ...work.actor, zone } });
    work.audit('settings.zone', work.actor.id);
  }
  work.redraw(press.subject);
  return replyWith(
    'Your time zone',
    press.arg === 'use'
      ? say`Times are shown for ${city(zone)} from now on.`
      : say`It stays ${city(work.actor.zone)}. Settings changes it whenever you like.`,
  );
};
