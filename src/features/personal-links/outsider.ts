import { button, buttons, text } from '../../chat/card.js';
import type { Form } from '../../chat/form.js';
import { manyOf, textOf } from '../../chat/form.js';
import { mention, say } from '../../chat/text.js';
import { emailsTogether } from '../../domain/identity-match.js';
import type { Role, StakeholderAs } from '../../domain/programme.js';
import { linkPlatform } from '../../kernel/account.js';
import { cleanLine } from '../../kernel/words.js';
import type { FormFeature } from '../feature.js';
import { readersChanged, readersDiffer } from '../shared/asked-after.js';
import { demand } from '../shared/guards.js';
import { isAddress, stakeholderField } from '../shared/somebody.js';

/** Somebody outside who reads here without an account: an awarding body's assessor, a teacher, a social worker. */

const roles: readonly { readonly value: Role; readonly label: string }[] = [
  { value: 'assessor', label: 'Assessor' },
  { value: 'iqa', label: 'Internal quality assurer' },
  { value: 'supervisor', label: 'Supervisor' },
  { value: 'stakeholder', label: 'Stakeholder (line manager, teacher, social worker, youth worker)' },
];

export const outsiderForm: FormFeature = {
  called: 'somebody from outside',
  async build(_about, work): Promise<Form> {
    demand('personal-link.give', work);
    return {
      id: 'outsider',
      title: 'Somebody from outside',
      submit: 'Add them',
      concern: 'mentor',
      steps: [
        {
          id: 'who',
          title: 'Who reads here without an account?',
          items: [
            { id: 'name', kind: 'text', lines: 'one', max: 120, readers: 'shown', label: 'Their name' },
            {
              id: 'roles',
              kind: 'choice',
              many: true,
              shown: 'list',
              readers: 'shown',
              label: 'As what they read',
              of: roles,
            },
            { ...stakeholderField, optional: true, label: 'If a stakeholder: what are they to the mentee?' },
            {
              id: 'email',
              kind: 'text',
              lines: 'one',
              max: 200,
              optional: true,
              readers: 'coordinator',
              label: 'Their e-mail address',
              hint: 'You can leave this out.',
            },
          ],
        },
      ],
    };
  },
  async problems({ answers }) {
    const email = textOf(answers.values, 'email').trim();
    return email === '' || isAddress(email) ? [] : [{ at: 'email', say: 'Write it like name@example.org.' }];
  },
  async submit({ answers }, work) {
    demand('personal-link.give', work);
    const v = answers.values;
    const name = cleanLine(textOf(v, 'name'));
    if (name === '') return { problems: [{ at: 'name', say: 'Write the name.' }] };
    const given = manyOf(v, 'roles').flatMap((r) => roles.find(({ value }) => value === r)?.value ?? []);
    if (given.length === 0) return { problems: [{ at: 'roles', say: 'Choose at least one.' }] };
    const as = given.includes('stakeholder') ? textOf(v, 'as') : '';
    const emails = emailsTogether(textOf(v, 'email').trim());
    const id = work.ids.next<'person'>('person');
    await work.rows.people.save({
      id,
      programme: work.programme.id,
      name,
      zone: work.programme.zone,
      locale: work.actor.locale,
      manners: {},
      roles: given,
      accounts: [{ platform: linkPlatform, tenant: linkPlatform, user: id }],
      ...(as === '' ? {} : { stakeholderAs: as as StakeholderAs }),
      ...(emails.length === 0 ? {} : { emails }),
      createdAt: work.now,
      erasedAt: null,
    });
    if (readersDiffer([], given)) await readersChanged(work);
    work.audit('person.added', id, { account: false, roles: given.join(' ') });
    const line = say`${mention(id)} is added. Say next whose work they read, and give them a link.`;
    return {
      kind: 'close',
      say: {
        title: 'Added',
        summary: line,
        blocks: [
          text(line),
          buttons(button('Who assesses', 'allocations.open', '-'), button('A link of their own', 'door.open', id)),
        ],
      },
    };
  },
};
