import fs from 'node:fs';
import path from 'node:path';
import { until } from '../helpers/until';
import { temporaryFolder } from './support/programs';
import { Scene } from './support/scene';

describe('a link', function () {
  this.timeout(60_000);
  const scene = new Scene();
  scene.install();

  /** A browser that notes what it is to open. */
  function browser(): { readonly env: NodeJS.ProcessEnv; readonly opened: () => string } {
    const folder = temporaryFolder();
    const file = path.join(folder, 'opened');
    fs.writeFileSync(path.join(folder, 'xdg-open'), `#!/bin/sh\necho "$1" >> ${file}\n`, { mode: 0o755 });
    return { env: { PATH: `${folder}:${process.env.PATH ?? ''}` }, opened: () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '') };
  }

  it('that seems to lead elsewhere is asked about, with the host as it is looked up, and opens exactly as it was written', async () => {
    const server = await scene.server();
    const bruno = await scene.person(server, 'bruno');
    const { env, opened } = browser();
    const client = await scene.inRoom(server, 'anna', { env });
    // The area is full: what is said next stands at its foot.
    for (let number = 1; number <= 30; number++) bruno.say(`step ${number}`);
    await client.shows('step 30');
    const click = async (address: string): Promise<void> => {
      bruno.say(address);
      await client.shows(address);
      const { x, y, height } = await client.part('label', 'Messages');
      await scene.desktop.click({ x: x + 130, y: y + height - 28, width: 20, height: 16 });
    };
    await click('http://bank.example@evil.example/account%20of%20anna');
    await client.shows(/http:\/\/evil\.example$/);
    await scene.picture();
    await client.click('push button', 'Open it');
    const first = 'http://bank.example@evil.example/account%20of%20anna\n';
    await until(`the address to be opened; ${opened()}`, () => opened() === first);
    await click('http://bаnk.example/an-account');
    await client.shows(/http:\/\/xn--bnk-6cd\.example$/);
    await client.click('push button', 'Cancel');
    await click('http://bank.example/an%2Faccount%20of%20anna');
    await until(`the address to be opened; ${opened()}`, () => opened() === `${first}http://bank.example/an%2Faccount%20of%20anna\n`);
  });
});
