package i18n

// japaneseLook are the words about how notes and the page look.
var japaneseLook = map[string]string{
	"settings.theme":    "色",
	"settings.light":    "ライト",
	"settings.dark":     "ダーク",
	"settings.imported": "{0}（インポート）",
	"settings.notes":    "ノート",
	"settings.saver":    "データセーバー: 画像は求められたときだけ読み込む",
	"settings.reveal":   "センシティブな画像を隠さずに表示する",
	"settings.still":    "動かさない: アニメーションなし、カスタム絵文字も静止画",
	"settings.human":    "猫の言葉を人の言葉のままにする",
	"settings.bare":     "アイコンのデコレーションを表示しない",
	"settings.unseen":   "リンク先のプレビューを表示しない",

	"theme.open":       "Misskeyのテーマをインポート",
	"theme.code":       "テーマコード（JSON5）",
	"theme.hint":       "Misskeyのテーマ管理で得られるテーマコードを貼り付けてください。使うのは色だけで、この端末の外には出ません。",
	"theme.use":        "使う",
	"theme.reset":      "取り除く",
	"theme.broken":     "テーマとして読めません: {0}。",
	"theme.why.line":   "{0}行目がJSON5ではありません",
	"theme.why.props":  "propsがありません",
	"theme.why.colour": "ここで使う色がひとつもありません",
	"theme.why.long":   "長すぎます",
	"theme.used":       "「{0}」を使っています（{1}色）。",
	"theme.adjusted":   "文字が読めるように変えた色: {0}。",
	"theme.unknown":    "解釈できず使わなかったもの: {0}。",
	"theme.removed":    "インポートしたテーマを取り除きました。",
	"theme.failed":     "インポートの準備ができませんでした。オンラインのときにもう一度お試しください。",

	"note.undated":      "日時不明",
	"note.heavy":        "装飾が重すぎるため、文字だけを表示しています。",
	"note.written.show": "書かれたままを表示",
	"note.written.hide": "装飾なしで表示",
}
