import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('../src/log/', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'portal-web-'));
await build({ entryPoints: ['ansi.ts', 'severity.ts', 'lines.ts', 'blocks.ts', 'finder.ts', 'viewport.ts'].map(name => source + name), outdir: out, bundle: true, format: 'esm', outExtension: { '.js': '.mjs' } });
const load = name => import(pathToFileURL(join(out, name)));
const { parseAnsi, collapseReturns } = await load('ansi.mjs');
const { readLine } = await load('severity.mjs');
const { severityOf } = await load('blocks.mjs');
const { LineCache } = await load('lines.mjs');
const { Finder } = await load('finder.mjs');
const { Viewport } = await load('viewport.mjs');

const looks = text => parseAnsi(text).map(piece => [piece.text, JSON.parse(JSON.stringify(piece.look))]);

test('plain text is one piece', () => assert.deepEqual(looks('a <b>'), [['a <b>', {}]]));

test('sixteen colours, weights and their ends', () => assert.deepEqual(
  looks('\x1b[1;31mred\x1b[22m thin\x1b[0m plain \x1b[92mbright\x1b[39m.'),
  [['red', { bold: true, color: 1 }], [' thin', { color: 1 }], [' plain ', {}], ['bright', { color: 10 }], ['.', {}]]));

test('256 and 24 bit colours', () => assert.deepEqual(
  looks('\x1b[38;5;208mo\x1b[48;2;1;2;999mt\x1b[38;5;3mp\x1b[38;5;244mg'),
  [['o', { color: 'rgb(255 135 0)' }], ['t', { color: 'rgb(255 135 0)', background: 'rgb(1 2 255)' }], ['p', { color: 3, background: 'rgb(1 2 255)' }], ['g', { color: 'rgb(128 128 128)', background: 'rgb(1 2 255)' }]]));

test('other escapes and control characters are dropped', () => assert.deepEqual(
  looks('\x1b[2Ka\x1b]8;;http://x\x07link\x1b]8;;\x07\x00\x08b\tc').map(([text]) => text).join(''), 'alinkb\tc'));

test('no sequence of bytes breaks the parser', () => {
  let seed = 42;
  const next = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff);
  const alphabet = ['\x1b', '[', ']', ';', ':', 'm', '3', '8', '5', '2', 'K', '\x07', 'x', '\r', '?'];
  for (let i = 0; i < 5000; i++) {
    const text = Array.from({ length: next() % 40 }, () => alphabet[next() % alphabet.length]).join('');
    for (const piece of parseAnsi(text)) assert.ok(!/[\x00-\x08\x0b-\x1f]/.test(piece.text), JSON.stringify(text));
  }
});

test('a progress bar shows its last state', () => {
  assert.equal(collapseReturns('10 %\r50 %\r100 %'), '100 %');
  assert.equal(collapseReturns('100 %\r'), '100 %');
  assert.equal(collapseReturns('\r\r'), '');
});

for (const [line, severity, label, text] of [
  ['26/11/21 10:41:37 INFO TaskSetManager: Starting', 'info', 'INFO', 'TaskSetManager: Starting'],
  ['2026-11-21 10:41:37,882 WARN  [main] Class: slow', 'warn', 'WARN', '[main] Class: slow'],
  ['2026-11-21T10:41:37.882Z ERROR Driver: no', 'error', 'ERROR', 'Driver: no'],
  ['2026-11-21 10:41:37,882 - job - WARNING - odd', 'warn', 'WARN', '2026-11-21 10:41:37,882 - job - WARNING - odd'],
  ['CRITICAL:root:stop', 'error', 'FATAL', 'CRITICAL:root:stop'],
  ['Traceback (most recent call last):', 'error', '', 'Traceback (most recent call last):'],
  ['  File "/a b/main.py", line 3, in <module>', 'error', '', '  File "/a b/main.py", line 3, in <module>'],
  ['py4j.protocol.Py4JJavaError: An error', 'error', '', 'py4j.protocol.Py4JJavaError: An error'],
  ['\tat org.apache.spark.Foo$.bar(Foo.scala:3)', 'error', '', '\tat org.apache.spark.Foo$.bar(Foo.scala:3)'],
  ['INFORMATION about errors', '', '', 'INFORMATION about errors'],
  ['Pi is roughly 3.14', '', '', 'Pi is roughly 3.14'],
]) test(`reads ${line.trim().slice(0, 30)}`, () => assert.deepEqual(readLine(line), { severity, label, text }));

const severities = text => {
  const lines = text.split('\n').map(line => ({ time: 0, text: line }));
  return lines.map((_, i) => severityOf(i, at => lines[at]));
};

test('a traceback is one block, chained ones with what joins them too', () => assert.deepEqual(severities(`up
Traceback (most recent call last):
  File "a.py", line 3, in <module>
    return float(text)
           ^^^^^^^^^^^
ValueError: no number

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "b.py", line 4, in f
    raise
KeyError: 'x'

  total   4
26/11/21 10:41:37 INFO Main: on
  not of an error`), ['', ...Array(12).fill('error'), '', '', 'info', '']));

test('a stack belongs to the line that logged it', () => assert.deepEqual(severities(`26/11/21 10:41:37 WARN Net: retry
java.io.IOException: reset
\tat a.B.c(B.java:1)
\tat a.B$1.run(Native Method)
  with details
\t... 12 more
26/11/21 10:41:38 INFO Net: fine`), ['warn', 'error', 'error', 'error', 'error', 'error', 'info']));

test('a part of a log whose beginning is not here is plain', () => assert.equal(severityOf(5, at => at < 5 ? undefined : { time: 0, text: '    x = 1' }), ''));

const page = (from, count, total) => ({ from, times: Array(count).fill(0), texts: Array.from({ length: count }, (_, i) => `line ${from + i}`), total, state: 'Streaming' });

test('the cache reads holes once and keeps what it has', async () => {
  const reads = [];
  let changed;
  const done = new Promise(resolve => { changed = resolve; });
  const cache = new LineCache((from, count) => { reads.push([from, count]); return Promise.resolve(page(from, count, 10_000)); }, () => changed());
  cache.put(page(9_600, 400, 10_000));
  cache.want(9_590, 9_610);
  cache.want(9_590, 9_610);
  await done;
  assert.deepEqual(reads, [[9_500, 500]]);
  assert.equal(cache.get(9_595).text, 'line 9595');
  cache.want(9_590, 9_610);
  assert.equal(reads.length, 1);
});

test('the cache is bounded, and begins again when a log got shorter', () => {
  const cache = new LineCache(() => Promise.reject(new Error('unused')), () => {});
  for (let from = 0; from < 100_000; from += 500) cache.put(page(from, 500, 100_000));
  assert.equal(cache.get(0), undefined);
  assert.equal(cache.get(99_999).text, 'line 99999');
  cache.put(page(0, 3, 3));
  assert.equal(cache.get(99_999), undefined);
  assert.equal(cache.total, 3);
});

test('finding goes on where the server stopped, and round at the end', async () => {
  const asked = [];
  const answers = [{ line: null, next: 200 }, { line: null, next: null }, { line: 7, next: null }];
  const finder = new Finder((text, from, backwards) => { asked.push([text, from, backwards]); return Promise.resolve(answers.shift()); }, () => 300);
  assert.equal(await finder.find('x', 20, 0, false, () => {}), 7);
  assert.deepEqual(asked, [['x', 21, false], ['x', 200, false], ['x', 0, false]]);
});

/** As much of a page as the viewport needs, 400 pixels high; frame() draws what was asked for. */
function sheet(total) {
  const element = () => Object.assign(new EventTarget(), {
    dataset: {}, style: {}, className: '', children: [], clientHeight: 400, offsetHeight: 0, scrollTop: 0,
    append() {}, replaceChildren() {}, remove() {}, insertBefore(row) { this.children.push(row); },
    get firstElementChild() { return this.children[0] ?? null; },
  });
  const frames = [];
  Object.assign(globalThis, {
    document: { createElement: element }, ResizeObserver: class { observe() {} },
    requestAnimationFrame: draw => frames.push(draw), window: globalThis,
  });
  const lines = { total, get: () => undefined, want() {} };
  const viewport = new Viewport(element(), element(), element(), lines, () => {});
  return { viewport, lines, frame: () => { while (frames.length > 0) frames.shift()(); } };
}

test('a line asked for before the log is here is shown when it comes', () => {
  const { viewport, lines, frame } = sheet(0);
  viewport.show(367);
  viewport.draw();
  frame();
  lines.total = 100;
  viewport.draw();
  frame();
  assert.equal(viewport.follow, false);
  lines.total = 1000;
  viewport.draw();
  frame();
  const [first, last] = viewport.visible;
  assert.ok(first < 367 && 367 < last, `${first}..${last}`);
  assert.equal(viewport.follow, false);
});

test('a reader who goes elsewhere is not taken to a line that comes late', () => {
  const { viewport, lines, frame } = sheet(0);
  viewport.show(367);
  viewport.toStart();
  lines.total = 1000;
  viewport.draw();
  frame();
  assert.equal(viewport.visible[0], 0);
});
