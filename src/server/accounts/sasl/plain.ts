import { foldUnicode } from '../../../shared/casemap';
import { failure, wrongCredentials, type Mechanism } from './mechanism';

/**
 * `authorization NUL name NUL password`; nobody may act for somebody else.
 * Source: https://www.rfc-editor.org/rfc/rfc4616
 */
export const plain: Mechanism = (accounts, { address }) => ({
  async next(response) {
    const parts = response.toString().split('\0');
    const [authorization = '', name = '', password = ''] = parts;
    if (parts.length !== 3 || name === '') return failure('This is not a message of PLAIN');
    if (authorization !== '' && foldUnicode(authorization) !== foldUnicode(name)) return failure('Nobody can log in for somebody else');
    const account = await accounts.withPassword(name, password, address);
    return account === undefined ? wrongCredentials : { kind: 'success', account };
  },
});
