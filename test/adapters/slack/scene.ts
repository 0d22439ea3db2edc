import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Address, Inbound, InboundOf } from '../../../src/chat/inbound.js';
import { personIn, type SlackPerson } from './person.js';
import { team, type Workspace, workspace } from './workspace.js';

/** A workspace with a mentor and a mentee in it, and what is heard of them; fresh ears for each test. */
export interface Scene {
  readonly w: Workspace;
  readonly mentor: SlackPerson;
  readonly mentee: SlackPerson;
  /** The mentor's direct messages. */
  readonly direct: Address;
  /** The methods of the Web API that were called, in order. */
  called(): string[];
  /** @throws where the last thing heard was of another kind */
  lastHeard<K extends Inbound['kind']>(kind: K): InboundOf<K>;
}

/** To be called once at the top of a test file; what it answers is there from the first test on. */
export function slackScene(over: Parameters<typeof workspace>[0] = {}): Scene {
  const scene = {} as { -readonly [K in keyof Scene]: Scene[K] };
  beforeAll(async () => {
    const w = await workspace(over);
    Object.assign(scene, {
      w,
      mentor: personIn(w, w.slack.users.mentor),
      mentee: personIn(w, w.slack.users.mentee),
      direct: await w.chat.openDirect({ platform: 'slack', tenant: team, user: w.slack.users.mentor }),
    });
  });
  afterAll(() => scene.w.stop());
  beforeEach(() => {
    scene.w.script.heard.length = 0;
    scene.w.script.missed.length = 0;
    scene.w.script.told.length = 0;
    scene.w.slack.front.calls.length = 0;
    scene.w.slack.front.break(undefined);
    scene.w.logged.length = 0;
    scene.w.script.answer = () => ({ kind: 'done' });
    scene.w.script.more = {};
  });
  scene.called = () => scene.w.slack.front.calls.map((c) => c.method);
  scene.lastHeard = (kind) => {
    const e = scene.w.script.heard.at(-1);
    if (e?.kind !== kind) throw new Error(`heard ${e?.kind}`);
    return e as InboundOf<typeof kind>;
  };
  return scene;
}
