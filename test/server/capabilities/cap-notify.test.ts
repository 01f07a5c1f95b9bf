import assert from 'node:assert/strict';
import { configOf } from '../../../src/server/config';
import { settingNames, settings } from '../../../src/server/settings';
import { TestServer } from '../../helpers/server';

// https://ircv3.net/specs/extensions/capability-negotiation#cap-notify
describe('cap-notify', () => {
  for (const name of ['max-multiline-bytes', 'max-multiline-lines'] as const) {
    it(`tells the new value when ${name} is read again, to those who asked`, async () => {
      assert.ok(settingNames.includes(name) && !settings[name].restart);
      let changed = {};
      const server: TestServer = await TestServer.start({ maxMultilineBytes: 1000, maxMultilineLines: 5 }, { readConfig: () => configOf({ ...server.server.config, ...changed }) });
      const asked = await server.join('asked', { capabilities: ['cap-notify'] });
      const plain = await server.join('plain');
      await asked.fence();
      changed = name === 'max-multiline-bytes' ? { maxMultilineBytes: 2000 } : { maxMultilineLines: 7 };
      await server.server.reloader.reload();
      const value = name === 'max-multiline-bytes' ? 'max-bytes=2000,max-lines=5' : 'max-bytes=1000,max-lines=7';
      assert.deepEqual(await asked.fence(), [`:ritrovo.chat CAP asked NEW :draft/multiline=${value}`]);
      assert.deepEqual(await plain.fence(), []);
    });
  }
});
