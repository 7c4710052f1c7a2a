package mfm_test

import (
	"os"
	"testing"

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
