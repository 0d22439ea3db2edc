import { TeamsAdapter } from '@microsoft/teams-ai';
import { type Activity, ConfigurationServiceClientCredentialFactory, type TurnContext } from 'botbuilder';
import {
  type AuthenticateRequestResult,
  AuthenticationConfiguration,
  type ConnectorClient,
  ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { z } from 'zod/v4';
import { systemClock } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/errors.js';
import { type Cloud, clouds } from './clouds.js';
import { requestTimeout, turnTimeout } from './limits.js';
import { couldBeTeams } from './token.js';

export interface DoorSettings {
  readonly appId?: string;
  readonly appPassword?: string;
  readonly tenantId?: string;
  /** Anyone on this machine is let in, for the Agents Playground. Counts on loopback only. */
  readonly unauthenticated?: boolean;
  /** The server listens on loopback only. */
  readonly loopback: boolean;
  /** Which of Microsoft's clouds the bot lives in; the worldwide one where it is not given. Its parts, for tests. */
  readonly cloud?: keyof typeof clouds | Partial<Cloud>;
  /** How long one request to Teams is waited for (ms). */
  readonly requestTimeout?: number;
  /** Signs outgoing requests with this bearer token, where it does not come from the app's password. */
  readonly token?: () => Promise<string>;
}

const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

const mention = z.looseObject({
  text: z.string().nullish(),
  mentioned: z.looseObject({ id: z.string().nullish(), aadObjectId: z.string().nullish() }).nullish(),
});

/** As much of an activity as everything behind the door relies on. */
const activityShape = z.looseObject({
  type: z.string().min(1).max(100),
  channelId: z.literal('msteams'),
  serviceUrl: z.string().min(1).max(500),
  id: z.string().max(500).optional(),
  name: z.string().max(200).optional(),
  text: z.string().nullish(),
  from: z.looseObject({
    id: z.string().min(1).max(500),
    aadObjectId: z.string().max(100).nullish(),
    name: z.string().nullish(),
  }),
  recipient: z.looseObject({ id: z.string().min(1).max(500) }),
  conversation: z.looseObject({
    id: z.string().min(1).max(1000),
    tenantId: z.string().max(100).nullish(),
    conversationType: z.string().max(50).nullish(),
    name: z.string().nullish(),
  }),
  replyToId: z.string().max(500).nullish(),
  locale: z.string().max(100).nullish(),
  localTimezone: z.string().max(100).nullish(),
  timestamp: z.string().max(100).nullish(),
  // Others' entities are none of ours to judge.
  entities: z
    .array(z.looseObject({ type: z.string() }).refine((e) => e.type !== 'mention' || mention.safeParse(e).success))
    .nullish(),
  membersAdded: z.array(z.looseObject({ id: z.string() })).nullish(),
  membersRemoved: z.array(z.looseObject({ id: z.string() })).nullish(),
  channelData: z.looseObject({ team: z.looseObject({ name: z.string().nullish() }).nullish() }).nullish(),
});

/** How a request was answered. `body` goes out as JSON. */
export interface Answered {
  readonly status: number;
  readonly body?: unknown;
}

/** A request that never left: there was no token for it. */
export class NoToken extends Error {
  constructor(cause: unknown) {
    super('no-token', { cause });
    this.name = 'NoToken';
  }
}

/** As much of the HTTP pipeline under botbuilder as is needed here. */
interface Pipeline {
  removePolicy(which: { readonly name: string }): unknown;
  addPolicy(policy: {
    readonly name: string;
    sendRequest(
      request: { timeout: number; readonly headers: { set(name: string, value: string): unknown } },
      next: (request: unknown) => Promise<unknown>,
    ): Promise<unknown>;
  }): void;
}

type Credentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;

/** Credentials whose failure can be told from a failure of the request itself, which it precedes. */
class Signing extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #create: (audience: string | undefined, login: string, validate: boolean) => Promise<Credentials>;
  constructor(
    appId: string,
    create: (audience: string | undefined, login: string, validate: boolean) => Promise<Credentials>,
  ) {
    super();
    this.#appId = appId;
    this.#create = create;
  }
  override async isValidAppId(id: string): Promise<boolean> {
    return id === this.#appId;
  }
  override async isAuthenticationDisabled(): Promise<boolean> {
    return this.#appId === '';
  }
  override async createCredentials(
    _appId: string,
    audience: string | undefined,
    login: string,
    validate: boolean,
  ): Promise<Credentials> {
    const inner = await this.#create(audience, login, validate);
    return {
      signRequest: async (request) => {
        try {
          return await inner.signRequest(request);
        } catch (cause) {
          throw new NoToken(cause);
        }
      },
    };
  }
}

function signing(settings: DoorSettings, cloud: Cloud): ServiceClientCredentialsFactory {
  const { appId, appPassword, tenantId, token } = settings;
  if (appId === undefined) {
    return new Signing('', async () => ({ signRequest: async (request) => request }));
  }
  if (token !== undefined) {
    return new Signing(appId, async () => ({
      signRequest: async (request) => {
        request.headers.set('authorization', `Bearer ${await token()}`);
        return request;
      },
    }));
  }
  const stock = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword ?? '',
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: tenantId ?? '',
  });
  return new Signing(appId, (audience, login, validate) =>
    stock.createCredentials(appId, audience ?? cloud.issuer, login, validate),
  );
}

/**
 * The client without its own retries (three by default, after time-outs and server errors too): a message that was
 * already taken in would stand there twice. Nor does it follow redirects, which would carry a request to any host, nor
 * wait for ever, as it would (docs/platforms.md#teams-client-tries-again), nor keep a connection for another request
 * (docs/platforms.md#a-connection-that-was-idle).
 */
function once(client: ConnectorClient, timeout: number): ConnectorClient {
  // Private in its type only: the SDK leaves no other way to its pipeline.
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy({
    name: 'once',
    sendRequest: (request, next) => {
      request.timeout = timeout;
      request.headers.set('connection', 'close');
      return next(request);
    },
  });
  return client;
}

/** The cloud as the settings have it; without authentication, requests go to this machine alone. */
function cloudOf({ cloud = 'public' }: DoorSettings, open: boolean): Cloud {
  const found: Cloud = typeof cloud === 'string' ? clouds[cloud] : { ...clouds.public, ...cloud };
  const ownHosts = typeof cloud !== 'string' && cloud.serviceHosts !== undefined;
  return open && !ownHosts ? { ...found, serviceHosts: loopbackHosts } : found;
}

/**
 * The way in and out: who may send us activities, and the one client that we send with.
 * @throws Refused from its constructor, where it would have to let anyone in
 * (docs/platforms.md#without-credentials-anybody).
 */
export class Door extends TeamsAdapter {
  readonly appId: string;
  /** Nobody is authenticated: a development server on loopback. */
  readonly open: boolean;
  readonly #settings: DoorSettings;
  readonly #cloud: Cloud;
  readonly #timeout: number;
  /** How long a request is waited for while whoever wrote waits for its answer (ms). */
  readonly turnTimeout: number;

  constructor(settings: DoorSettings) {
    const { appId, appPassword, tenantId, unauthenticated, loopback, token } = settings;
    const credentials = appId !== undefined && (appPassword !== undefined || token !== undefined);
    if (!credentials && !(unauthenticated === true && loopback))
      throw new Refused(
        'teams-credentials',
        unauthenticated === true
          ? 'Teams cannot run without credentials on an address that others can reach: set HOST to 127.0.0.1, or set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID.'
          : 'Teams needs TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID; to try it on this machine alone, set TEAMS_ALLOW_UNAUTHENTICATED=1.',
      );
    if (credentials && tenantId === undefined)
      throw new Refused(
        'teams-tenant',
        'Teams needs TEAMS_TENANT_ID: set it to the id of the organisation whose people may use the bot.',
      );
    const own: DoorSettings = credentials ? settings : { loopback };
    const cloud = cloudOf(settings, !credentials);
    super(
      {
        MicrosoftAppId: own.appId ?? '',
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppTenantId: tenantId ?? '',
        ToChannelFromBotLoginUrl: `${cloud.login}${tenantId ?? 'botframework.com'}`,
        ToChannelFromBotOAuthScope: cloud.issuer,
        ToBotFromChannelTokenIssuer: cloud.issuer,
        ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadataUrl,
        // An emulator's token has another issuer, so none comes as far as this.
        ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadataUrl,
        OAuthUrl: cloud.oauth,
        ValidateAuthority: true,
      },
      signing(own, cloud),
      new AuthenticationConfiguration(),
    );
    this.appId = own.appId ?? '';
    this.open = !credentials;
    this.#settings = settings;
    this.#timeout = settings.requestTimeout ?? requestTimeout;
    this.turnTimeout = Math.min(this.#timeout, turnTimeout);
    this.#cloud = cloud;
    this.use(async (context, next) => {
      const client: ConnectorClient | undefined = context.turnState.get(this.ConnectorClientKey);
      if (client !== undefined) once(client, this.turnTimeout);
      await next();
    });
  }

  /** Whether a request may be sent there, with our token in it. */
  mayReach(serviceUrl: string): boolean {
    const url = URL.canParse(serviceUrl) ? new URL(serviceUrl) : undefined;
    if (url === undefined || url.username !== '' || url.password !== '') return false;
    const loopback = loopbackHosts.includes(url.hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) return false;
    return this.#cloud.serviceHosts.includes(url.hostname);
  }

  /** Whether a header's token is worth asking for keys for. The time is the world's, as botbuilder's own check has it. */
  mayKnock(header: string): boolean {
    const { issuer } = this.#cloud;
    return this.open || couldBeTeams(header, { issuer, audience: this.appId, now: systemClock.now() });
  }

  /** The tenant that an activity comes from, if its people may use this bot. */
  tenantOf(activity: Activity): string | undefined {
    const data = activity.channelData as { tenant?: { id?: unknown } } | undefined;
    const stated = data?.tenant?.id;
    const tenant = activity.conversation.tenantId ?? (typeof stated === 'string' ? stated : undefined);
    if (tenant === undefined || tenant === '') return undefined;
    // Both are Teams' own statements; where they differ, neither is believed.
    if (typeof stated === 'string' && stated !== tenant) return undefined;
    const ours = this.#settings.tenantId;
    return ours === undefined || tenant.toLowerCase() === ours.toLowerCase() ? tenant : undefined;
  }

  /**
   * Authenticates one activity and runs it.
   * @returns 401 for whoever is not Teams, 403 for another tenant or a host that is not Teams', 400 for what is no
   * activity, 503 where Teams' keys could not be fetched; otherwise the invoke's own answer, or 200.
   * @throws whatever `run` throws.
   */
  async receive(header: string, raw: unknown, run: (context: TurnContext) => Promise<void>): Promise<Answered> {
    if (!this.mayKnock(header)) return { status: 401 };
    const shaped = activityShape.safeParse(raw);
    if (!shaped.success) return { status: 400 };
    const activity = shaped.data as unknown as Activity;
    let identity: AuthenticateRequestResult;
    try {
      identity = await this.botFrameworkAuthentication.authenticateRequest(activity, header);
    } catch (error) {
      // A wrong signing key, a garbled token and the like come as errors of other kinds, which botbuilder would answer
      // with 500 (docs/platforms.md#who-may-call). Only where the keys themselves were not to be had is it worth Teams'
      // while to try again.
      const e = error as { name?: string; statusCode?: number };
      return { status: e.name === 'FetchError' || (e.statusCode ?? 0) >= 500 ? 503 : 401 };
    }
    if (!this.mayReach(activity.serviceUrl) || this.tenantOf(activity) === undefined) return { status: 403 };
    const invoked = await this.processActivity(identity, activity, run);
    return { status: invoked?.status ?? 200, body: invoked?.body };
  }

  /**
   * A client for what we send of our own accord, waiting so long (ms) for each answer.
   * @throws Refused where the host is none of Teams'.
   */
  async connector(serviceUrl: string, timeout = this.#timeout): Promise<ConnectorClient> {
    if (!this.mayReach(serviceUrl))
      throw new Refused(
        'teams-host',
        'That conversation is kept at an address that is not of Teams. Write to me again.',
      );
    const factory = this.botFrameworkAuthentication.createConnectorFactory(this.createClaimsIdentity(this.appId));
    return once((await factory.create(serviceUrl, this.#cloud.issuer)) as ConnectorClient, timeout);
  }
}
