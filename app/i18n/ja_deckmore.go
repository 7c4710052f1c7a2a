package i18n

// japaneseDeckMore are the words about keeping, removing and mending columns.
var japaneseDeckMore = map[string]string{
	"app.link.join":       "自分のカラムに追加",
	"app.link.join.title": "今あるカラムの後ろに追加します",
	"column.removed":      "{1} の「{0}」を削除しました。",
	"column.removed.undo": "元に戻す",
	"details.gaps.count":  "残り {0}、解消 {1}",
	"details.gaps":        "抜け",
	"reason.bad-host":     "「{0}」はサーバーのアドレスではないため、カラム「{1}」は開けません。",
}
