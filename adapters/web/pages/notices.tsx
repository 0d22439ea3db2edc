import type { Express } from 'express';
import { pageHeaders } from '../guard.js';
import { linkDocument } from './access-link-views.js';

/**
 * What Mentorlog is, what it keeps of people, and on what terms it is used: for everybody, as a platform's page about an
 * app links to them. An organisation that has a notice of its own links to that instead (docs/privacy has a template).
 */

interface Notice {
  readonly path: string;
  readonly title: string;
  /** A heading, if any, and what stands under it. */
  readonly parts: readonly (readonly [string, ...string[]])[];
}

const notices: readonly Notice[] = [
  {
    path: '/about',
    title: 'Mentorlog',
    parts: [
      [
        '',
        'Mentorlog helps a mentor and a mentee plan their sessions and keep a record of them, in the chat they already use.',
        'It belongs to the programme that your organisation runs. Ask the programme’s coordinator how to take part, then write help to the bot.',
      ],
    ],
  },
  {
    path: '/privacy',
    title: 'Your privacy',
    parts: [
      [
        'Who we are',
        'Your organisation runs this mentoring programme, and this copy of Mentorlog. Its coordinator answers questions about your data.',
      ],
      [
        'What we keep',
        'Your name and account. Your goals. Plans and notes of your sessions. How long they lasted. Your answers to our questions, if you give any.',
        'Of a concern, only that it was passed on, to whom and when. Never what it was.',
      ],
      ['Why', 'So that you and the other can see how it goes, and so that the mentor’s hours can be shown.'],
      [
        'Who can read it',
        'Each form says, beside its fields, who reads what you write there. A channel gets totals only.',
        'If you or someone else may not be safe, the safeguarding lead has to be told.',
      ],
      ['How long', 'For three years after mentoring ends, unless your organisation says otherwise.'],
      [
        'Your rights',
        'You can see what is kept of you, have it put right, and have it erased. Type settings to the bot, or ask the coordinator. If you are not happy with the answer, you can tell your country’s data protection authority; in the United Kingdom, the Information Commissioner at ico.org.uk.',
      ],
      [
        'Slack and Teams',
        'Messages there are short: names, titles, times and places. Slack and Microsoft keep their own copies, under their own terms.',
      ],
    ],
  },
  {
    path: '/terms',
    title: 'Terms of use',
    parts: [
      [
        '',
        'Mentorlog is for people who take part in the mentoring programme of the organisation that runs this copy of it. That organisation’s own rules for its members and its systems apply here too.',
        'Write in forms what belongs into a record of mentoring, and write it fairly: others may read it, as each form says.',
        'Mentorlog is not for emergencies, and nobody watches what is written there. If someone is in danger now, call your emergency number: 999 in the United Kingdom, 112 in most of Europe. If you are worried about someone, type concern to see whom to tell.',
        'It is provided as it is, by your organisation. Ask the programme’s coordinator if something does not work.',
      ],
    ],
  },
];

const draw = ({ path, title, parts }: Notice): string =>
  linkDocument(
    title,
    false,
    <div class="plain-page">
      <h1>{title}</h1>
      {parts.map(([heading, ...lines]) => (
        <section key={heading}>
          {heading !== '' && <h2>{heading}</h2>}
          {lines.map((line) => (
            <p class="words" key={line}>
              {line}
            </p>
          ))}
        </section>
      ))}
      <nav aria-label="More about Mentorlog">
        <ul>
          {notices
            .filter((n) => n.path !== path)
            .map((n) => (
              <li key={n.path}>
                <a href={n.path}>{n.path === '/about' ? 'What Mentorlog is' : n.title}</a>
              </li>
            ))}
        </ul>
      </nav>
    </div>,
  );

/** Serves `/about`, `/privacy` and `/terms`, whatever else is switched on. */
export function mountNotices(app: Express): void {
  for (const notice of notices) {
    const page = draw(notice);
    app.get(notice.path, pageHeaders, (_request, response) => {
      response.type('html').send(page);
    });
  }
}
