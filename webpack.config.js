'use strict';

const path = require('node:path');
const { BannerPlugin, IgnorePlugin, NormalModuleReplacementPlugin } = require('webpack');
const checkNode = require('./scripts/lib/node-version.cjs');

/**
 * What a bundle must load from node_modules at run time: packages that carry a binary of their own, or start a
 * worker from a file of their own.
 */
const loadedFromNodeModules = ['@photostructure/sqlite'];

/** @type {(name: string, entry: Record<string, string>) => import('webpack').Configuration} */
const bundle = (name, entry) => ({
  name,
  mode: 'production',
  target: 'node20',
  devtool: 'source-map',
  entry,
  output: { path: path.resolve(__dirname, 'dist'), filename: '[name].js', library: { type: 'commonjs2' } },
  resolve: { extensions: ['.ts', '.js', '.json'] },
  externals: loadedFromNodeModules.map((module) => ({ request }, callback) =>
    request === module || request.startsWith(`${module}/`) ? callback(null, `commonjs ${request}`) : callback(),
  ),
  module: {
    // One file a program: what is imported later is only run later.
    parser: { javascript: { dynamicImportMode: 'eager', createRequire: false } },
    rules: [{ test: /\.ts$/, loader: 'ts-loader', options: { transpileOnly: true } }],
  },
  // Stack traces and class names are for people: a server and a desktop program gain nothing from short names.
  optimization: { minimize: false },
  node: { __dirname: false, __filename: false },
  performance: false,
  stats: 'errors-warnings',
});

const server = bundle('server', {
  server: './src/server/main.ts',
  // A process beside the server runs a file of its own (src/server/store/background-file.ts).
  'database-process': './src/server/store/database-process.ts',
  // Another one looks through the database, which takes long (src/server/store/inspection.ts).
  'database-inspector': './src/server/store/database-inspector.ts',
});
const client = bundle('client', { client: './src/client/main.ts' });

// ws would use them if they were installed, and does without.
server.plugins = [new IgnorePlugin({ resourceRegExp: /^(?:bufferutil|utf-8-validate)$/ })];

// The client's bundle holds NodeGui's JavaScript; its native part lies beside the bundle (see src/client/qt/addon.ts).
client.plugins = [
  new NormalModuleReplacementPlugin(/utils[\\/]addon$|^\.\/addon$/, (resource) => {
    if (resource.context.includes(path.join('@nodegui', 'nodegui'))) {
      resource.request = path.resolve(__dirname, 'src/client/qt/addon.ts');
    }
  }),
];

for (const configuration of [server, client]) {
  configuration.plugins = [
    ...(configuration.plugins ?? []),
    new BannerPlugin({ banner: `#!/usr/bin/env node\n(${String(checkNode)})();`, raw: true, entryOnly: true }),
  ];
}

module.exports = Object.assign([server, client], { loadedFromNodeModules });
