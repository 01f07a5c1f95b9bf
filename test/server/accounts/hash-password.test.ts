import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { hashPasswordFrom, NoPasswordError } from '../../../src/server/accounts/hash-password';
import { verifyPassword } from '../../../src/server/accounts/password';

/** An input with these lines, at a terminal or not, and what was asked. */
function streams(text: string, isTTY: boolean): { input: PassThrough; questions: PassThrough } {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
  input.end(text);
  return { input, questions: new PassThrough() };
}

describe('hash-password', () => {
  it('hashes the first line of its input', async () => {
    const { input, questions } = streams('correct horse\nmore\n', false);
    assert.ok(await verifyPassword('correct horse', await hashPasswordFrom({ input, questions })));
    assert.equal(questions.read(), null);
  });

  it('asks twice at a terminal, and shows nothing of the password', async () => {
    const { input, questions } = streams('correct horse\ncorrect horse\n', true);
    assert.ok(await verifyPassword('correct horse', await hashPasswordFrom({ input, questions })));
    assert.equal(String(questions.read()), 'Password (it does not show): \nThe same again: \n');
  });

  it('refuses two that differ, and none', async () => {
    await assert.rejects(hashPasswordFrom(streams('one\nother\n', true)), NoPasswordError);
    await assert.rejects(hashPasswordFrom(streams('', false)), NoPasswordError);
    await assert.rejects(hashPasswordFrom(streams('\n', false)), NoPasswordError);
  });
});
