import { ourCapabilities, type Script } from '../client/core/helpers';

/** All that a client asks for where it is offered. */
const capabilities = [
  ourCapabilities, 'draft/chathistory', 'draft/event-playback', 'draft/multiline=max-bytes=16384,max-lines=200', 'draft/message-redaction', 'draft/message-edit', 'draft/read-marker', 'draft/metadata-2',
  'setname', 'chghost', 'account-notify', 'account-tag', 'standard-replies', 'extended-monitor', 'sasl=PLAIN', 'draft/search',
].join(' ');

/** A server that talks as servers do until somebody is there; what comes then is the attack's. */
export const hostileScript: Script = { capabilities };
