import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { workloadNames, type Request, type WorkloadName } from '../../bench/generator';
import type { Figures } from '../../bench/generator/figures';
import { TestServer } from '../helpers/server';

const generator = path.join(import.meta.dirname, '../../bench/generator/index.ts');

async function load(server: TestServer, workload: WorkloadName, scale: number): Promise<Figures> {
  const request: Request = { workload, scale, target: { host: '127.0.0.1', port: server.port, room: '#bench' } };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', generator, JSON.stringify(request)], { timeout: 50_000 });
  return JSON.parse(stdout) as Figures;
}

describe('the load generator', function () {
  this.timeout(60_000);

  const startServer = (): Promise<TestServer> => TestServer.start({ room: '#bench', commandBurst: 1_000_000, commandRate: 1_000_000 });

  // The smallest crowd has four who talk and two who watch.
  const scales: Readonly<Record<WorkloadName, number>> = {
    'fan-out-200': 0.1, 'fan-out-2000': 0.02, latency: 0.02, joining: 0.02, idle: 0.01, history: 0.001,
  };

  for (const workload of workloadNames) {
    it(`measures ${workload} at a small scale`, async () => {
      const figures = await load(await startServer(), workload, scales[workload]);
      assert.ok(Object.keys(figures).length > 0);
      for (const [name, value] of Object.entries(figures)) assert.ok(Number.isFinite(value) && value >= 0, `${name}: ${value}`);
    });
  }

  it('fails where the server refuses to talk', async () => {
    const server = await TestServer.start({ room: '#bench', password: 'secret' });
    await assert.rejects(load(server, 'joining', 0.01), /closed the connection/);
  });
});
