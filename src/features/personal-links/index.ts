import type { FeatureOf } from '../feature.js';
import { demand } from '../shared/guards.js';
import { enter, renew } from './enter.js';
import { close, linkCard, make, moreCode } from './make.js';
import { outsiderForm } from './outsider.js';

declare module '../../kernel/names.js' {
  interface Capabilities {
    'personal-links': {
      verb: 'door.open' | 'door.make' | 'door.code' | 'door.close' | 'door.outsider' | 'door.enter' | 'door.renew';
      form: 'outsider';
      audit:
        | 'browser.enrolled'
        | 'browser.not-enrolled'
        | 'personal-link.made'
        | 'personal-link.code'
        | 'personal-link.closed'
        | 'personal-link.renewed';
    };
  }
}

/** Links of their own (`/e/TOKEN`) for people without an account: made by the coordinator, entered with a code. */
export const feature: FeatureOf<'personal-links'> = {
  name: 'personal-links',
  presses: {
    'door.open': { opens: async (press, work) => ({ kind: 'panel', card: await linkCard(press.subject, work) }) },
    'door.make': { opens: make },
    'door.code': { opens: moreCode },
    'door.close': close,
    'door.outsider': {
      async opens(_press, work) {
        demand('personal-link.give', work);
        return work.forms.open('outsider', work.programme.id, { values: {}, rows: {} }, { fresh: true });
      },
    },
    'door.enter': enter,
    'door.renew': renew,
  },
  forms: { outsider: outsiderForm },
};
