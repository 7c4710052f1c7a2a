#!/bin/sh
# Runs the browser tests: in two lanes at a time, for most of a test is waiting, then by themselves those that measure how
# long something takes. Up to six that failed are run once more by themselves: a browser on a machine of two cores is now
# and then slower than any wait that a test should have. What fails twice fails.
set -u
alone='TestHostileNotes TestPickerOpensFastWithManyEmoji TestNothingMovesTheRowUnderTheEye TestStopsAtOnceWhenAsked'
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go test -c -o "$dir/e2e" . || exit 1
run() { # a list of tests, and where the output goes
	"$dir/e2e" -test.timeout 45m -test.run "^($(echo $1 | tr ' ' '|'))\$" $3 >"$2" 2>&1
}
first= second=
for t in $("$dir/e2e" -test.list '^Test'); do
	case " $alone " in *" $t "*) continue ;; esac
	if [ "${#first}" -le "${#second}" ]; then first="$first $t"; else second="$second $t"; fi
done
run "$first" "$dir/1" '' & one=$!
run "$second" "$dir/2" '' & two=$!
rc=0
wait $one || rc=1
wait $two || rc=1
run "$alone" "$dir/3" '' || rc=1
cat "$dir/1" "$dir/2" "$dir/3"
[ "$rc" = 0 ] && exit 0
failed=$(sed -n 's/^--- FAIL: \([A-Za-z0-9_]*\) .*/\1/p' "$dir"/[123] | sort -u)
[ -n "$failed" ] && [ "$(echo "$failed" | wc -l)" -le 6 ] || exit 1
echo "once more, by themselves:" $failed
run "$failed" "$dir/4" -test.v
rc=$?
cat "$dir/4"
exit "$rc"
