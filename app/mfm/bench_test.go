package mfm_test

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"nagare/app/mfm"
)

// npm run speed in oracle does the first two with mfm-js.

func BenchmarkCorpus(b *testing.B)   { benchmarkFile(b, "testdata/texts.jsonl") }
func BenchmarkRecorded(b *testing.B) { benchmarkFile(b, "testdata/recorded.jsonl") }

func benchmarkFile(b *testing.B, name string) {
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	cases := readCases(b, f)
	size := 0
	for _, c := range cases {
		size += len(c.Text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range cases {
			c.parse()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(cases)), "ns/text")
}

func BenchmarkNote(b *testing.B) {
	const text = "今日は #Misskey を使っています！ @ai@misskey.example さん :blobcat: 🎉\n**太字** と [リンク](https://example.com/path) と https://example.com/"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		mfm.Parse(text)
	}
}

// Texts of 100 kB that read links in vain.
func BenchmarkHostile(b *testing.B) {
	for _, name := range []string{"labels", "links, closed", "center, all"} {
		text := hostile[name](100_000)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				mfm.Parse(text)
			}
		})
	}
}

// How much longer a text of 100 kB takes than its half, for the worst of the hostile ones. Long and short take turns, the
// best of each counts, and what looks too long gets more turns: a busy machine only ever adds. TestLinear holds the same
// in steps, which no machine can disturb.
func BenchmarkDoubling(b *testing.B) {
	const most = 2.3
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a short turn may be spared a collection, a long one never is
	turn := func(text string, least time.Duration) time.Duration {
		runtime.GC()
		start := time.Now()
		mfm.Parse(text)
		return min(least, time.Since(start))
	}
	worst := 0.0
	for b.Loop() {
		worst = 0
		for name, text := range hostile {
			long, short := text(100_000), text(50_000)
			whole, half := time.Hour, time.Hour
			ratio := 0.0
			for n := 0; n < 8 || n < 40 && ratio > most; n++ {
				whole, half = turn(long, whole), turn(short, half)
				ratio = float64(whole) / float64(half)
			}
			if ratio > most {
				b.Errorf("%s: %.2f times as long for twice the text, want at most %.1f", name, ratio, most)
			}
			worst = max(worst, ratio)
		}
	}
	b.ReportMetric(worst, "x/doubling")
}
