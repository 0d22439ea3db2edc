import type { AgreementBody } from '../mentorship.js';

/**
 * The agreement's text where a programme has set none of its own; the mentor changes what does not fit. Written for
 * the youngest who signs it (about 14), with the fields of docs/field.md#the-agreement. `menteeRole`, `helps` and
 * `avoid` are theirs to say and begin empty.
 */
export const defaultAgreement: AgreementBody = {
  purpose: [
    'We meet so that the mentee can work towards goals that matter to them.',
    'The mentee picks the goals. The mentor listens, asks questions and helps to plan the next step.',
    'We go at the mentee’s pace.',
  ].join('\n'),
  duration: 'We look at how it is going half-way.',
  frequency: 'One meeting every two weeks, for 45 to 60 minutes. We agree each time and plan beforehand.',
  place: 'A quiet place at work where we both feel at ease, or a video call. Either of us can ask for another place.',
  roles: [
    'The mentor plans each meeting, keeps to time and writes a short record of it.',
    'The mentor listens more than they talk, and asks before giving advice.',
    'The mentee says what they want to work on, and what helps.',
    'The mentee may say “not today” or skip a question. No reason is needed.',
    'We both turn up when we said we would. If one of us cannot come, we say so as early as we can.',
  ].join('\n'),
  boundaries: [
    'The mentor is not a friend, a manager, a counsellor or a parent. They can help to find the right person.',
    'We meet and write to each other in working hours, and only in ways the programme knows about.',
    'We do not lend money or give big presents.',
    'We do not connect on private social media.',
    'Either of us can say “that is not something I want to talk about”.',
  ].join('\n'),
  confidentiality: [
    'What we say in our meetings stays between us, with some limits.',
    'If the mentor is worried that someone may be hurt or in danger, they must tell the safeguarding lead.',
    'The mentor will say so first, if that is safe. They will share only what is needed.',
    'The mentee can read our goals, our plans and the shared part of each record.',
    'Whoever checks the mentor’s work can read the records too. “What is kept about me” says who.',
    'Chat messages are not fully private. So we keep private things out of them.',
  ].join('\n'),
  ending: [
    'Either of us can pause or end this at any time. No reason is needed, and nobody will be cross.',
    'If we can, we have one last meeting to look back at what went well.',
    'Either of us can ask for a change. A changed agreement starts when we have both signed it.',
    'If something feels wrong, the mentee can speak to the coordinator or the safeguarding lead.',
  ].join('\n'),
  menteeRole: '',
  helps: '',
  avoid: '',
};

/** What `duration` said up to 0.5.0: the last day and the hours have fields of their own since. */
export const durationUpTo05 = 'About six months from the day we both sign. We look at how it is going half-way.';
