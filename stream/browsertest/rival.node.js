// Runs the rival in Node, which has no page: node rival.node.js FRAMES WARM NOTES-FILE
"use strict";
const fs = require("fs"), path = require("path"), vm = require("vm");
const [, , n, warm, notes] = process.argv;
globalThis.window = globalThis;
globalThis.fetch = async () => ({ json: async () => JSON.parse(fs.readFileSync(notes, "utf8")) });
// A socket of Node's brings bytes, of which ws makes a string on the same thread with toString; on frames as these that is
// a little faster than TextDecoder. A browser hands over the string.
globalThis.decoded = (frames) => {
	const bytes = frames.map((f) => Buffer.from(f));
	return (i) => bytes[i].toString();
};
for (const file of ["pump.js", "../../app/e2e/rival/misskey-js.min.js", "rival.js"])
	vm.runInThisContext(fs.readFileSync(path.join(__dirname, file), "utf8"), file);
fakeWebSocket();
rival(+n, +warm).then((rate) => { console.log(rate); process.exit(); });
