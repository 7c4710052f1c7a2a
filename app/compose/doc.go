// Package compose is the thinking behind writing a note: what a draft holds and how it is kept, who may see it, what is
// still wrong with it, what completes the word under the caret, and how it is sent without ever being posted twice.
//
// It knows neither the page nor the clock: components of app show a [Draft] and hand it to [Send].
package compose
