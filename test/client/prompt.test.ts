import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { setLanguage } from '../../src/client/i18n';
import { addressQuestion, ask, type Terminal } from '../../src/client/prompt';

function terminal(isTerminal: boolean): Terminal & { input: PassThrough; output: PassThrough } {
  return { input: new PassThrough(), output: new PassThrough(), isTerminal };
}

describe('the question in the terminal', () => {
  it('asks for the server\'s address and gives the answer', async () => {
    const fake = terminal(false);
    const answer = ask(addressQuestion(), fake);
    fake.input.write('  lab.example \n');
    assert.deepEqual(await answer, { kind: 'answer', text: 'lab.example' });
    assert.match(String(fake.output.read()), /Server address \(Return: choose in the window\)/);
  });

  it('is asked in the language that was chosen', () => {
    setLanguage('it', {});
    assert.equal(addressQuestion(), 'Indirizzo del server (Invio: scegli nella finestra): ');
    setLanguage('en', {});
  });

  it('Return alone, and the end of the input, leave it to the window', async () => {
    const first = terminal(false);
    const second = terminal(false);
    const answers = [ask('?', first), ask('?', second)];
    first.input.write('\n');
    second.input.end();
    assert.deepEqual(await Promise.all(answers), [{ kind: 'answer', text: '' }, { kind: 'answer', text: '' }]);
  });

  it('shows no character that the terminal would obey', async () => {
    for (const asking of [{}, { secret: true }] as const) {
      const fake = terminal(false);
      const answer = ask('Password of \x1b[2Jhost\u202e:', fake, asking);
      fake.input.end();
      await answer;
      assert.equal(String(fake.output.read()).trim(), 'Password of <U+001B>[2Jhost<U+202E>:');
    }
  });

  it('does not show a password, and takes it as it was typed', async () => {
    const fake = terminal(true);
    const answer = ask('Password: ', fake, { secret: true });
    fake.input.write(' open sesame \r');
    assert.deepEqual(await answer, { kind: 'answer', text: ' open sesame ' });
    assert.equal(String(fake.output.read()), 'Password: \n');
  });

  it('Ctrl-C while it asks for the address ends at once', async () => {
    const fake = terminal(true);
    const answer = ask('?', fake);
    fake.input.write('half an addr\x03');
    assert.deepEqual(await answer, { kind: 'interrupted' });
  });

  it('a signal takes the question back', async () => {
    const controller = new AbortController();
    const answer = ask('?', terminal(false), { signal: controller.signal });
    controller.abort();
    assert.deepEqual(await answer, { kind: 'interrupted' });
  });
});
