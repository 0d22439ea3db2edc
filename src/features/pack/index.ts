import type { FeatureOf } from '../feature.js';
import { askForm, openAsk } from './asking.js';
import { decideForm, openDecide, takeAllOut } from './deciding.js';
import { download } from './download.js';
import { fetchPack } from './fetch.js';
import { lookForm, openByLink, openLook } from './look.js';
import { lookFace } from './look-ask.js';
import { making } from './making.js';
import { news } from './news.js';
import { enterOutcome, openOutcomes, outcomeForm, takeBackOutcome } from './outcomes.js';
import { page } from './page.js';
import { again, drop, openPacks } from './panel.js';

/** The pack (docs/field.md#the-pack): one file that a mentor hands in, and nobody served can be recognised in it. */

declare module '../../kernel/names.js' {
  interface Capabilities {
    pack: {
      verb:
        | 'pack.open'
        | 'pack.ask'
        | 'pack.again'
        | 'pack.drop'
        | 'pack.look'
        | 'pack.decide'
        | 'pack.decide-all'
        | 'pack.fetch'
        | 'pack.page'
        | 'pack.download'
        | 'pack.outcomes'
        | 'outcome.enter'
        | 'outcome.take-back';
      form: 'pack-ask' | 'pack-look' | 'pack-decide' | 'outcome';
      face: 'pack-news' | 'pack-look';
      audit:
        | 'pack.asked'
        | 'pack.made'
        | 'pack.sealed'
        | 'pack.decided'
        | 'pack.dropped'
        | 'pack.outdated'
        | 'pack.fetched'
        | 'pack.read'
        | 'outcome.recorded'
        | 'outcome.taken-back';
    };
  }
}

export const feature: FeatureOf<'pack'> = {
  name: 'pack',
  presses: {
    'pack.open': { opens: openPacks },
    'pack.ask': { opens: openAsk },
    'pack.again': again,
    'pack.drop': drop,
    'pack.look': { opens: openLook },
    'pack.decide': { opens: openDecide },
    'pack.decide-all': takeAllOut,
    'pack.fetch': { opens: fetchPack },
    'pack.page': { opens: page },
    'pack.download': download,
    'pack.outcomes': { opens: openOutcomes },
    'outcome.enter': { opens: enterOutcome },
    'outcome.take-back': takeBackOutcome,
  },
  links: {
    'pack-look': { opens: openByLink },
    pack: {
      personal: {
        enters: 'door.enter',
        renews: 'door.renew',
        presses: ['pack.page', 'pack.download'],
        shows: [],
        forms: [],
      },
    },
  },
  forms: { 'pack-ask': askForm, 'pack-look': lookForm, 'pack-decide': decideForm, outcome: outcomeForm },
  faces: { 'pack-news': news, 'pack-look': lookFace },
  packs: making,
};
