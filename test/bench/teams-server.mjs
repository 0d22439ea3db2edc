/**
 * One server for Teams to be measured, in a process of its own: `product`, `floor` (a bare CloudAdapter of the same SDK
 * whose handler writes by hand) or `bare` (CloudAdapter alone, nothing written). Each believes the same loopback keys.
 * Arguments: which, database file, Microsoft's address.
 */
import { createServer } from 'node:http';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import express from 'express';
import { createTeamsChat } from '../../dist/adapters/teams/index.js';
import { opensForm } from '../../dist/src/features/index.js';
import { pressFloor } from './floor.mjs';
import { answers, countStatements } from './measured.mjs';
import { fault, pacedClock, startProduct } from './product.mjs';
import { appId, tenant } from './teams-cloud.mjs';

const [, , which, file, cloud] = process.argv;
const app = express();
countStatements();

const product = () =>
  startProduct(
    file,
    ({ store, ids }) => [
      createTeamsChat(
        {
          appId,
          tenantId: tenant,
          loopback: true,
          token: async () => 'bench',
          cloud: { openIdMetadataUrl: `${cloud}openid`, serviceHosts: ['127.0.0.1'] },
        },
        { app, clock: { now: () => Date.now() }, book: store.book, ids, opens: opensForm },
      ),
    ],
    { leaseClock: pacedClock() },
  );

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
      handler();
      const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    }),
  );
}

if (which === 'product') await product();
else if (which === 'floor') bareAdapter(pressFloor(file));
else bareAdapter(() => undefined);
const server = createServer(app);
server.listen(0, '127.0.0.1', () => answers({ port: server.address().port }));
