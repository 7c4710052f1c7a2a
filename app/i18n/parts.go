package i18n

import (
	"maps"

	"nagare/app/taking"
)

// The words of each part of the app stand in files of their own and are joined here. A key belongs to one part.
var (
	english  = merge(englishCore, englishLook, englishMutes, englishCompose, englishAccount, englishInspector, englishDeckMore, englishNoteMore, englishPeople, whole(englishNotices), whole(englishChat))
	japanese = merge(japaneseCore, japaneseLook, japaneseMutes, japaneseCompose, japaneseAccount, japaneseInspector, japaneseDeckMore, japaneseNoteMore, japanesePeople, whole(japaneseNotices), whole(japaneseChat))
)

// whole are the words of the program for taking part only.
func whole(m map[string]string) map[string]string {
	if taking.On {
		return m
	}
	return nil
}

func merge(parts ...map[string]string) map[string]string {
	all := make(map[string]string)
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}
