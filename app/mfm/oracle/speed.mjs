// How fast mfm-js parses the corpus, to set beside
//   go test -bench 'Corpus|Note' ./app/mfm
// on the same machine. --jitless shows it without a compiler.
import { readFileSync } from 'node:fs';
import { parse, parseSimple } from 'mfm-js';

const read = (name) => readFileSync(new URL(`../testdata/${name}.jsonl`, import.meta.url), 'utf8').trim().split('\n').map((l) => JSON.parse(l));

for (const name of ['texts', 'recorded']) {
  const cases = read(name);
  const bytes = cases.reduce((n, c) => n + Buffer.byteLength(c.text), 0);
  const once = () => { for (const c of cases) (c.simple ? parseSimple : parse)(c.text); };
  const warm = performance.now();
  while (performance.now() - warm < 1000) once();
  let rounds = 0;
  const start = performance.now();
  while (performance.now() - start < 3000) { once(); rounds++; }
  const ms = (performance.now() - start) / rounds;
  console.log(`${name}: ${ms.toFixed(2)} ms a round, ${(bytes / 1000 / ms).toFixed(2)} MB/s, ${cases.length} texts, ${bytes} bytes`);
}
