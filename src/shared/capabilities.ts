const extensions = 'https://ircv3.net/specs/extensions';

/**
 * The capabilities that this project speaks, each with its specification. What a server offers and what a client asks
 * for is theirs to say; this list keeps the names in one place.
 */
export const capabilitySpecifications = {
  'account-notify': `${extensions}/account-notify`,
  'account-tag': `${extensions}/account-tag`,
  'away-notify': `${extensions}/away-notify`,
  batch: `${extensions}/batch`,
  'cap-notify': `${extensions}/capability-negotiation#cap-notify`,
  chghost: `${extensions}/chghost`,
  'echo-message': `${extensions}/echo-message`,
  'extended-join': `${extensions}/extended-join`,
  'extended-monitor': `${extensions}/extended-monitor`,
  'invite-notify': `${extensions}/invite-notify`,
  'labeled-response': `${extensions}/labeled-response`,
  'message-tags': `${extensions}/message-tags`,
  'multi-prefix': `${extensions}/multi-prefix`,
  'no-implicit-names': `${extensions}/no-implicit-names`,
  sasl: `${extensions}/sasl-3.2`,
  'server-time': `${extensions}/server-time`,
  setname: `${extensions}/setname`,
  'standard-replies': `${extensions}/standard-replies`,
  sts: `${extensions}/sts`,
  'userhost-in-names': `${extensions}/userhost-in-names`,
  'draft/account-registration': `${extensions}/account-registration`,
  'draft/channel-rename': `${extensions}/channel-rename`,
  'draft/chathistory': `${extensions}/chathistory`,
  'draft/event-playback': `${extensions}/chathistory#draftevent-playback`,
  'draft/extended-isupport': `${extensions}/extended-isupport`,
  'draft/message-edit': 'https://github.com/ircv3/ircv3-specifications/pull/425',
  'draft/message-redaction': `${extensions}/message-redaction`,
  'draft/metadata-2': `${extensions}/metadata`,
  'draft/multiline': `${extensions}/multiline`,
  'draft/persistence': 'https://github.com/ircv3/ircv3-specifications/pull/503',
  'draft/pre-away': `${extensions}/pre-away`,
  'draft/read-marker': `${extensions}/read-marker`,
  'draft/search': 'https://github.com/ircv3/ircv3-specifications/pull/496',
} as const;

/** The name of a capability of this project. */
export type Capability = keyof typeof capabilitySpecifications;

/** Whether a capability is one that this project knows. */
export function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilitySpecifications, name);
}

/** All of them, ratified ones first. */
export const capabilityNames = Object.keys(capabilitySpecifications) as readonly Capability[];
