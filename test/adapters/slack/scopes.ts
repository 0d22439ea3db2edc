/**
 * The scopes of every Web API method that the adapter calls, as its reference page states them
 * (docs.slack.dev/reference/methods/METHOD, "Scopes: Bot token"), with what it is called for. Where a page names
 * several, it is one for each kind of conversation.
 */
export const methodScopes: Readonly<Record<string, { readonly scopes: readonly string[]; readonly why: string }>> = {
  'auth.test': { scopes: [], why: 'who the token is' },
  'bots.info': { scopes: ['users:read'], why: 'which app the token belongs to' },
  'chat.postEphemeral': { scopes: ['chat:write'], why: 'a private word' },
  'chat.postMessage': { scopes: ['chat:write'], why: 'prompts, invitations, digests' },
  'chat.update': { scopes: ['chat:write'], why: 'a card that stays true' },
  'conversations.history': {
    // Of a channel the answer is missing_scope: then nobody can tell (docs/decisions/slack.md).
    scopes: ['im:history'],
    why: 'whether a message is there whose sending was cut off; read for the key of our own messages alone',
  },
  'conversations.open': { scopes: ['im:write'], why: 'the direct conversation with somebody' },
  'files.completeUploadExternal': { scopes: ['files:write'], why: 'the picture of a digest, a document' },
  'files.getUploadURLExternal': { scopes: ['files:write'], why: 'the picture of a digest, a document' },
  'users.info': {
    scopes: ['users:read', 'users:read.email'],
    why: 'name, zone, language and standing; the address by which an import knows them',
  },
  'views.open': { scopes: [], why: 'forms and panels' },
  'views.publish': { scopes: [], why: 'the home tab' },
  'views.push': { scopes: [], why: 'a panel over a form' },
  'views.update': { scopes: [], why: 'rows added and removed' },
};

/** The scopes of what is subscribed to and offered (docs.slack.dev/reference/events/EVENT; slash commands). */
export const featureScopes: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  'message.im': ['im:history'],
  tokens_revoked: [],
  slash_commands: ['commands'],
  shortcuts: ['commands'],
};
