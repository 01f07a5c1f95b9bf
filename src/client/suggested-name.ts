import os from 'node:os';
import { isNickname, maxNicknameLength, normalizeNickname } from '../shared/nickname';

/** The name of the person at this computer, without a domain, as a name for the chat; '' where it cannot be one. */
export function suggestedName(systemName: string = systemUser()): string {
  const letters = normalizeNickname(systemName.split('\\').at(-1) ?? '').replace(/[\s.]+/g, '_').replace(/[^\p{L}\p{M}\p{Nd}_[\]\\`^{}|-]/gu, '').replace(/^[\p{Nd}\p{M}_-]+/u, '');
  const name = Array.from(letters).slice(0, maxNicknameLength).join('');
  // Nobody is called that.
  return isNickname(name) && !/^(?:root|administrator|user)$/i.test(name) ? name : '';
}

function systemUser(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user id without an entry, as in containers.
    return '';
  }
}
