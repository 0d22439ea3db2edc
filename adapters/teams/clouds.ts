/**
 * Microsoft's clouds in which a bot can be in Teams (docs/platforms.md#clouds-of-teams). Everything here is public. GCC is
 * in the worldwide cloud, with a connector of its own; Teams by 21Vianet in China takes no bots, so it is not here.
 */

export interface Cloud {
  /** Where our own token is asked for; the tenant's id follows. */
  readonly login: string;
  /** Who issues Teams' tokens, and whom ours is for. */
  readonly issuer: string;
  readonly oauth: string;
  /** Where the keys that sign Teams' requests are published. */
  readonly openIdMetadataUrl: string;
  /** Hosts that a conversation's service URL may name: our bearer token is sent there, so it may name no other. */
  readonly serviceHosts: readonly string[];
}

const government = {
  login: 'https://login.microsoftonline.us/',
  issuer: 'https://api.botframework.us',
  openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  oauth: 'https://api.botframework.azure.us',
};

export const clouds = {
  public: {
    login: 'https://login.microsoftonline.com/',
    issuer: 'https://api.botframework.com',
    oauth: 'https://api.botframework.com',
    openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    serviceHosts: ['smba.trafficmanager.net', 'smba.infra.gcc.teams.microsoft.com'],
  },
  'gcc-high': { ...government, serviceHosts: ['smba.infra.gov.teams.microsoft.us'] },
  dod: { ...government, serviceHosts: ['smba.infra.dod.teams.microsoft.us'] },
} as const satisfies Readonly<Record<string, Cloud>>;
