// Loaded into the window by `node --require`: how long the loop is late. SIGUSR2 begins, and again ends, a measurement.
'use strict';
const fs = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const resolution = 1;
let histogram;
process.on('SIGUSR2', () => {
  if (histogram === undefined) {
    histogram = monitorEventLoopDelay({ resolution });
    histogram.enable();
    return;
  }
  histogram.disable();
  const ms = (nanoseconds) => nanoseconds / 1e6;
  fs.writeFileSync(process.env.RITROVO_LOOP_PROBE, JSON.stringify({ p50: ms(histogram.percentile(50)), p99: ms(histogram.percentile(99)), max: ms(histogram.max) }));
});
