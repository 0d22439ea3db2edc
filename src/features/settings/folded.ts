import { button, buttons, list, text } from '../../chat/card.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import { heldAt } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import { count } from '../../kernel/words.js';
import type { Drawing, Face } from '../feature.js';
import { type Folded, foldedAt } from './daily-cap.js';
import { thingsWaitingSubject } from './subjects.js';

async function line(d: Drawing, f: Folded): Promise<Text> {
  const session = await d.rows.sessions.get(rootOf<SessionId>(f.subject));
  const what = d.parts.faces.get(f.face)?.folded ?? 'Something to look at';
  return session === undefined ? literal(`${what}.`) : say`${what}: ${session.title}, ${moment(heldAt(session))}.`;
}

/** Several things in one message: by the day. */
export const thingsWaiting: Face = {
  called: 'several reminders in one',
  comes: 'with-session',
  why: {
    say: 'You had your day’s worth of reminders, so the rest came as one. Settings has how many.',
    asks: ['home.open'],
  },
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const about = thingsWaitingSubject.read(d.subject);
    if (about === undefined || d.reader?.id !== about.person) return null;
    const folded = await foldedAt(d.rows, about.person, about.date);
    if (folded.length === 0) return null;
    const summary = literal(
      folded.length === 1 ? 'One more thing waits for you.' : `${count(folded.length, 'thing')} wait for you.`,
    );
    return {
      title: 'Waiting for you',
      summary,
      blocks: [
        text(summary),
        list(await Promise.all(folded.slice(0, 20).map((f) => line(d, f)))),
        buttons(button('See what waits', 'home.open', '-', { style: 'main' })),
      ],
    };
  },
};
