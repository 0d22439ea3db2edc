import { type Block, button, buttons, muted, text } from '../../chat/card.js';
import { longestText, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import { linkLife } from '../../domain/access-link.js';
import { emailsTogether } from '../../domain/identity-match.js';
import { allowed } from '../../domain/permissions.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Face, FormFeature, LinkUse, PressHandler } from '../feature.js';
import { makeAllocation } from '../shared/allocating.js';
import { readersChanged, readersDiffer } from '../shared/asked-after.js';
import { demand } from '../shared/guards.js';
import { makeAccessLink } from '../shared/make-access-link.js';
import { openPairs, suggestPairs } from '../shared/suggested-pairs.js';
import { toldApart } from '../shared/told-apart.js';
import { applyCriteria, criteriaPreview } from './criteria-import.js';
import { isCriteria } from './criteria-table.js';
import { importFile } from './import-file.js';
import { mostShown, previewCard } from './import-preview.js';
import { type ImportPlan, planImport } from './plan-import.js';
import { readTable } from './read-table.js';
import { pairsSubject } from './subjects.js';

/**
 * `people import`: a file on a single-use page, or lines pasted into a form. Looked at first, fault by fault; then
 * applied, and safe to repeat: the same people are not made twice.
 */

async function plannedOf(id: string, work: ActorWork): Promise<ImportPlan> {
  const written = await work.rows.kept.get(importFile, id);
  if (written === undefined)
    throw new Refused('no-import', 'There is no file waiting any more. Type people import to begin again.');
  const set = {
    allocations: await work.rows.allocations.all(),
    portfolios: await work.rows.portfolios.all(),
    now: work.now,
  };
  return planImport(readTable(written), [...(await work.people()).values()], set);
}

/** What a file would do, for whoever looks at it. */
async function preview(id: string, work: ActorWork): Promise<Reply> {
  const written = await work.rows.kept.get(importFile, id);
  if (written !== undefined && isCriteria(written)) return criteriaPreview(id, written, work);
  const most = work.surface.page === true ? mostShown.page : mostShown.panel;
  return { kind: 'panel', card: previewCard(id, await plannedOf(id, work), await work.people(), most) };
}

export const importLook: PressHandler = async (press, work): Promise<Reply> => {
  demand('people.roles', work);
  return preview(press.subject, work);
};

/** The page that a file comes by: it is kept there, looked at, and applied. */
export const importLink: LinkUse = {
  presses: ['import.look', 'import.apply'],
  async file(written, { link, person, rows }) {
    // Asked again when it is looked at and applied; but what nobody may import is not kept until then either.
    if (person === undefined || !allowed('people.roles', person, { programme: link.programme }))
      throw new Refused('not-allowed', 'This is for a coordinator only. The file was not kept.');
    await rows.kept.put(importFile, link.id, written);
  },
};

export const importApply: PressHandler = async (press, work): Promise<Reply> => {
  demand('people.roles', work);
  const written = await work.rows.kept.get(importFile, press.subject);
  if (written !== undefined && isCriteria(written)) return applyCriteria(press.subject, written, work);
  const plan = await plannedOf(press.subject, work);
  const people = await work.people();
  const ids: PersonId[] = [];
  let added = 0;
  let changed = 0;
  let othersRead = false;
  for (const p of plan.people) {
    const there = p.id === null ? undefined : people.get(p.id);
    const expected = {
      ...there?.expected,
      ...(p.email === '' ? {} : { email: p.email }),
      ...(p.account === '' ? {} : { user: p.account }),
    };
    const id = there?.id ?? work.ids.next<'person'>('person');
    ids.push(id);
    if (there !== undefined && p.changes === null) continue;
    if (there === undefined) added += 1;
    else changed += 1;
    const met = there !== undefined && hasAccount(there);
    const { adult: wasAdult, ...before }: Omit<Person, 'roles'> = there ?? {
      id,
      programme: work.programme.id,
      name: p.name,
      zone: work.programme.zone,
      locale: work.actor.locale,
      manners: {},
      accounts: [{ platform: 'link', tenant: 'link', user: id }],
      createdAt: work.now,
      erasedAt: null,
    };
    const adult = p.adult ?? wasAdult === true;
    await work.rows.people.save({
      ...before,
      ...(p.changes?.calledBefore === undefined ? {} : { name: p.name }),
      roles: p.roles,
      ...(p.as === undefined ? {} : { stakeholderAs: p.as }),
      ...(adult ? { adult } : {}),
      ...(met && p.email !== '' ? { emails: emailsTogether(there.emails, p.email) } : {}),
      ...(!met && Object.keys(expected).length > 0 ? { expected } : {}),
    });
    // That it was noted, never what: the trail has more readers than the note.
    if (adult !== (wasAdult === true)) work.audit('person.adult-noted', id);
    othersRead ||= readersDiffer(there?.roles ?? [], p.roles);
  }
  const allocated = await allocateImported(plan.readers, ids, work);
  if (othersRead || allocated > 0) await readersChanged(work);
  const pairs = plan.pairs.flatMap((p) => {
    const mentor = ids[p.mentor];
    const mentee = ids[p.mentee];
    return mentor === undefined || mentee === undefined ? [] : [{ mentor, mentee }];
  });
  const fresh = await suggestPairs(work.rows, pairs);
  for (const mentor of new Set(pairs.map((p) => p.mentor)))
    if (hasAccount(people.get(mentor)))
      work.show('pairs-suggested', pairsSubject.write({ mentor }), { person: mentor });
  await work.rows.kept.forget(importFile, press.subject);
  await work.rows.accessLinks.settle(press.subject, 'used', work.now);
  work.audit('people.imported', work.programme.id, {
    added,
    changed,
    pairs: fresh,
    allocated,
    faults: plan.faults.length,
  });
  const line = `${count(added, 'person', 'people')} added, ${changed} changed, ${count(fresh, 'pair')} suggested${allocated === 0 ? '' : `, ${count(allocated, 'allocation')} made`}.`;
  return replyWith(
    'Imported',
    line,
    'People are known by their e-mail address or account as soon as they first write to me. Mentors see whom they may begin with.',
  );
};

/**
 * Allocates whom a file names, from now on; a mentor who has begun nothing has their portfolio from now on, for it to be
 * allocated.
 */
async function allocateImported(
  readers: ImportPlan['readers'],
  ids: readonly PersonId[],
  work: ActorWork,
): Promise<number> {
  let made = 0;
  for (const { mentor, reader, as } of readers) {
    const [whose, who] = [ids[mentor], ids[reader]];
    const person = who === undefined ? undefined : await work.rows.people.get(who);
    if (whose === undefined || person === undefined) continue;
    const [theirs] = await work.rows.portfolios.ofMentor(whose);
    const portfolio = theirs ?? {
      id: work.ids.next<'portfolio'>('portfolio'),
      programme: work.programme.id,
      mentor: whose,
      targetMinutes: work.programme.settings.unit.targetMinutes,
      startedAt: work.now,
    };
    if (theirs === undefined) await work.rows.portfolios.save(portfolio);
    await makeAllocation({ person: person.id, as, portfolio: portfolio.id, from: work.now, until: null }, person, work);
    made += 1;
  }
  return made;
}

/** Opens the page for the file; without an address, the form to paste into. */
export async function openImport(work: ActorWork): Promise<Reply> {
  demand('people.roles', work);
  if (work.pages === null) return openPaste(work);
  const about = { person: work.actor.id, purpose: 'import', subject: work.programme.id, witnessed: false } as const;
  const { token } = await makeAccessLink(work, about, linkLife / 14);
  const address = `${work.pages.base}/import/${token}`;
  const line = literal('Open this page and choose your file. It works for a day, for you alone.');
  return {
    kind: 'panel',
    card: {
      title: 'Import people',
      summary: line,
      blocks: [
        text(line),
        text({ parts: [{ link: address, label: 'Choose a file' }] }),
        muted(
          literal(
            'A CSV file with columns for the name, the role, the e-mail address or account (their user id), and the mentor; where you have them, whether they are 18 or over (yes or no), the assessor, the IQA and the supervisor of each mentor. You see by name what it does before it is applied.',
          ),
        ),
        buttons(button('Paste a few lines instead', 'import.paste', '-')),
      ],
    },
  };
}

const openPaste = (work: ActorWork): Promise<Reply> =>
  work.forms.open(
    'import',
    work.programme.id,
    { values: { lines: 'name,role,email,mentor\n' }, rows: {} },
    { fresh: true },
  );

export const importPaste: PressHandler = async (_press, work) => {
  demand('people.roles', work);
  return openPaste(work);
};

export const importForm: FormFeature = {
  called: 'a list of people',
  async build(_about, work) {
    demand('people.roles', work);
    return {
      id: 'import',
      title: 'Import people',
      submit: 'See what would change',
      concern: 'mentor',
      steps: [
        {
          id: 'lines',
          title: 'Lines of a CSV file',
          items: [
            ...(work.pages === null
              ? [
                  {
                    kind: 'note',
                    id: 'no-page',
                    text: literal(
                      'A whole file needs a page, and none can be reached here yet: whoever runs this bot sets PUBLIC_URL. Until then, paste the lines in parts.',
                    ),
                  } as const,
                ]
              : []),
            {
              kind: 'text',
              id: 'lines',
              label: 'The lines, with the names of the columns first',
              hint: 'Columns: name, role, account (their user id) or email, mentor or mentees. About fifty people at a time; do it as often as you like.',
              lines: 'many',
              max: longestText,
              readers: 'coordinator',
            },
          ],
        },
      ],
    };
  },
  async submit({ answers }, work) {
    demand('people.roles', work);
    // Its link is given to nobody: it says how long the lines are kept, as a file's does.
    const about = { person: work.actor.id, purpose: 'import', subject: work.programme.id, witnessed: false } as const;
    const { id } = (await makeAccessLink(work, about, linkLife / 14)).link;
    await work.rows.kept.put(importFile, id, textOf(answers.values, 'lines'));
    return preview(id, work);
  },
};

/** To a mentor: whom the coordinator suggests. */
export const pairsSuggested: Face = {
  called: 'a suggestion of whom to mentor',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const mentor = pairsSubject.read(d.subject)?.mentor;
    if (mentor === undefined || d.reader?.id !== mentor) return null;
    const open = await openPairs(d.rows, mentor);
    const people = await d.people();
    const names = await toldApart(
      open.flatMap((p) => people.get(p.mentee) ?? []),
      { rows: d.rows, actor: d.reader, people: d.people },
    );
    const line = literal(
      open.length === 0 ? 'There is nobody left to begin with.' : 'Your coordinator suggests that you mentor:',
    );
    return {
      title: 'Whom you may mentor',
      summary: line,
      blocks: [
        text(line),
        ...open
          .slice(0, 10)
          .flatMap((p): readonly Block[] => [
            text(say`${names.get(p.mentee) ?? mention(p.mentee)}`),
            buttons(button('Begin', 'mentorship.start', p.mentee)),
          ]),
      ],
    };
  },
};
