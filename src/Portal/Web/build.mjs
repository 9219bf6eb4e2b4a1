import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

// Every file directly under src is an entry: one module a page widget, imported by its C# wrapper.
const entries = readdirSync('src').filter(name => name.endsWith('.ts')).map(name => `src/${name}`);

await build({
  entryPoints: entries,
  outdir: '../wwwroot/js',
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: false,
  logLevel: 'warning',
});
