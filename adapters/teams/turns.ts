import { Application } from '@microsoft/teams-ai';
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import type { Account, Answer, Inbound, Outgoing } from '../../src/chat/inbound.js';
import type { Text } from '../../src/chat/text.js';
import { soundsLikeNeed } from '../../src/commands/distress.js';
import { faultCode } from '../../src/kernel/errors.js';
import type { Hears } from '../../src/ports/chat.js';
import { type Place, teamsAccount, withoutThread } from './address.js';
import { type Answering, answerClosed, answerLook, answerUnreadable, show } from './answer.js';
import type { Door } from './door.js';
import { mostAskedFor } from './limits.js';
import { arriving, type Log } from './post-answers.js';
import {
  asksToLook,
  concernIn,
  type Heard,
  heardButton,
  heardCommand,
  heardInstallation,
  installationIn,
  type Known,
  messageIn,
  saidIn,
  type Turn,
} from './receive.js';
import { type References, typeOf } from './references.js';
import { refreshedFor, type Sender } from './send.js';
import type { Json } from './text.js';

export interface TurnsWith {
  readonly door: Pick<Door, 'tenantOf' | 'open'>;
  readonly references: References;
  readonly sender: Pick<Sender, 'answer'>;
  /** A request is made there to answer somebody. */
  readonly spends: (at: Place) => void;
  /** ms */
  readonly now: () => number;
  readonly hears: Hears;
  readonly opens: (verb: string) => boolean;
  readonly inPlace: (typed: string) => boolean;
  readonly dialogs: boolean;
  readonly log: Log;
}

/** In a turn's state: whether whoever asked has gone away meanwhile (Teams gives an invoke up after some seconds). */
export const goneKey = Symbol('gone');

type Task = { readonly task: { readonly value: unknown } } | null;

/**
 * The routes of teams-ai's application: every kind of activity that matters becomes an event, is heard, and is
 * answered in the way its surface asks for.
 */
export function turns(w: TurnsWith): Application {
  const app = new Application({ startTypingTimer: false, removeRecipientMention: false });
  // teams-ai 1.7.4 never looks at that option: after a second it would post "typing" wherever something was said.
  app.startTypingTimer = () => undefined;

  /** Who acted; their Entra object id is missing from some activities, and is then the one seen before. */
  const knownIn = async (activity: Activity): Promise<Known | undefined> => {
    const tenant = w.door.tenantOf(activity);
    if (tenant === undefined) return undefined;
    const user =
      activity.from.aadObjectId ??
      (await quietly(() => w.references.userOf(tenant, activity.from.id))) ??
      activity.from.id;
    return { tenant, user };
  };

  /** The address book's own faults must hold up nobody: a concern is answered with the database away. */
  const quietly = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      w.log('teams.book', { fault: faultCode(error) });
      return undefined;
    }
  };

  const remember = (activity: Activity, known: Known, fresh = false): Promise<void> =>
    quietly(() => w.references.remember({ ...known, activity }, fresh)).then(() => undefined);

  const whoRefreshes = async (message: Outgoing, activity: Activity): Promise<readonly string[] | undefined> => {
    const tenant = w.door.tenantOf(activity) ?? '';
    if (message.card.differsFor === undefined) return undefined;
    return (await quietly(() => refreshedFor(message, tenant, w.references))) ?? [];
  };

  /** Answers with the card as its reader sees it. Nothing is remembered of it, nobody is met by it. */
  const looked = async (context: TurnContext): Promise<Json> => {
    const { activity } = context;
    const known = await knownIn(activity);
    const ref = known === undefined ? undefined : messageIn(activity, known);
    const message =
      known === undefined || ref === undefined
        ? undefined
        : await w.hears.look({ ref, who: teamsAccount(known.tenant, known.user) });
    return answerLook(message, w, message === undefined ? undefined : await whoRefreshes(message, activity));
  };

  /** Counts a request that is made where the activity came from. */
  const spends = ({ activity }: TurnContext): void => {
    const tenant = w.door.tenantOf(activity);
    if (tenant !== undefined) w.spends({ tenant, conversation: withoutThread(activity.conversation.id) });
  };

  const footOf = (known: Known | undefined): Text | undefined =>
    known === undefined ? undefined : w.hears.footFor(teamsAccount(known.tenant, known.user));

  const answering = (context: TurnContext, who: Account): Answering => {
    const arrives = arriving(w.now, w.log);
    return {
      opens: w.opens,
      dialogs: w.dialogs,
      inPlace: w.inPlace,
      foot: w.hears.footFor(who),
      refreshedFor: (message) => whoRefreshes(message, context.activity),
      here: (activity) =>
        arrives(async () => {
          spends(context);
          await context.sendActivity(activity);
        }),
      direct: (who, activity) => arrives(() => w.sender.answer(who, activity)),
    };
  };

  const hear = async (
    context: TurnContext,
    heard: Heard,
    event: Inbound = heard.event,
  ): Promise<Json | null | undefined> => {
    const answer: Answer = await w.hears(event);
    if (answer.again === true) return undefined;
    const { body, shown } = await show(heard, event, answer, answering(context, event.who));
    const gone = context.turnState.get<(() => boolean) | undefined>(goneKey)?.() ?? false;
    const unread = gone && heard.turn !== 'typed' && heard.turn !== 'submitted';
    if (shown === 'missed' || (unread && shown === 'shown')) await w.hears.missed(event, answer);
    await w.hears.told(event);
    return body;
  };

  /** A button, wherever it was: what its invoke is answered with. */
  const pressed = async (context: TurnContext, turn: Exclude<Turn, 'typed'>): Promise<Json | null | undefined> => {
    const { activity } = context;
    const known = await knownIn(activity);
    const heard = known === undefined ? 'unreadable' : heardButton(activity, known, turn);
    if (known === undefined || heard === 'unreadable') return answerUnreadable(turn, footOf(known));
    if (heard === 'close') return turn === 'execute' ? answerClosed() : null;
    await remember(activity, known);
    const concern = concernIn(activity, known, heard);
    if (concern === undefined) return hear(context, heard);
    // The form is kept beside it, not before it: nothing may stand between somebody and whom to tell.
    const kept = w.hears(heard.event).catch(() => undefined);
    const body = await hear(context, heard, concern);
    void kept;
    return body;
  };

  const mentioned = async (
    context: TurnContext,
    known: Known,
    said: ReturnType<typeof saidIn>['mentioned'],
  ): Promise<Account[]> => {
    let asked = 0;
    const accountOf = async (id: string): Promise<Account> => {
      const seen = await quietly(() => w.references.userOf(known.tenant, id));
      if (seen !== undefined) return teamsAccount(known.tenant, seen);
      asked += 1;
      if (asked > mostAskedFor) return teamsAccount(known.tenant, id);
      // A mention names people by the id they have for this bot; their account is their Entra object id.
      spends(context);
      return w.references.during(async (since) => {
        const found = await memberOf(context, id);
        if (found === undefined) return teamsAccount(known.tenant, id);
        await quietly(() => w.references.alias(known.tenant, id, found, since));
        return teamsAccount(known.tenant, found);
      });
    };
    // Each is looked for once, however often they are named.
    const accounts = new Map<string, Promise<Account>>();
    const once = (id: string): Promise<Account> => {
      const account = accounts.get(id) ?? accountOf(id);
      accounts.set(id, account);
      return account;
    };
    return Promise.all(said.map(({ id, user }) => (user ? teamsAccount(known.tenant, user) : once(id))));
  };

  const isExecute = async (context: TurnContext): Promise<boolean> =>
    context.activity.type === ActivityTypes.Invoke && context.activity.name === 'adaptiveCard/action';
  const isInvoke = (name: string) => async (context: TurnContext) =>
    context.activity.type === ActivityTypes.Invoke && context.activity.name === name;

  const respond = async (context: TurnContext, body: unknown): Promise<void> => {
    await context.sendActivity({
      type: ActivityTypes.InvokeResponse,
      value: { status: 200, body },
    } as Partial<Activity>);
  };

  app.addRoute(
    isExecute,
    async (context) =>
      respond(context, asksToLook(context.activity) ? await looked(context) : await pressed(context, 'execute')),
    true,
  );
  app.addRoute(isInvoke('task/fetch'), async (context) => respond(context, await pressed(context, 'fetch')), true);
  app.taskModules.submit(isInvoke('task/submit'), async (context) => {
    const body = (await pressed(context, 'dialog')) as Task | undefined;
    return body === null || body === undefined ? null : (body.task.value as object | string as string);
  });

  app.activity(ActivityTypes.Message, async (context) => {
    const { activity } = context;
    const known = await knownIn(activity);
    if (known === undefined) return;
    if (activity.value !== undefined && activity.value !== null && !activity.text) {
      const body = await pressed(context, 'submitted');
      if (body !== undefined && body !== null) await context.sendActivity(body as Partial<Activity>);
      return;
    }
    await remember(activity, known);
    const said = saidIn(activity);
    // Whoever asks whom to tell is answered without it: no request may stand before that (docs/concern.md#no-dead-end).
    const named = soundsLikeNeed(said.text) ? [] : await mentioned(context, known, said.mentioned);
    await hear(context, heardCommand(activity, known, said, named));
  });

  const installation = async (context: TurnContext): Promise<void> => {
    const { activity } = context;
    const known = await knownIn(activity);
    const what = installationIn(activity);
    if (known === undefined) return;
    if (what === undefined) {
      await remember(activity, known);
      return;
    }
    const conversation = withoutThread(activity.conversation.id);
    const before = (await quietly(() => w.references.installs(known.tenant, conversation))) ?? { removals: 0 };
    const event = heardInstallation(activity, known, what, before.removals);
    const at = Date.parse(String(activity.timestamp));
    if (what === 'installed') {
      await remember(activity, known, true);
      if (!Number.isNaN(at)) await quietly(() => w.references.installed({ ...known, activity }, at));
      // The answer to an installation is for whoever installed; in a team it goes to them, as everything personal does.
      await hear(context, { turn: 'typed', shared: typeOf(activity) !== 'personal', event });
      return;
    }
    // Teams tells a removal twice, and the second may come after the bot was added again.
    if (at <= (before.installedAt ?? 0)) return;
    await w.hears(event);
    await quietly(() => w.references.left({ ...known, activity }));
    await quietly(() => w.references.countRemoval({ ...known, activity }));
  };
  app.activity(ActivityTypes.ConversationUpdate, installation);
  app.activity(ActivityTypes.InstallationUpdate, installation);
  return app;
}

/** The Entra object id of somebody in this conversation; undefined where Teams does not say. */
async function memberOf(context: TurnContext, id: string): Promise<string | undefined> {
  const { TeamsInfo } = await import('botbuilder');
  try {
    return (await TeamsInfo.getMember(context, id)).aadObjectId ?? undefined;
  } catch {
    return undefined;
  }
}
