import { type Block, button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import {
  type Attestation,
  isAttested,
  isSignedByBoth,
  isWritten,
  maySign,
  type WrittenKind,
  withoutWords,
  writableUntil,
} from '../../domain/attestation.js';
import { wordingsOf } from '../../domain/catalogue.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { hasAccount } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, CommandHandler, PressHandler } from '../feature.js';
import { allocatedPortfolios, nothingAllocated, toReadPortfolio } from '../shared/allocated.js';
import { auditReading } from '../shared/audit-reading.js';
import { demand, mayActor } from '../shared/guards.js';
import { mentorshipsIn } from '../shared/read-hours.js';
import { attestedOf, kindWords, portfolioOf } from './about.js';

/** What was attested of one mentor's work, for whoever may read it, and what is asked for. */

const titles: Readonly<Record<WrittenKind, string>> = {
  testimony: 'Testimony',
  observation: 'Observation',
  discussion: 'Professional discussion',
};

export const open: PressHandler = async (press, work) => panelWith(await panel(press.subject, work));

async function panel(subject: string, work: ActorWork): Promise<Card> {
  const portfolio = await portfolioOf(subject, work);
  const about = await toReadPortfolio(portfolio, work);
  demand('attest.read', work, about);
  const asks = mayActor('attest.ask', work, { mentor: portfolio.mentor });
  const all = (await work.rows.attestations.ofPortfolio(portfolio.id)).filter((a) => isWritten(a.kind));
  // Whoever assesses reads what stands; whoever asked for it also what still waits for the mentor's signature.
  const given = all.filter((a) => (asks || a.by === work.actor.id ? a.state === 'given' : isAttested(a)));
  const wordings = wordingsOf(await work.rows.catalogue.every('criterion'));
  if (given.length > 0)
    for (const m of await mentorshipsIn(work.rows, portfolio))
      auditReading('attest.read', m, work, { attested: given.length });
  const line = say`What others saw of ${mention(portfolio.mentor)}’s mentoring.`;
  return {
    title: 'What others saw',
    summary: line,
    blocks: [
      text(line),
      ...given.flatMap((a) => givenBlocks(a, portfolio, wordings, work)),
      ...(given.length === 0 ? [muted(literal('There is nothing to read yet.'))] : []),
      ...(asks ? await waitingBlocks(all, portfolio, work) : []),
      buttons(
        asks ? button('Ask somebody', 'attest.ask', portfolio.id, { style: 'main' }) : null,
        mayActor('attest.discuss', work, about)
          ? button('Note a professional discussion', 'attest.discuss', portfolio.id, { style: 'main' })
          : null,
      ),
    ],
  };
}

function givenBlocks(
  a: Attestation,
  portfolio: Portfolio,
  wordings: ReadonlyMap<string, string>,
  work: ActorWork,
): readonly Block[] {
  if (!isWritten(a.kind)) return [];
  const { body } = a;
  const row = (label: string, value: string): readonly Text[] =>
    value === '' ? [] : [say`${strong(label)}: ${value}`];
  const criteria = body.criteria.map((ref) => wordings.get(ref) ?? ref).join('; ');
  return [
    heading(say`${titles[a.kind]}, ${mention(a.by)}`),
    list([
      ...row(
        'On',
        [body.on ?? '', body.from === '' ? '' : `${body.from} to ${body.to}`].filter((s) => s !== '').join(', '),
      ),
      ...row('Where', body.place),
      ...row('What was going on', body.activity),
      ...row(a.kind === 'testimony' ? 'In their own words' : 'Seen and heard', body.words),
      ...row('Criteria seen met', criteria),
      ...body.questions.flatMap((q) => [say`${strong(q.question)}\n${q.answer}`]),
      ...row('Feedback', body.feedback),
      ...row('Knows the mentor', body.relation),
      ...row('Role', body.role),
    ]),
    muted(signatures(a)),
    ...(isSignedByBoth(a) && body.differs
      ? [text(say`${strong('The mentor sees it differently')}: ${body.reply}`)]
      : []),
    buttons(
      maySign(a) && work.actor.id === portfolio.mentor
        ? button('Sign it too', 'attest.sign', a.id, { style: 'main' })
        : null,
      !isSignedByBoth(a) && work.actor.roles.includes('coordinator')
        ? button('Take it back, at their wish', 'attest.take-back', a.id)
        : null,
    ),
  ];
}

function signatures(a: Attestation): Text {
  const first = say`Signed by ${mention(a.by)}${a.givenAt === null ? '' : say`, ${moment(a.givenAt, 'date')}`}.`;
  if (a.countersigned !== null)
    return say`${first} Signed by ${mention(a.countersigned.by)}, ${moment(a.countersigned.at, 'date')}.`;
  return a.kind === 'observation' ? say`${first} It counts once the mentor has signed it too.` : first;
}

/** The same line for each who was asked and of whom nothing can be read, whatever they said or took back. */
async function waitingBlocks(
  all: readonly Attestation[],
  portfolio: Portfolio,
  work: ActorWork,
): Promise<readonly Block[]> {
  const people = await work.people();
  return all
    .filter((a) => a.state !== 'given')
    .flatMap((a): readonly Block[] => {
      if (!isWritten(a.kind)) return [];
      const who = people.get(a.by);
      const open = work.now <= writableUntil(a);
      return [
        text(
          say`${mention(a.by)} was asked for ${kindWords[a.kind]} on ${moment(a.askedAt, 'date')}. If they write it, you will read it here.`,
        ),
        ...(open && who !== undefined && !hasAccount(who) && work.pages !== null
          ? [buttons(button('Make their link', 'attest.link', a.id))]
          : []),
      ];
    })
    .concat(portfolio.withoutUnit === true ? [muted(literal('This mentoring is evidence for no unit.'))] : []);
}

/** Of whoever has no link any more. */
export const takeBack: PressHandler = async (press, work): Promise<Reply> => {
  const { a } = await attestedOf(press.subject, work);
  demand('stakeholder.take-back', work);
  if (a.state !== 'given' || isSignedByBoth(a))
    throw new Refused('no-such-attestation', 'There is nothing to take back here: both have signed it, or it is gone.');
  if (press.arg !== 'yes') {
    const line = say`Take back what ${mention(a.by)} wrote? Do it at their wish alone. It cannot be undone.`;
    return panelWith({
      title: 'Take it back?',
      summary: line,
      blocks: [
        text(line),
        buttons(
          button('Yes, take it back', 'attest.take-back', a.id, { arg: 'yes', style: 'danger' }),
          button('No', 'attest.open', a.portfolio),
        ),
      ],
    });
  }
  await work.rows.attestations.save(withoutWords(a, 'withdrawn'));
  work.redraw(a.id);
  return replyWith('Taken back', 'What they wrote is gone. Nobody can read it any more.');
};

/** Portfolios that stand as buttons: more are found from the mentorship. */
const mostListed = 20;

/** `testimony`: one's own, those one reads, and a coordinator's everybody's. */
export const testimony: CommandHandler = async (_command, work): Promise<Reply> => {
  const { actor, rows } = work;
  const own = await rows.portfolios.ofMentor(actor.id);
  const read = (await allocatedPortfolios(work)).map(({ portfolio }) => portfolio);
  const every = actor.roles.includes('coordinator') ? await rows.portfolios.all() : [];
  const found = [...new Map([...own, ...read, ...every].map((p) => [p.id, p])).values()];
  const [only] = found;
  if (only === undefined) {
    if (actor.roles.some((r) => r === 'supervisor' || r === 'assessor' || r === 'iqa'))
      return replyWith('Nothing allocated yet', nothingAllocated);
    demand('digest.post', work);
    return replyWith('Nothing yet', 'There is no mentoring yet that somebody could have seen. Type start to begin.');
  }
  if (found.length === 1) return panelWith(await panel(only.id, work));
  const line = literal('Whose mentoring?');
  return panelWith({
    title: 'What others saw',
    summary: line,
    blocks: [
      text(line),
      ...found
        .slice(0, mostListed)
        .flatMap((p): readonly Block[] => [
          text(say`${mention(p.mentor)}, since ${moment(p.startedAt, 'date')}`),
          buttons(button('Open', 'attest.open', p.id)),
        ]),
      ...(found.length > mostListed
        ? [muted(literal(`… and ${found.length - mostListed} more, from each mentorship.`))]
        : []),
    ],
  });
};
