package i18n

import "maps"

// The words of each part of the app stand in files of their own and are joined here. A key belongs to one part.
var (
	english  = merge(englishCore, englishLook, englishCompose, englishAccount)
	japanese = merge(japaneseCore, japaneseLook, japaneseCompose, japaneseAccount)
)

func merge(parts ...map[string]string) map[string]string {
	all := make(map[string]string)
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}
