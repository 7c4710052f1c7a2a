// Reads texts, one JSON object {"text", "simple"} per line, from standard
// input and writes the tree mfm-js makes of each, as {"text", "simple",
// "tree"}, to standard output.
// "npm run golden" makes ../testdata/trees.jsonl.gz with it.
import { createInterface } from 'node:readline';
import { parse, parseSimple } from 'mfm-js';

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const { text, simple } = JSON.parse(line);
  const tree = simple ? parseSimple(text) : parse(text);
  process.stdout.write(JSON.stringify({ text, simple, tree }) + '\n');
}
