import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawMessage } from '../../../adapters/slack/blocks.js';
import { button, buttons, foot } from '../../../src/chat/card.js';
import { literal } from '../../../src/chat/text.js';
import { features } from '../../../src/features/index.js';
import { madeUp } from '../../support/verbs.js';
import { buttonsOf } from './person.js';
import { appId, asPayload, readerFor, team, type Workspace, workspace } from './workspace.js';

/**
 * Every button there is, as Slack delivers it: drawn by this adapter, pressed by whoever, at once, again and when it is
 * long out of date. What the runtime then makes of each person is the matrix of test/runtime/inbound/who-may-press.e2e.test.ts: here
 * it is that the runtime hears who it was, and what they pressed, and of elsewhere only who somebody was.
 */

let w: Workspace;
beforeAll(async () => {
  w = await workspace();
});
afterAll(() => w.stop());
beforeEach(() => {
  w.script.heard.length = 0;
});

const verbs = features.flatMap((f) => Object.keys(f.presses ?? {}));
const subject = '06h187zs6c00ae8am0b48n8km4';
const arg = 'one.2';
const people = ['U0OWNER001', 'U0OTHER001', 'U0MEMBER01', 'U0GUEST001', 'U0LEFT0001'] as const;

interface Pressed {
  readonly user: string;
  readonly trigger: string;
  readonly drawn?: number;
  /** It stands behind "…". */
  readonly inMenu?: true;
  readonly team?: string;
  readonly app?: string;
}

function pressed(verb: string, { user, trigger, drawn = 3, inMenu, ...from }: Pressed): ReturnType<typeof asPayload> {
  const go = button('Go', madeUp(verb), subject, { arg });
  const stands = inMenu === true ? foot(go, button('Stop', madeUp('other.act'), 'x')) : buttons(go);
  const card = { title: 'T', summary: literal('s'), blocks: [stands] };
  const { blocks } = drawMessage(card, { reader: readerFor(user), drawn });
  const [only] = buttonsOf(blocks as never);
  expect(only?.inMenu).toBe(inMenu === true);
  const at = from.team ?? team;
  return asPayload({
    type: 'block_actions',
    api_app_id: from.app ?? appId,
    team: { id: at, domain: 'x' },
    user: { id: user, username: 'x', team_id: at },
    container: { type: 'message', message_ts: '1764000000.000100', channel_id: 'C0SOMEWHERE', is_ephemeral: false },
    channel: { id: 'C0SOMEWHERE', name: 'x' },
    trigger_id: trigger,
    actions: [{ ...only?.action, action_ts: '1.1' }],
  });
}

describe('every button, by its owner and by anybody else, fresh, replayed and stale', () => {
  test.each(verbs)('%s', async (verb) => {
    for (const user of people) {
      expect((await w.post(pressed(verb, { user, trigger: `1.${user}.${verb}` }))).status).toBe(200);
      expect((await w.post(pressed(verb, { user, trigger: `1.${user}.${verb}` }))).status).toBe(200);
      expect((await w.post(pressed(verb, { user, trigger: `2.${user}.${verb}`, drawn: 1 }))).status).toBe(200);
      const [fresh, again, stale] = w.script.heard.slice(-3);
      // The same act has the same name, whenever it is delivered; another one another.
      expect(again).toEqual(fresh);
      expect(stale?.deliveryId).not.toBe(fresh?.deliveryId);
      expect(stale).toMatchObject({ on: { drawn: 1 } });
      w.script.heard.splice(-2);
    }
    expect(w.script.heard).toMatchObject(
      people.map((user) => ({
        kind: 'press',
        deliveryId: `slack:1.${user}.${verb}`,
        who: { platform: 'slack', tenant: team, user },
        press: { verb, subject, arg },
        surface: { scope: 'shared' },
        on: { drawn: 3 },
      })),
    );
    // Behind "…" it is the same press: the row of buttons says nothing of who may press it.
    const chosen = pressed(verb, { user: 'U0OWNER001', trigger: `5.${verb}`, inMenu: true });
    expect((await w.post(chosen)).status).toBe(200);
    expect(w.script.heard.at(-1)).toEqual({ ...w.script.heard[0], deliveryId: `slack:5.${verb}` });
    w.script.heard.length = 0;
    const elsewhere = pressed(verb, { user: 'U0OWNER001', trigger: '3', team: 'T0ELSEWHERE' });
    expect((await w.post(elsewhere)).status).toBe(200);
    expect((await w.post(pressed(verb, { user: 'U0OWNER001', trigger: '4', app: 'A0OTHER001' }))).status).toBe(403);
    expect((await w.post({ ...elsewhere, signature: `v0=${'0'.repeat(64)}` })).status).toBe(401);
    // Who it was is asked; of what they pressed nothing is passed on.
    await expect.poll(() => w.script.heard.length).toBe(1);
    expect(w.script.heard).toMatchObject([
      { kind: 'command', text: 'help', who: { tenant: team, user: 'U0OWNER001' } },
    ]);
    expect(JSON.stringify(w.script.heard)).not.toContain(subject);
  });
});
