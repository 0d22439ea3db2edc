import { button, buttons, list, text } from '../../chat/card.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import { type Folded, foldedAt } from '../daily-cap.js';
import type { Drawing, Face } from '../feature.js';

/** What each folded card would have been about, where it is no session's reminder. */
const names: Readonly<Record<string, string>> = {
  'record-prompt': 'A record to write',
  'confirm-several': 'Lengths of sessions to confirm',
  'ask-again': 'Questions after a session',
  'agreement-ask': 'An agreement to read',
};

async function line(d: Drawing, f: Folded): Promise<Text> {
  const [id = ''] = f.subject.split(':');
  const session = await d.rows.sessions.get(id as SessionId);
  const what = names[f.face] ?? (f.face === 'reminder' ? 'A session' : 'Something to look at');
  return session === undefined ? literal(`${what}.`) : say`${what}: ${session.title}, ${moment(session.startsAt)}.`;
}

/** Several things in one message: subject `PERSON:DATE`. */
export const thingsWaiting: Face = async (d) => {
  const [person = '', date = ''] = d.subject.split(':');
  if (d.reader?.id !== person) return null;
  const folded = await foldedAt(d.rows, person as PersonId, date);
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
};
