import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mountNotices } from '../../../adapters/web/pages/notices.js';
// @ts-expect-error a script without types
import { manifestFor } from '../../../manifests/teams/package.mjs';

/** The pages that the Teams package links to, where nothing else is switched on. */

let server: Server;
let base: string;
beforeAll(async () => {
  const app = express();
  mountNotices(app);
  server = await new Promise((done) => {
    const s = app.listen(0, '127.0.0.1', () => done(s));
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

const manifest = manifestFor({
  TEAMS_APP_ID: '11111111-1111-1111-1111-111111111111',
  PUBLIC_URL: 'https://mentorlog.example',
}) as { readonly developer: Readonly<Record<'websiteUrl' | 'privacyUrl' | 'termsOfUseUrl', string>> };

describe.each(['websiteUrl', 'privacyUrl', 'termsOfUseUrl'] as const)('%s of the package', (name) => {
  test('leads to a page that a screen reader finds its way in', async () => {
    const response = await fetch(manifest.developer[name].replace('https://mentorlog.example', base));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html><html lang="en-GB">/);
    const headings = [...html.matchAll(/<h1>([^<]+)<\/h1>/g)].map(([, words]) => words);
    expect(headings).toHaveLength(1);
    expect(html).toContain(`<title>${headings[0]} · Mentorlog</title>`);
    expect(html).not.toContain('<script');
    const links = [...html.matchAll(/<a href="([^"]+)"/g)].map(([, to]) => to ?? '');
    expect(links).toHaveLength(2);
    for (const to of links) expect((await fetch(new URL(to, base))).status).toBe(200);
    // Nobody has to fill anything in before it is true.
    expect(html).not.toMatch(/[[\]]/);
  });
});
