import type { Card } from '../../src/chat/card.js';
import type { Reader } from '../../src/chat/text.js';
import type { PersonId } from '../../src/kernel/ids.js';
import { cardText } from './card-text.js';
import { buttonsOf, directOf } from './chat.js';
import { everyFace } from './every-face.js';
import { type PermissionsWorld, permissionsWorld } from './permissions-world.js';
import { everyRole } from './roles.js';

/** Every card that others had of somebody, as it stands once they were erased. */

interface Standing {
  readonly face: string;
  readonly user: string;
  readonly card: Card;
}

export interface AfterErasure {
  readonly w: PermissionsWorld;
  /** Everybody else. */
  readonly others: readonly string[];
  readonly standing: readonly Standing[];
}

/** Every card is posted to everybody who may have it, then they are erased. Its world is the caller's to stop. */
export async function afterErasureOf(erased: string): Promise<AfterErasure> {
  const w = await permissionsWorld();
  const { t } = w;
  const others = everyRole.map(({ user }) => user).filter((user) => user !== erased && user !== 'nobody');
  await t.store.write(async (tx) => {
    const { outbox } = tx.in(t.programme);
    for (const [face, [subject, sees]] of Object.entries(everyFace))
      for (const user of sees)
        await outbox.add({
          ...{ face, subject: w.filled(subject), to: { person: t.people.get(user) as PersonId } },
          ...{ at: t.clock.now(), sensitive: false },
        });
  });
  await t.settled();
  await t.as('priya').erases({ subject: t.as(erased).id, arg: 'yes' });
  await t.settled();
  const standing = await t.store.read(async (tx) => {
    const { posted } = tx.in(t.programme);
    const found: Standing[] = [];
    for (const user of others)
      for (const { ref, message } of t.chat.in(directOf(user)))
        found.push({ face: (await posted.find(ref))?.face ?? '', user, card: message.card });
    return found;
  });
  return { w, others, standing };
}

const reader: Reader = {
  person: null,
  platform: 'web',
  zone: 'Europe/London',
  locale: 'en-GB',
  named: () => ({ name: 'Leo' }),
};

/** On which cards a sentence has a hole where a title was. */
export const holesIn = ({ standing }: AfterErasure): readonly string[] =>
  standing
    .filter(({ card }) => /[a-z] “?Session\b/.test(cardText(card, reader)))
    .map(({ face, user }) => `${user}: ${face}`);

/** Which buttons they are refused that stand before them still. @param but of these faces they may be */
export async function refusedOf({ w, standing }: AfterErasure, ...but: readonly string[]): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const { face, user, card } of standing)
    for (const { press } of buttonsOf(card)) {
      const tried = await w.press(user, press.verb, ['', press.subject, press.arg ?? '']);
      if (tried.refused !== undefined && !but.includes(face))
        refused.push(`${user}: ${press.verb} on ${face}: ${tried.refused}`);
    }
  return refused;
}
