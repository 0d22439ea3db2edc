/**
 * One server for Teams to be measured, in a process of its own: `product`, `written` (a bare CloudAdapter of the same SDK
 * whose handler sends the same statements in one hand-written transaction) or `bare` (CloudAdapter alone, nothing written).
 * Each believes the same loopback keys. Arguments: which, database file, Microsoft's address, and for `written` the
 * file of the statements.
 */
import { createServer } from 'node:http';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import express from 'express';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { createTeamsChat } from '../../dist/adapters/teams/index.js';
import { startBot } from '../../dist/src/bot.js';
import { opensForm } from '../../dist/src/features/index.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { rootKey } from './seed.mjs';
import { recordTo, replaying } from './statements.mjs';
import { appId, tenant } from './teams-cloud.mjs';

const [, , which, file, cloud, statements] = process.argv;
const app = express();
const fault = (code, error) => process.stderr.write(`${code} ${error}\n`);

async function product() {
  if (process.env.RECORD !== undefined) recordTo(process.env.RECORD);
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
  // Each event finds a second gone by, so that the pace at the door is not what is measured.
  let events = 0;
  const leaseClock = {
    now: () => {
      events += 1;
      return Date.now() + events * 1_001;
    },
  };
  const chat = createTeamsChat(
    {
      appId,
      tenantId: tenant,
      loopback: true,
      token: async () => 'bench',
      cloud: { openIdMetadataUrl: `${cloud}openid`, serviceHosts: ['127.0.0.1'] },
    },
    { app, clock: { now: () => Date.now() }, book: store.book, ids, opens: opensForm },
  );
  await startBot({
    store,
    chats: [chat],
    jobs: { start() {}, wake() {}, async stop() {} },
    clock: { now: () => Date.now() },
    leaseClock,
    ids,
    log: { say() {}, fault },
    fallback: { nation: 'england', safeguarding: { hours: '', outOfHours: '' } },
    newProgramme: { name: 'Bench', zone: 'Europe/London', nation: 'england' },
  });
}

function bareAdapter(handler) {
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: appId,
      MicrosoftAppPassword: 'bench',
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: tenant,
      ToChannelFromBotLoginUrl: `https://login.microsoftonline.com/${tenant}`,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: `${cloud}openid`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${cloud}openid`,
      OAuthUrl: 'https://api.botframework.com',
      ValidateAuthority: true,
    }),
  );
  adapter.onTurnError = async (_context, error) => {
    fault('bare', error);
    throw error;
  };
  app.post('/api/messages', express.json(), (request, response) =>
    adapter.process(request, response, async (context) => {
      await handler();
      const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    }),
  );
}

if (which === 'product') await product();
else if (which === 'written') bareAdapter(await replaying(statements, file));
else bareAdapter(async () => undefined);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.once('SIGTERM', () => process.exit(0));
