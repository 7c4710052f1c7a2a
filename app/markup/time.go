package markup

import (
	"strconv"
	"time"

	"nagare/app/i18n"
)

// Ago words how long ago t was, in the short form of a timeline: "now", "3m", "2h", "5d", then the date.
func Ago(p i18n.Printer, t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	d := now.Sub(t)
	switch {
	case d < -5*time.Second:
		return Clock(p, t, now)
	case d < 10*time.Second:
		return p.T("time.now")
	case d < 30*24*time.Hour:
		return span(p, d)
	}
	return Date(p, t)
}

func span(p i18n.Printer, d time.Duration) string {
	switch {
	case d < time.Minute:
		return p.T("time.seconds", int(d/time.Second))
	case d < time.Hour:
		return p.T("time.minutes", int(d/time.Minute))
	case d < 24*time.Hour:
		return p.T("time.hours", int(d/time.Hour))
	}
	return p.T("time.days", int(d/(24*time.Hour)))
}

// Date is the day of t where the reader is.
func Date(p i18n.Printer, t time.Time) string {
	if p.Lang == i18n.Japanese {
		return t.Format("2006/1/2")
	}
	return t.Format("2 Jan 2006")
}

// Exact is the moment of t to the second, where the reader is.
func Exact(p i18n.Printer, t time.Time) string {
	return Date(p, t) + t.Format(" 15:04:05")
}

// Clock is the hour and minute of t, with the day where it is not today.
func Clock(p i18n.Printer, t, now time.Time) string {
	if y, m, d := t.Date(); now.Year() == y && now.Month() == m && now.Day() == d {
		return t.Format("15:04")
	}
	return Date(p, t) + t.Format(" 15:04")
}

// timeTag writes a time that the page keeps current (nagareTimes in web/list.js).
func timeTag(w *Writer, p i18n.Printer, t, now time.Time) {
	if t.IsZero() {
		return
	}
	w.Elem(Time, Ago(p, t, now), DateTime(t.UTC().Format(time.RFC3339)), Data("ts", strconv.FormatInt(t.UnixMilli(), 10)), Title(Exact(p, t.In(now.Location()))))
}

// Size words a number of bytes.
func Size(n int64) string {
	switch {
	case n < 0:
		return ""
	case n < 1000:
		return strconv.FormatInt(n, 10) + " B"
	case n < 1000*1000:
		return strconv.FormatFloat(float64(n)/1e3, 'f', 1, 64) + " kB"
	case n < 1000*1000*1000:
		return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB"
	}
	return strconv.FormatFloat(float64(n)/1e9, 'f', 1, 64) + " GB"
}

// Count shortens large numbers: 1234 becomes 1.2K.
func Count(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n)
	case n < 1_000_000:
		return strconv.FormatFloat(float64(n/100)/10, 'f', -1, 64) + "K"
	}
	return strconv.FormatFloat(float64(n/100_000)/10, 'f', -1, 64) + "M"
}
