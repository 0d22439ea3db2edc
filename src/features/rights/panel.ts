import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { elsewhere, isOpen, type RightsRequest, rightsWords } from '../../domain/rights.js';
import { rightsSubject } from '../../domain/subjects.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, Face, PressHandler } from '../feature.js';
import { goneCard } from '../shared/erased-part.js';
import { askedToErase, eraseBy, openErasures } from '../shared/erasure-asked.js';
import { demand, mayActor } from '../shared/guards.js';
import { whoIsNamed } from '../shared/named.js';
import { rightsWaiting } from '../shared/rights-waiting.js';
import { askWhich } from '../shared/told-apart.js';
import { demandSettle, personOf } from './asked.js';
import { concernsOverNow } from './concerns-over.js';
import { dueNow } from './retention.js';
import { isOutBy } from './withdraw.js';

/** `rights`: for the coordinator what is asked, and by when; for everybody else what is kept about them. */

/** Lines of one card. */
const most = 20;

/** Where one request is done. */
const doneAt = (r: Pick<RightsRequest, 'kind' | 'id' | 'about'>) =>
  r.kind === 'access'
    ? button('Look at it', 'copy.review', r.id)
    : r.kind === 'correction'
      ? button('Read it', 'rights.read', r.id)
      : button('Look at it', r.kind === 'hold' ? 'rights.hold' : 'rights.parent', r.about);

async function listCard(work: ActorWork): Promise<Card> {
  demand('rights.settle', work);
  const all = await rightsWaiting(work);
  const erasures = await openErasures(work.rows);
  const due = (await dueNow(work)).length + (await concernsOverNow(work)).length;
  const line = literal(
    all.length + erasures.length === 0 ? 'Nothing is asked just now.' : 'What people asked of what is kept about them.',
  );
  return {
    title: 'What people asked for',
    summary: line,
    blocks: [
      text(line),
      ...erasures
        .slice(0, most)
        .flatMap(({ person, askedAt }): readonly Block[] => [
          text(
            say`${mention(person)}: to be erased, since ${moment(askedAt, 'date')}, to be done by ${moment(eraseBy(askedAt, work.programme.zone), 'date')}.`,
          ),
          buttons(button('Look at it', 'data.erase', person)),
        ]),
      ...all
        .slice(0, most)
        .flatMap((r): readonly Block[] => [
          text(
            say`${mention(r.about)}: ${rightsWords[r.kind].toLowerCase()}, since ${moment(r.askedAt, 'date')}, ${r.kind === 'hold' ? 'to be looked at again on' : 'to be done by'} ${moment(r.dueAt ?? r.askedAt, 'date')}.`,
          ),
          buttons(doneAt(r)),
        ]),
      ...(all.length > most || erasures.length > most
        ? [
            muted(
              literal(
                `… and ${Math.max(0, all.length - most) + Math.max(0, erasures.length - most)} more. Type rights, and a name.`,
              ),
            ),
          ]
        : []),
      muted(literal('For one person, type rights and their name.')),
      buttons(
        due === 0 ? null : button(`Kept for its time: ${due}`, 'rights.due', '-'),
        button('How long things are kept', 'rights.retention', '-'),
        button('A page for parents', 'rights.leaflet', '-'),
        button('What is kept about me', 'data.open', '-'),
      ),
    ],
  };
}

/** One person, and all that can be done for them. */
async function personCard(id: string, work: ActorWork): Promise<Card> {
  const person = await personOf(id, work);
  await demandSettle(person.id, work);
  // That somebody took themselves out is nobody else's to see.
  const all = (await work.rows.rights.about(person.id)).filter((r) => r.kind !== 'withdrawal' || r.askedBy !== r.about);
  const out = await isOutBy(person, false, work);
  const erasure = await work.rows.kept.get(askedToErase, person.id);
  const line = say`What is asked of what is kept about ${mention(person.id)}.`;
  return {
    title: 'Rights',
    summary: line,
    blocks: [
      text(line),
      ...(erasure === undefined
        ? []
        : [
            facts([
              'To be erased',
              say`since ${moment(erasure, 'date')}, until ${moment(eraseBy(erasure, work.programme.zone), 'date')}`,
            ]),
            buttons(button('Look at it', 'data.erase', person.id)),
          ]),
      ...(all.length === 0 && erasure === undefined
        ? [muted(literal('Nothing was asked yet.'))]
        : all
            .slice(-most)
            .flatMap((r): readonly Block[] => [
              facts([
                rightsWords[r.kind],
                isOpen(r)
                  ? say`since ${moment(r.askedAt, 'date')}, until ${moment(r.dueAt ?? r.askedAt, 'date')}`
                  : say`${r.state === 'done' ? 'done' : 'taken back'}, ${moment(r.doneAt ?? r.askedAt, 'date')}`,
              ]),
              ...(r.kind === 'withdrawal' || !isOpen(r) ? [] : [buttons(doneAt(r))]),
            ])),
      heading(literal('For them, as they asked')),
      buttons(
        button('A copy', 'copy.for', person.id),
        out
          ? button('Take back that they are out', 'rights.withdraw', person.id, { arg: 'back' })
          : button('Take them out', 'rights.withdraw', person.id),
        button('A parent asks', 'rights.parent', person.id),
        button('On hold', 'rights.hold', person.id),
        button('Name and roles', 'people.roles', person.id),
        button('Erase', 'data.erase', person.id),
      ),
      muted(literal('What cannot be changed or deleted from here:')),
      list(elsewhere.map(literal)),
      buttons(button('Back', 'rights.list', '-')),
    ],
  };
}

/** For whoever coordinates nothing: what is kept about them. */
async function ownWay(work: ActorWork): Promise<Reply> {
  const asked = (await work.rows.kept.get(askedToErase, work.actor.id)) !== undefined;
  const line = literal(
    'What is kept about you: you can see it, get a copy, have it put right, or ask for it to be erased.',
  );
  return panelWith({
    title: 'What is kept about you',
    summary: line,
    blocks: [
      text(line),
      buttons(
        button('What is kept about me', 'data.open', '-', { style: 'main' }),
        button('Get a copy', 'copy.ask', '-'),
        button('Something is not right', 'rights.wrong', '-'),
        button('Take me out', 'rights.withdraw', '-'),
      ),
      buttons(
        asked
          ? button('Take back my request to erase it', 'data.erase-back', '-')
          : button('Ask for it to be erased', 'data.erase-ask', '-'),
      ),
    ],
  });
}

export const rightsCommand: CommandHandler = async (command, work) => {
  if (!mayActor('rights.settle', work)) return ownWay(work);
  if (command.rest === '') return panelWith(await listCard(work));
  const all = [...(await work.people()).values()];
  const who = await whoIsNamed(command.rest, command, all, work);
  if (who.kind === 'reply') return who.reply;
  if (who.kind === 'person') return panelWith(await personCard(who.person.id, work));
  if (who.kind === 'several')
    return askWhich(who.people, work, { button: (p, label) => button(label, 'rights.person', p.id) });
  return replyWith(
    'Who?',
    `I know nobody called “${shorten(command.rest, 40)}” here. Type rights, and the whole name after an @.`,
  );
};

export const openList: PressHandler = async (_press, work) => panelWith(await listCard(work));
export const openPerson: PressHandler = async (press, work) => panelWith(await personCard(press.subject, work));

/** To each coordinator: that somebody asks, as what, and by when. */
export const askedFace: Face = {
  called: 'a request about what is kept',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const id = rightsSubject.read(d.subject)?.request;
    const r = id === undefined ? undefined : await d.rows.rights.get(id);
    if (d.reader?.roles.includes('coordinator') !== true || d.reader.id === r?.about) return null;
    if (r === undefined) return goneCard('rights-asked', d);
    const open = isOpen(r);
    const line = open
      ? say`${mention(r.about)} ${r.kind === 'access' ? 'asks for a copy of what is kept about them' : 'says that something kept about them is not right'}. To be done by ${moment(r.dueAt ?? r.askedAt, 'date')}.`
      : literal('It was answered. There is nothing left to do.');
    return {
      title: open ? rightsWords[r.kind] : `${rightsWords[r.kind]}: done`,
      summary: line,
      blocks: [text(line), ...(open ? [buttons(doneAt(r))] : [])],
    };
  },
};

/** To whoever asked: that it is there. Never what it says. */
const toldFace = (
  called: string,
  title: string,
  words: string,
  way: (r: RightsRequest) => ReturnType<typeof button>,
): Face => ({
  called,
  comes: 'in-answer',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const id = rightsSubject.read(d.subject)?.request;
    const r = id === undefined ? undefined : await d.rows.rights.get(id);
    if (r === undefined || d.reader?.id !== r.about) return null;
    const line = literal(words);
    return { title, summary: line, blocks: [text(line), buttons(way(r))] };
  },
});

export const readyFace = toldFace(
  'that a copy is ready',
  'Your copy is ready',
  'All of the copy that you asked for is there now. You read it on a page in a browser.',
  () => button('Get a link to it', 'copy.ask', '-', { style: 'main' }),
);
export const answeredFace = toldFace(
  'an answer about what was not right',
  'There is an answer',
  'You said that something kept about you is not right. Your coordinator has answered.',
  (r) => button('Read the answer', 'rights.read', r.id, { style: 'main' }),
);
