// Package mute decides what a reader does not want to see: by the words, the people and the servers they named, in the
// settings of their account or on this device.
//
// Servers leave out muted people and servers where an account asks, but never apply word mutes (P3.3), and they know
// nothing of what is muted on this device only. So everything that is shown passes a [Set]: rows of streams and of
// fetched pages, and notifications. What is softly muted shows that something was said; what is hard muted is not shown
// but counted by whoever asked. Nothing here knows of a screen, a clock or storage.
package mute
