// Counts what sockets keep hold of, to be asked after Close.
"use strict";
{
	const { addEventListener, removeEventListener } = EventTarget.prototype;
	const kept = new Map(), ever = new Set(); // kept: socket → "name" → listeners
	WebSocket.prototype.addEventListener = function (name, f, options) {
		const all = kept.get(this) ?? kept.set(this, new Map()).get(this);
		const of = all.get(name) ?? all.set(name, new Set()).get(name);
		of.add(f);
		ever.add(f);
		if (options?.once) addEventListener.call(this, name, () => of.delete(f), options);
		return addEventListener.call(this, name, f, options);
	};
	WebSocket.prototype.removeEventListener = function (name, f) {
		kept.get(this)?.get(name)?.delete(f);
		return removeEventListener.call(this, name, f);
	};
	window.left = () => {
		const found = [];
		let listeners = 0;
		for (const all of kept.values()) for (const fs of all.values()) listeners += fs.size;
		if (listeners) found.push(`${listeners} listeners`);
		for (const s of kept.keys()) if (s.readyState < WebSocket.CLOSING) found.push("a socket that is not closing");
		// A function of Go's that was released says so, on the console, when it is called.
		const { error } = console;
		let released = 0;
		console.error = (s) => { if (s === "call to released function") released++; };
		let ours = 0;
		for (const f of ever) {
			if (f.name.startsWith("bound ")) continue; // an array's push
			ours++;
			f({});
		}
		console.error = error;
		if (ours === 0) found.push("no function of Go's was seen");
		if (released !== ours) found.push(`${ours - released} of ${ours} functions not released`);
		return found.join(", ");
	};
}
