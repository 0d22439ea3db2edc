/** Every button: about what, in which state of things, and by whom it may be pressed. Written by hand, person by person. */

/** What a button is about: `S` the session to come, `E` the one that has ended, `M` the mentorship, … */
export type About =
  | 'S'
  | 'E'
  | 'E/a1'
  | 'M'
  | 'M:1'
  | 'M:mentorship'
  | 'M:goal'
  | 'proposed'
  | 'proposed:1'
  | 'paused'
  | 'series'
  | 'in-series'
  | 'suggestion'
  | 'outbox'
  | 'draft'
  | 'import'
  | 'retired'
  | 'leo'
  | 'aisha'
  | 'sam'
  | 'maya'
  | 'skill'
  | 'after-session'
  | 'standard'
  | 'P'
  | 'P:o1'
  | 'o1'
  | 'notBegun'
  | 'ask'
  | 'allocation'
  | '-';
export const everyone = ['maya', 'leo', 'tom', 'aisha', 'sam', 'priya'] as const;
export type Who = (typeof everyone)[number];

/**
 * States of things, each kept once and brought back for every button: all is agreed, planned and recorded (`open`);
 * Leo is being asked (`asking`), has answered (`answered`), has said that it did not happen (`disputed`); the session
 * begins (`begins`), is on (`running`); Leo has chosen what the next mentor may have (`chosen`).
 */
export const phases = ['open', 'asking', 'answered', 'disputed', 'begins', 'running', 'chosen'] as const;
export type Phase = (typeof phases)[number];

export interface Line {
  readonly about: About;
  readonly may: readonly Who[];
  readonly arg: string;
  readonly at: Phase;
}

const line = (about: About, may: readonly Who[], arg = '', at: Phase = 'open'): Line => ({ about, may, arg, at });

const inIt = ['maya', 'leo', 'priya'] as const;
const mentor = ['maya'] as const;
const mentee = ['leo'] as const;
const both = ['maya', 'leo'] as const;
const coordinator = ['priya'] as const;

export const table: Readonly<Record<string, Line>> = {
  'mentorship.start': line('aisha', mentor),
  'mentorship.open': line('M', inIt),
  'mentorship.pause': line('M', inIt),
  'mentorship.resume': line('paused', ['tom', 'aisha', 'priya']),
  'mentorship.end': line('M', inIt, 'yes'),
  'agreement.open': line('M', mentor),
  'agreement.read': line('M', inIt),
  'agreement.answer': line('proposed:1', ['sam']),
  'agreement.not-now': line('proposed:1', ['sam']),
  'agreement.ask-again': line('proposed:1', ['tom']),
  'goal.propose': line('M', both),
  'goal.open': line('M:goal', both),
  'plan.new': line('M', mentor),
  'plan.template': line('M', mentor, 'standard'),
  'plan.change': line('S', mentor),
  'plan.accept': line('S', mentee),
  'plan.decline': line('S', mentee),
  'plan.read': line('S', inIt),
  'plan.suggest': line('S', both),
  'session.cancel': line('S', both, 'yes'),
  'series.accept': line('series', mentee),
  'series.decline': line('series', mentee),
  'series.yes': line('in-series', mentee, '0'),
  'series.no': line('in-series', mentee, '0'),
  'series.choose': line('series', mentee, '0'),
  'suggest.take': line('suggestion', mentor, 'AT'),
  'suggest.none': line('suggestion', mentor),
  'session.start': line('S', mentor, '', 'begins'),
  'session.not-held': line('S', mentor, 'mentee', 'begins'),
  'session.extend': line('S', mentor, '', 'running'),
  'session.end': line('S', mentor, '', 'running'),
  'record.open': line('E', mentor),
  'record.later': line('E', mentor, 'hour'),
  'record.choose': line('leo', mentor),
  'record.read': line('E', inIt),
  'record.action-done': line('E/a1', both),
  'contact.open': line('M', mentor),
  'change.list': line('M:mentorship', both),
  'change.new': line('M:mentorship', mentor),
  'change.told': line('S', mentee),
  'hours.confirm': line('E', mentee, '45'),
  'hours.different': line('E', mentee),
  'hours.did-not-happen': line('E', mentee),
  'hours.stop': line('E', mentee),
  'hours.start': line('E', mentee),
  'hours.settle': line('E', coordinator, 'LEO', 'disputed'),
  'hours.read': line('M', inIt),
  'past.list': line('M:mentorship', inIt),
  'past.months': line('M:mentorship', inIt),
  'past.search': line('M:mentorship', inIt),
  'past.found': line('M:mentorship', inIt),
  'past.session': line('E', inIt),
  'hours.by-skill': line('maya', ['maya', 'priya']),
  'readiness.open': line('P', ['maya', 'priya']),
  'readiness.of': line('maya', ['maya', 'priya']),
  'readiness.criterion': line('P:o1', ['maya', 'priya']),
  'readiness.doubts': line('P', ['maya', 'priya']),
  'ask.share': line('E', mentee, 'now'),
  'ask.set-share': line('E', mentee, 'now', 'answered'),
  'ask.rate': line('E', mentee, 'agreed.1.4', 'asking'),
  'ask.skip': line('E', mentee, 'agreed.1', 'asking'),
  'ask.set': line('E', mentee, 'agreed.1.3', 'answered'),
  'ask.words': line('E', mentee, 'keep-or-change.1', 'answered'),
  'ask.not-today': line('E', mentee, '', 'asking'),
  'ask.open': line('E', mentee, '', 'asking'),
  'ask.stop': line('E', mentee, '', 'asking'),
  'ask.start': line('E', mentee, '', 'asking'),
  'ask.change': line('E', mentee, '', 'answered'),
  'ask.talk': line('E', mentee, '', 'answered'),
  'ask.withdraw': line('E', mentee, 'yes', 'answered'),
  'ask.form': line('E', mentee, '', 'asking'),
  'calendar.session': line('S', both),
  'calendar.series': line('series', both),
  'feedback.read': line('maya', ['maya', 'priya']),
  'review.answers': line('-', coordinator),
  'digest.now': line('-', ['maya', 'tom', 'priya']),
  'digest.mine': line('-', ['maya', 'tom', 'priya']),
  'digest.settings': line('-', coordinator),
  'programme.setup': line('-', coordinator),
  'catalogue.open': line('-', coordinator),
  'catalogue.questions': line('after-session', coordinator),
  'catalogue.list': line('skill', coordinator),
  'catalogue.templates': line('-', coordinator),
  'catalogue.template': line('standard', coordinator),
  'catalogue.retire': line('standard', coordinator, '1'),
  'catalogue.retired': line('-', coordinator),
  'catalogue.back': line('retired', coordinator),
  'catalogue.agreement': line('-', coordinator),
  'criteria.open': line('-', coordinator),
  'criteria.change': line('o1', coordinator),
  'criteria.retire': line('o1', coordinator, '1'),
  'criteria.import': line('-', coordinator),
  'criteria.paste': line('-', coordinator),
  'delivery.list': line('-', coordinator),
  'delivery.again': line('outbox', coordinator),
  'people.roles': line('leo', coordinator),
  'people.list': line('-', coordinator),
  'people.board': line('-', coordinator),
  'people.waiting': line('notBegun', coordinator),
  'people.nudge': line('sam', coordinator),
  // Whoever has an account puts their name right themselves.
  'person.name': line('leo', []),
  'people.without': line('-', coordinator),
  'people.unpair': line('maya', coordinator, 'AISHA'),
  'allocations.open': line('-', coordinator),
  'allocations.add': line('-', coordinator),
  'allocations.end': line('allocation', coordinator),
  'people.code': line('-', coordinator),
  'import.open': line('-', coordinator),
  'import.paste': line('-', coordinator),
  'import.look': line('import', coordinator),
  'import.apply': line('import', coordinator),
  'data.erase': line('leo', coordinator, 'yes'),
  'copy.for': line('leo', coordinator),
  'rights.list': line('-', coordinator),
  'rights.person': line('leo', coordinator),
  'rights.hold': line('leo', coordinator),
  'rights.parent': line('leo', coordinator),
  'leaflet.fetch': line('-', coordinator),
  'leaflet.contact': line('-', coordinator),
  'rights.due': line('-', coordinator),
  'rights.keep': line('leo', coordinator),
  'rights.concerns': line('-', coordinator),
  'rights.concerns-keep': line('-', coordinator),
  'rights.retention': line('-', coordinator),
  'mentee.mentor-absent': line('E', mentee, 'yes'),
  'mentee.somebody-else': line('M', mentee, 'yes'),
  'mentee.objects': line('M', mentee, 'yes'),
  'door.outsider': line('-', coordinator),
  'mentee.take-back': line('ask', mentee),
  'mentee.read': line('ask', coordinator),
  'mentee.done': line('ask', coordinator),
  'data.records': line('M', inIt),
  'look-back.open': line('M', mentee),
  'look-back.write': line('M', mentee),
  'look-back.no-thanks': line('M', mentee),
  'release.open': line('M', mentor),
  'release.offer': line('M', mentor),
  'release.look': line('M', mentor),
  'release.choose': line('M', mentee),
  'pack.open': line('P', ['maya', 'priya']),
  'pack.ask': line('P', ['maya', 'priya']),
  'pack.outcomes': line('P', coordinator),
  'outcome.enter': line('P', coordinator),
  'handover.begin': line('M', ['maya', 'priya']),
  'handover.choose': line('M', mentee),
  'handover.read': line('M', ['tom'], '', 'chosen'),
  'remind.later': line('S', both, 'SOON'),
  'draft.continue': line('draft', mentor),
};

/** What opens a panel to be read: nothing is changed but that it was read, or the address in it that is new each time. */
export const readers = new Set([
  'calendar.session',
  'calendar.series',
  'mentorship.open',
  'agreement.read',
  'plan.read',
  'series.choose',
  'record.choose',
  'record.read',
  'change.list',
  'change.told',
  'hours.read',
  'ask.change',
  'ask.open',
  'ask.talk',
  'feedback.read',
  'past.open',
  'review.answers',
  'past.list',
  'past.months',
  'past.found',
  'past.session',
  'digest.mine',
  'digest.settings',
  'catalogue.open',
  'catalogue.templates',
  'catalogue.retired',
  'delivery.list',
  'people.list',
  'people.board',
  'people.waiting',
  'people.without',
  'data.records',
  'rights.list',
  'rights.person',
  'rights.due',
  'rights.concerns',
  'import.look',
  'handover.read',
  'hours.by-skill',
  'readiness.open',
  'readiness.of',
  'readiness.criterion',
  'readiness.doubts',
  'criteria.open',
  'allocations.open',
  'look-back.open',
  'release.open',
  'release.look',
  'release.choose',
  'pack.open',
  'pack.outcomes',
  'mentee.read',
]);

/** Buttons about whoever presses them: their settings, their home, their calendar. Strangers are turned away still. */
export const everybodys =
  /^(home\.|hard\.(open|change)|check\.list|own-page\.|evidence\.open|compare\.list|past\.(open|with)|help\.|settings\.|concern\.|calendar\.(open|make|off)|data\.(open|correct|leave|erase-ask|erase-back)|copy\.ask$|rights\.(wrong|withdraw|leaflet)$|link\.|join\.|review\.panel$|plan\.at|hours\.(confirm-all|one-by-one)|mentorship\.start-without|pack\.page$|leaflet\.page$)/;

/**
 * Buttons about what is not in this world: a promise, a pack, a reflection, a card that is shared, a check-in that is switched on, a review, a
 * browser that was enrolled, an allocated reader. Who may press each is in `test/permissions-presses.test.ts` and
 * `test/permissions-allocation.test.ts`, and what it does in its feature's own tests.
 */
export const heldElsewhere =
  /^(put-right\.|reflect\.|change\.(withdraw|not-meant)$|going-on\.|look-back\.(file|throw-away)$|review\.(?!panel$|answers$)|conversation\.|hard\.(share|read)$|check\.(give|word|forget)$|door\.(open|make|code|close|enter|renew)$|evidence\.(portfolio|session)$|compare\.(open|theme|mark|unmark)$|goals\.rate$|stakeholder\.|attest\.|pack\.(again|drop|look|decide|decide-all|fetch|download)$|outcome\.take-back$|copy\.(fetch|hand-over|page|json|review|decide|done)$|rights\.(read|answer|hold-on|hold-lift)$|second\.)/;

/** The line of a button; one about whoever presses it is about nothing else. */
export const lineOf = (verb: string): Line => table[verb] ?? line('-', []);
