import { button, buttons, type Card, muted, text } from '../../chat/card.js';
import { type Form, formNote, type Item, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { mention, moment, say } from '../../chat/text.js';
import {
  type Attestation,
  attestationLife,
  emptyAttestation,
  mayWrite,
  type WrittenKind,
  writableUntil,
} from '../../domain/attestation.js';
import { emailsOf } from '../../domain/identity-match.js';
import { isLive, type Portfolio } from '../../domain/mentorship.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, LinkUse, PressHandler } from '../feature.js';
import { readersNow, toReadPortfolio } from '../shared/allocated.js';
import { demand } from '../shared/guards.js';
import { addAccessLink, makeAccessLink } from '../shared/make-access-link.js';
import { somebodyFields, somebodyMeant, takeSomebody } from '../shared/somebody.js';
import { attestedOf, kindWords, portfolioOf } from './about.js';

/** Somebody is asked for a testimony or an observation (docs/field.md#testimony-and-observation). */

const asked = ['testimony', 'observation'] as const satisfies readonly WrittenKind[];
const kindLabels: Readonly<Record<(typeof asked)[number], string>> = {
  testimony: 'A testimony: what they saw, in their own words',
  observation: 'An observation: they watched you mentor',
};

/** Whom whoever asks may choose among: who supervises the mentor, and who wrote or was asked before. */
async function known(portfolio: Portfolio, work: ActorWork): Promise<readonly Person[]> {
  const people = await work.people();
  const readers = (await readersNow(work))(portfolio);
  const before = await work.rows.attestations.ofPortfolio(portfolio.id);
  const ids = new Set([...readers.supervisor, ...before.filter((a) => a.kind !== 'conversation').map((a) => a.by)]);
  return [...ids]
    .flatMap((id) => people.get(id) ?? [])
    .filter((p) => p.erasedAt === null && p.id !== portfolio.mentor && !p.roles.includes('mentee'))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export const openAsk: PressHandler = async (press, work): Promise<Reply> => {
  const portfolio = await portfolioOf(press.subject, work);
  demand('attest.ask', work, { mentor: portfolio.mentor });
  return work.forms.open('attest-ask', portfolio.id, { values: {}, rows: {} }, { fresh: true });
};

const liveIn = async (portfolio: Portfolio, { rows }: Pick<ActorWork, 'rows'>) =>
  (await rows.mentorships.of(portfolio.mentor)).filter((m) => m.portfolio === portfolio.id && isLive(m));

export const askForm: FormFeature = {
  called: 'a request for a testimony',
  async build({ subject }, work): Promise<Form> {
    const portfolio = await portfolioOf(subject, work);
    demand('attest.ask', work, { mentor: portfolio.mentor });
    const people = await work.people();
    const live = await liveIn(portfolio, work);
    const aboutOne: readonly Item[] =
      live.length === 0
        ? []
        : [
            {
              id: 'mentorship',
              kind: 'choice',
              shown: 'list',
              optional: true,
              readers: 'both',
              label: 'An observation: of the mentoring of whom?',
              hint: 'Only if it is of one mentee. It can then count as somebody besides the two of you.',
              of: live.map((m) => ({ value: m.id, label: people.get(m.mentee)?.name ?? '' })),
            },
          ];
    return {
      id: 'attest-ask',
      title: 'Ask for a testimony',
      submit: 'Ask them',
      concern: 'mentor',
      steps: [
        {
          id: 'who',
          title: 'Who saw something of the mentoring?',
          items: [
            formNote(
              'rules',
              'Somebody who saw it themselves and is not a relative. They write it; you do not write it for them. No testimony stands for a whole unit.',
            ),
            {
              id: 'kind',
              kind: 'choice',
              shown: 'list',
              readers: 'shown',
              label: 'What you ask for',
              of: asked.map((value) => ({ value, label: kindLabels[value] })),
            },
            ...somebodyFields(await known(portfolio, work), work),
            ...aboutOne,
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const portfolio = await portfolioOf(subject, work);
    demand('attest.ask', work, { mentor: portfolio.mentor });
    const { values } = answers;
    const kind = asked.find((k) => k === textOf(values, 'kind'));
    if (kind === undefined) return { problems: [{ at: 'kind', say: 'Choose one.' }] };
    const m = (await liveIn(portfolio, work)).find((one) => one.id === textOf(values, 'mentorship'));
    const meant = somebodyMeant(
      values,
      { mentor: portfolio.mentor, mentee: m?.mentee ?? ('-' as PersonId) },
      await known(portfolio, work),
      await work.people(),
      work.actor,
    );
    if ('problems' in meant) return meant;
    const person = await takeSomebody(meant, work);
    const before = (await work.rows.attestations.ofPortfolio(portfolio.id)).find(
      (a) => a.by === person.id && a.kind === kind && a.mentorship === (m?.id ?? null) && mayWrite(a, work.now),
    );
    // Asked twice they are asked once, whatever they said.
    const a = before ?? (await ask(portfolio, kind, person.id, m?.id ?? null, work));
    if (before === undefined) await reaches(a, person, work);
    const typed = textOf(values, 'email').trim() !== '';
    return { kind: 'close', say: askedCard(a, person, kind, typed, work) };
  },
};

export async function ask(
  portfolio: Portfolio,
  kind: WrittenKind,
  by: PersonId,
  mentorship: MentorshipId | null,
  work: ActorWork,
): Promise<Attestation> {
  const a: Attestation = {
    id: work.ids.next('attestation'),
    programme: work.programme.id,
    portfolio: portfolio.id,
    mentorship,
    session: null,
    kind,
    by,
    body: emptyAttestation,
    askedBy: work.actor.id,
    askedAt: work.now,
    state: 'asked',
    givenAt: null,
    countersigned: null,
  };
  await work.rows.attestations.save(a);
  work.audit('attest.asked', a.id, { kind }, mentorship ?? undefined);
  return a;
}

const mailed = (person: Person, work: ActorWork): string | undefined =>
  hasAccount(person) || work.pages?.mails !== true ? undefined : emailsOf(person)[0];

/** In their chat, or by mail; else whoever asks hands over the link. */
async function reaches(a: Attestation, person: Person, work: ActorWork): Promise<void> {
  if (hasAccount(person)) {
    work.show('attest-asked', a.id, { person: person.id });
    return;
  }
  const to = mailed(person, work);
  if (to === undefined || work.pages === null) return;
  const { link, token } = await addAccessLink(work, {
    person: person.id,
    purpose: 'attestation',
    subject: a.id,
    madeBy: work.actor.id,
    expiresAt: writableUntil(a),
  });
  await work.rows.mails.add({
    id: work.ids.next('mail'),
    programme: work.programme.id,
    person: person.id,
    link: link.id,
    words: { to, url: `${work.pages.base}/f/${token}` },
    askedAt: work.now,
  });
}

/** @param typed an address was: whether it is somebody's here already is told nobody but whoever coordinates */
function askedCard(a: Attestation, person: Person, kind: WrittenKind, typed: boolean, work: ActorWork): Card {
  const line = say`You have asked ${mention(person.id)} for ${kindWords[kind]}. If they write it, you will read it here.`;
  const to = mailed(person, work);
  const perhaps = typed && work.pages?.mails === true && !work.actor.roles.includes('coordinator');
  const how = hasAccount(person)
    ? say`They are asked in their chat.`
    : perhaps
      ? say`They get a mail with their link, if one can go to them. You can give them their link yourself, too.`
      : to === undefined
        ? say`They have no account, and no mail goes to them from here: give them their link.`
        : say`They get a mail with their link.`;
  return {
    title: 'Asked',
    summary: line,
    blocks: [
      text(line),
      text(how),
      muted(say`They can write, change it or take it back until ${moment(writableUntil(a), 'date')}.`),
      buttons(
        hasAccount(person) || (to !== undefined && !perhaps) || work.pages === null
          ? null
          : button('Make their link', 'attest.link', a.id, { style: 'main' }),
        button('All of it', 'attest.open', a.portfolio),
      ),
    ],
  };
}

/** The address, for whoever asked to hand over. It can be made as long as there is time, whatever was written by it. */
export const makeLink: PressHandler = async (press, work): Promise<Reply> => {
  const { a, portfolio } = await attestedOf(press.subject, work);
  demand('attest.ask', work, { mentor: portfolio.mentor });
  const person = await work.rows.people.get(a.by);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more, so there is no link to make.');
  if (hasAccount(person)) throw new Refused('has-account', 'They have an account, and are asked there.');
  if (work.pages === null)
    throw new Refused('no-address', 'This installation has no public address, so a link would lead nowhere.');
  const left = a.askedAt + attestationLife - work.now;
  if (left <= 0) throw new Refused('over', 'The time for this has passed. Ask them anew.');
  const { link, token } = await makeAccessLink(
    work,
    { person: a.by, purpose: 'attestation', subject: a.id, witnessed: false },
    left,
  );
  const address = `${work.pages.base}/f/${token}`;
  const line = say`Here is the link for ${mention(a.by)}. Send it yourself. It is theirs: what they write, they write.`;
  return panelWith({
    title: 'A link to hand over',
    summary: line,
    blocks: [
      text(line),
      text({ parts: [{ link: address, label: address }] }),
      muted(say`It can be opened as often as they like, until ${moment(link.expiresAt, 'date')}.`),
    ],
  });
};

/** An assessor notes what was asked and answered, of a portfolio that is allocated to them. */
export const discuss: PressHandler = async (press, work): Promise<Reply> => {
  const portfolio = await portfolioOf(press.subject, work);
  demand('attest.discuss', work, await toReadPortfolio(portfolio, work));
  const open = (await work.rows.attestations.ofPortfolio(portfolio.id)).find(
    (a) => a.kind === 'discussion' && a.by === work.actor.id && a.state === 'asked' && mayWrite(a, work.now),
  );
  const a = open ?? (await ask(portfolio, 'discussion', work.actor.id, null, work));
  return work.forms.open('attestation', a.id, { values: {}, rows: {} });
};

/** What a mail says: no name, nothing that anybody wrote. */
export const mail: NonNullable<LinkUse['mail']> = ({ url, until, to }) => ({
  subject: 'What you saw of somebody’s mentoring',
  text: [
    'Somebody whose mentoring you have seen asks you to write down what you saw, in your own words.',
    `It takes ten minutes or so. You can do it until ${showMoment(until, to.zone, to.locale, 'date')}, change it until then, or say that you would rather not.`,
    'The mentor, the coordinator and those who assess the mentor’s work read it. Please name nobody who is mentored.',
    `You need no account and no code:\n${url}`,
    'If this is not for you, you need not do anything.\n',
  ].join('\n\n'),
});
