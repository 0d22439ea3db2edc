import { type Field, manyOf, type Values } from '../../chat/form.js';
import { hasAccount } from '../../domain/programme.js';
import type { ActorWork } from '../feature.js';

/** Somebody outside who has nothing here but a link asks by it for what is kept about them to be deleted. */

const id = 'erase';

/** None for whoever has an account: they ask in *What is kept about me*. */
export const eraseFields = ({ actor }: Pick<ActorWork, 'actor'>): readonly Field[] =>
  hasAccount(actor)
    ? []
    : [
        {
          id,
          kind: 'choice',
          many: true,
          optional: true,
          shown: 'list',
          readers: 'own',
          label: 'What is kept about you',
          hint: 'Your name, your e-mail address if we have it, and what you say here. You can skip this.',
          of: [{ value: 'yes', label: 'Please delete all of it' }],
        },
      ];

export const wantsErasure = (values: Values, { actor }: Pick<ActorWork, 'actor'>): boolean =>
  !hasAccount(actor) && manyOf(values, id).includes('yes');

/** Said once it was asked for; what they said is gone by then. */
export const erasureSaid = [
  'What you said is gone. Your name and e-mail address are deleted within a month, as the law has it.',
  'You need not do anything more.',
] as const;
