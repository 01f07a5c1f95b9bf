import assert from 'node:assert/strict';
import { until } from '../helpers/until';
import { freePort, ServerProgram, type ClientProgram, temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('whom the window trusts', function () {
  this.timeout(90_000);
  const scene = new Scene();
  scene.install();

  it('is said once, with the fingerprint, for a certificate that nobody signed; a changed one stops, and Return says no', async () => {
    const port = await freePort();
    const settings = temporaryFolder();
    const server = await scene.server(port);
    const address = `ircs://127.0.0.1:${port}`;
    const first = scene.client({ args: [address, '--name', 'anna'], settings });
    await first.shows('shows a certificate that nobody signed');
    const told = await first.shows(/Fingerprint \(SHA-256\)/);
    assert.match(told.name + (told.text ?? ''), /[0-9A-F]{2}(:[0-9A-F]{2}){7}/i);
    await scene.picture();
    await chosen(first, 'OK');
    await scene.desktop.press('Return');
    await first.shows('You joined #lobby');
    await first.shows(/Encrypted \(TLS 1\.\d\)/);
    await scene.desktop.press('ctrl+q');
    await first.ended();
    await server.stop('SIGTERM');
    scene.keep(await ServerProgram.start(port));
    const second = scene.client({ args: [address, '--name', 'anna'], settings });
    await second.shows(`The certificate of 127.0.0.1:${port} has changed`);
    await second.shows(/Known fingerprint/);
    await second.shows(/Fingerprint now/);
    await chosen(second, 'No, do not connect');
    await scene.desktop.press('Return');
    await second.shows('Not connected');
  });

  /** The button that Return presses. */
  async function chosen(client: ClientProgram, name: string): Promise<void> {
    await until(`the focus on “${name}”`, async () => (await client.part('push button', name)).states.includes('focused'));
  }

  /** A field whose text is not shown has a role of its own. */
  async function secret(client: ClientProgram, name: string): Promise<void> {
    await until(`the focus on “${name}”`, async () => (await client.part('password text', name)).states.includes('focused'));
  }

  it('is whoever knows the password of the server, which is asked for where it is wanted', async () => {
    const server = await scene.server(0, '--password', 'open sesame');
    const client = scene.client({ args: [`127.0.0.1:${server.port}`, '--name', 'anna'] });
    const question = `What is the password of the server 127.0.0.1:${server.port}? It is the same for everybody.`;
    await secret(client, question);
    await client.hides('That is not the password');
    await scene.desktop.type('wrong');
    await scene.desktop.press('Return');
    await client.shows('That is not the password of this server');
    await secret(client, question);
    await scene.picture();
    await scene.desktop.type('open sesame');
    await scene.desktop.press('Return');
    await client.shows('You joined #lobby');
    await client.hides('What is the password of the server');
  });

  it('is the owner of a name: it is protected with a password, which the next window asks for', async () => {
    const server = await scene.server();
    const settings = temporaryFolder();
    const client = await scene.inRoom(server, 'anna', { settings });
    await client.focused('Your message');
    await scene.desktop.press('alt+r');
    await client.part('menu item', 'Protect this name…');
    await scene.desktop.press('p');
    await secret(client, 'Password');
    await scene.desktop.type('correct horse battery');
    await scene.desktop.press('Return');
    await secret(client, 'Password, once more');
    await scene.desktop.type('something else');
    await scene.desktop.press('Return');
    await client.shows('The two passwords differ');
    await scene.desktop.press('ctrl+a');
    await scene.desktop.type('correct horse battery');
    await scene.desktop.press('Return');
    await client.shows('anna is yours now');
    await scene.picture();
    await chosen(client, 'Close');
    await scene.desktop.press('Return');
    await client.focused('Your message');
    await scene.desktop.press('ctrl+q');
    await client.ended();
    const stranger = scene.client({ args: [`127.0.0.1:${server.port}`, '--name', 'anna'] });
    // A question is there once its field has the keyboard: the window manager takes a moment.
    await secret(stranger, 'The name anna is protected. Its password?');
    await stranger.part('dialog', 'Sign in');
    await scene.desktop.type('wrong');
    await scene.desktop.press('Return');
    await stranger.shows('That is not the password of anna');
    assert.equal((await stranger.seen()).filter(({ role }) => role === 'dialog').length, 1, 'one question at a time');
    await secret(stranger, 'The name anna is protected. Its password?');
    await scene.desktop.type('correct horse battery');
    await scene.desktop.press('Return');
    await stranger.shows('You joined #lobby');
    await stranger.hides('Its password?');
    await until('the name', async () => (await stranger.seen()).some(({ name }) => name.includes(`127.0.0.1:${server.port} as anna`)));
  });
});
