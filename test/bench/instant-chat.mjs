/** Chats that take a message in at once: what is left is what the product itself takes. */

let sent = 0;
const delivered = (told, to) => {
  sent += 1;
  told(to);
  return { kind: 'delivered', ref: `m${sent}` };
};

/** A chat of its own. @param told is told the conversation of every message that is sent */
export const instantChat = (platform, told = () => undefined) => ({
  platform,
  can: { files: 'none', lookUp: true },
  acceptDelayMs: 0,
  limits: [],
  listen: async () => async () => undefined,
  openDirect: async (who) => `${platform}:${who.user}`,
  place: async () => ({ kind: 'placed', ref: 'f1' }),
  send: async (to) => delivered(told, to),
  update: async (ref) => ({ kind: 'delivered', ref }),
  wasSent: async () => undefined,
  home: async () => ({ kind: 'delivered', ref: 'home' }),
  profile: async (who) => ({ name: who.user, zone: 'Europe/London', locale: 'en-GB', standing: 'member' }),
});

/** The door of a real chat, and such a chat behind it. */
export function instantly(chat, told) {
  const { can, acceptDelayMs, limits, openDirect, place, send, update, wasSent, home, profile } = instantChat(
    chat.platform,
    told,
  );
  return { ...chat, can, acceptDelayMs, limits, openDirect, place, send, update, wasSent, home, profile };
}
