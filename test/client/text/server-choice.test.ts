import assert from 'node:assert/strict';
import type { FoundServer } from '../../../src/client/core/window';
import { chooseServers } from '../../../src/client/text/server-choice';

describe('the servers to choose from', () => {
  const server = (name: string, host: string): FoundServer => ({ name, address: { host, port: 8080 }, near: true, wantsPassword: false });
  const crowd = Array.from({ length: 300 }, (_, index) => server(`A ${index}`, `192.168.2.${index}`));

  it('are first those where one was before, whatever a network announces', () => {
    const choice = chooseServers([...crowd, server('Lab', '192.168.1.5')], ['192.168.1.5', 'chat.example:9000']);
    assert.deepEqual(choice.known, [{ address: '192.168.1.5', name: 'Lab' }, { address: 'chat.example:9000' }]);
    assert.equal(choice.others.length, 300);
    assert.deepEqual(choice.others[0], { address: '192.168.2.0', name: 'A 0' });
  });

  it('are the last three places above what was found, and five where nothing was', () => {
    const recent = ['a', 'b', 'c', 'd', 'e', 'f'];
    assert.deepEqual(chooseServers([server('Lab', 'e')], recent).known.map(({ address }) => address), ['a', 'b', 'c']);
    assert.deepEqual(chooseServers([server('Lab', 'e')], recent).others, [{ address: 'e', name: 'Lab' }]);
    assert.equal(chooseServers([], recent).known.length, 5);
  });

  it('are found by a part of the name or of the address, those that were not listed too', () => {
    const recent = ['a.example', 'b.example', 'c.example', 'd.example'];
    assert.deepEqual(chooseServers([...crowd, server('Straße', '10.0.0.1')], recent, ' STRASSE'), { known: [], others: [{ address: '10.0.0.1', name: 'Straße' }] });
    assert.deepEqual(chooseServers(crowd, recent, 'd.ex').known, [{ address: 'd.example' }]);
    assert.deepEqual(chooseServers(crowd, recent, '2.299').others, [{ address: '192.168.2.299', name: 'A 299' }]);
    assert.deepEqual(chooseServers(crowd, recent, 'nowhere'), { known: [], others: [] });
  });
});
