//go:build !js

package streamtest

import "time"

// stock puts files into the drives of those that a newcomer signs in as: enough to fill more than one page, with a
// folder, some described, some sensitive.
func (w *World) stock() {
	at := w.born.Add(-90 * 24 * time.Hour)
	for i, who := range []string{"alice", "bob", "carol"} {
		u := w.person(who)
		f := &folder{id: w.ids.at(at), at: at, owner: u, name: []string{"写真 / Photos", "Ferries", "Sketches"}[i]}
		w.folders[f.id] = f
		for k := range 40 {
			p := w.newPicture(u, at.Add(time.Duration(k)*time.Hour), 900+100*i+k, k%9 == 4)
			if k%3 == 1 {
				p.comment = ""
			}
			if k < 6 {
				p.folder = f
			}
		}
	}
}
