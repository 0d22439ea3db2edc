import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod/v4';
import { eventsPath } from '../../../adapters/slack/index.js';
import manifest from '../../../manifests/slack.json' with { type: 'json' };
import { grammar, parse } from '../../../src/commands/grammar.js';
import { featureScopes, methodScopes } from './scopes.js';

const folder = new URL('../../../adapters/slack/', import.meta.url);
const source = readdirSync(folder)
  .map((f) => readFileSync(new URL(f, folder), 'utf8'))
  .join('\n');

/** Every Web API method that the adapter's source calls. */
const called = new Set(
  [...source.matchAll(/\bclient\.([a-z]+\.[a-zA-Z]+)\(|\bclient\.(filesUploadV2)\(/g)].flatMap((m) =>
    m[2] === undefined ? [m[1] ?? ''] : ['files.getUploadURLExternal', 'files.completeUploadExternal'],
  ),
);
const granted: readonly string[] = manifest.oauth_config.scopes.bot;

describe('the manifest asks for what the program needs, and for no more', () => {
  test('the calls are found at all', () => {
    expect(called).toContain('chat.postMessage');
    expect(called.size).toBeGreaterThan(10);
  });

  test.each([...called])('%s has its scopes', (method) => {
    const known = methodScopes[method];
    if (known === undefined)
      throw new Error(`${method} is called; add its scopes to scopes.ts from its reference page`);
    expect(granted).toEqual(expect.arrayContaining([...known.scopes]));
  });

  test('no method is listed that is not called', () => {
    expect(Object.keys(methodScopes).filter((m) => !called.has(m))).toEqual([]);
  });

  test('every scope is used by a call or an event', () => {
    const offered = [
      ...manifest.settings.event_subscriptions.bot_events,
      ...(manifest.features.slash_commands.length > 0 ? ['slash_commands'] : []),
      ...(manifest.features.shortcuts.length > 0 ? ['shortcuts'] : []),
    ];
    const needed = [
      ...[...called].flatMap((m) => methodScopes[m]?.scopes ?? []),
      ...offered.flatMap((f) => featureScopes[f] ?? [`no scopes known for ${f}`]),
    ];
    expect([...granted].sort()).toEqual([...new Set(needed)].sort());
  });
});

test('every scope and event says why, in words', () => {
  const why = readFileSync(new URL('../../../manifests/slack.md', import.meta.url), 'utf8');
  const told = [...why.matchAll(/`([a-z_]+(?:[:.][a-z]+)*)`/g)].map((m) => m[1] ?? '');
  const asked = [...granted, ...manifest.settings.event_subscriptions.bot_events];
  expect([...new Set(told)].sort()).toEqual([...asked].sort());
});

describe('what the manifest says can be typed', () => {
  const [command] = manifest.features.slash_commands;
  const hints = (command?.usage_hint ?? '').split('|').map((h) => h.trim());
  test.each(hints)('%s', (hint) => {
    const parsed = parse(hint, () => true);
    expect(parsed.kind).toBe('command');
    // Said as the grammar says it, so that the two cannot part.
    if (parsed.kind !== 'command') return;
    expect(parsed.rest === '' || parsed.word.takes !== undefined).toBe(true);
    expect(parsed.word.for).not.toBe('coordinator');
  });

  test('each shortcut does what a word of the grammar does', () => {
    const words = [...source.matchAll(/(plan_session|add_to_record): '([a-z]+)'/g)].map((m) => m[2] ?? '');
    expect(words).toHaveLength(manifest.features.shortcuts.length);
    for (const word of words) expect(grammar.map((w) => w.word)).toContain(word);
  });
});

describe('the manifest is one that Slack takes', () => {
  const url = z.url().refine((u) => u.startsWith('https://') && new URL(u).pathname === eventsPath);
  // docs.slack.dev/reference/app-manifest: required parts and lengths.
  const rules = z.strictObject({
    display_information: z.strictObject({
      name: z.string().max(35),
      description: z.string().max(140),
      long_description: z.string().min(175).max(4000),
      background_color: z.string().regex(/^#[0-9a-f]{6}$/),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.literal(true),
        messages_tab_enabled: z.literal(true),
        messages_tab_read_only_enabled: z.literal(false),
      }),
      bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
      shortcuts: z
        .array(
          z.strictObject({
            name: z.string().max(24),
            type: z.enum(['global', 'message']),
            callback_id: z.string().max(255),
            description: z.string().max(150),
          }),
        )
        .max(10),
      slash_commands: z
        .array(
          z.strictObject({
            command: z.string().regex(/^\/[a-z]{1,31}$/),
            url,
            description: z.string().max(2000),
            usage_hint: z.string().max(1000),
            // Without it mentions come as names, and names are nobody's identity.
            should_escape: z.literal(true),
          }),
        )
        .max(50),
    }),
    oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).max(255) }) }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({ request_url: url, bot_events: z.array(z.string()).max(100) }),
      interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: url }),
      org_deploy_enabled: z.literal(false),
      socket_mode_enabled: z.boolean(),
      token_rotation_enabled: z.literal(false),
    }),
  });

  test('its parts and lengths', () => {
    expect(rules.safeParse(manifest).error).toBeUndefined();
  });

  test('every event and shortcut that it names is heard', () => {
    for (const event of manifest.settings.event_subscriptions.bot_events)
      expect(source).toContain(`'${event.replace('message.im', 'message')}'`);
    for (const s of manifest.features.shortcuts) expect(source).toContain(s.callback_id);
  });
});
