// The rival: misskey-js takes frames and reads id, user and text of each. Answers how many of the last n a second; those
// before them are for the engine to warm up.
"use strict";
function rival(n, warm) {
	return new Promise((done) => {
		const s = new Misskey.Stream("https://bench.example", null, { WebSocket });
		const ch = s.useChannel("localTimeline", {});
		let got = 0, sum = 0, begun;
		ch.on("note", (note) => {
			sum += note.id.length + note.user.username.length + (note.text ? note.text.length : 0);
			if (++got === warm) begun = performance.now();
			if (got === warm + n) done((n / (performance.now() - begun) * 1000).toFixed(0));
		});
		s.on("_connected_", () => setTimeout(() => pump(warm + n), 500));
	});
}
