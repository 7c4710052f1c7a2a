// Makes web/late/emoji.json, the unicode emoji that the reaction picker offers. Run it after a new Unicode version:
//
//   npm pack emojibase-data@17.0.0 && tar xzf emojibase-data-*.tgz
//   node web/pack/emoji.mjs package > web/late/emoji.json
//
// emojibase-data is MIT-licensed (© Miles Johnson); names and keywords in it are CLDR's (Unicode License v3).
import { readFileSync } from "node:fs";

const dir = process.argv[2];
const load = (f) => JSON.parse(readFileSync(`${dir}/${f}`, "utf8"));
const en = load("en/data.json");
const ja = new Map(load("ja/data.json").map((e) => [e.hexcode, e]));
const codes = load("en/shortcodes/github.json");
const TONE = "\u{1F3FB}";

// tone puts a skin tone where the picker will put it: after the first character.
const tone = (e) => {
  const [first, ...rest] = [...e];
  if (rest[0] === "\uFE0F") rest.shift();
  return first + TONE + rest.join("");
};

const groups = new Map();
for (const e of en.filter((e) => e.group !== undefined && e.group !== 2).sort((a, b) => a.order - b.order)) {
  const j = ja.get(e.hexcode) || {};
  const words = (...lists) => [...new Set(lists.flat().filter(Boolean).map((w) => String(w).toLowerCase()))].join(" ");
  const light = e.skins && e.skins.find((s) => s.tone === 1);
  const row = [
    e.emoji,
    e.label,
    words(codes[e.hexcode] || [], e.tags || []),
    j.label || "",
    words(j.tags || []),
  ];
  if (light && light.emoji === tone(e.emoji)) row.push(1);
  if (!groups.has(e.group)) groups.set(e.group, []);
  groups.get(e.group).push(row);
}
const out = {
  source: "emojibase-data 17.0.0, MIT, © Miles Johnson; names and keywords from CLDR, Unicode License v3",
  groups: [...groups].sort((a, b) => a[0] - b[0]).map(([id, list]) => ({ id, list })),
};
process.stdout.write(JSON.stringify(out).replaceAll("]],", "]],\n") + "\n");
